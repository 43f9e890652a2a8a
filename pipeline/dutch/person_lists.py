"""The word lists by which persons, and what identifies them, are known: models for `lexicon`."""

from collections.abc import Mapping

from pipeline.dutch.resource import Names, Resource, Terms, Words, Written, key


class SaidOfSomebody(Resource):
    """What shows that *een tweede Thorbecke* is said of a person."""

    subjects: Words = key("onderwerp")
    objects: Words = key("voorwerp")
    linking: Words = key("koppelwerkwoorden")
    calling: Words = key("noemen")
    standing: Words = key("staan")
    appearing: Words = key("opstaan")


class OurTime(Resource):
    """The words of *de Drucker van onze tijd*."""

    determiners: Words = key("bepalers")
    periods: Words = key("perioden")


class NameWords(Resource):
    """What names in running text are made of, and what stands around them (`namen.toml`)."""

    titles: Words = key("aanspreekvormen")
    functions: Written = key("functies_voor_naam")
    function_prefixes: Words = key("voor_functie")
    naming: Words = key("naamgevend")
    own_name: Words = key("zegt_eigen_naam")
    plural_titles: Words = key("meervoudige_aanspreekvormen")
    closings: Words = key("slotgroeten")
    known_by_function: Words = key("bekend_door_functie")
    abbreviations: Written = key("afkortingen")
    human_acts: Words = key("wat_mensen_doen")
    quoting: Words = key("aldus")
    noble_titles: Words = key("adellijke_titels")
    salutations: Written = key("aanhef")
    nobody: Written = key("niemand")
    short_given_names: Written = key("afgekorte_voornamen")
    name_labels_with_colon: Words = key("naamlabels_met_dubbele_punt")
    name_labels: Words = key("naamlabels")
    of_relatives: Words = key("naaste_van")
    relatives: Words = key("naasten")
    before_who_acts: Words = key("voor_wie_iets_doet")
    no_speakers: Words = key("kopjes")
    namesake_things_before: Words = key("ervoor")
    namesake_things_after: Words = key("erachter")
    firm_partners: Words = key("vennoten")
    firm_kinds: Words = key("kantoor_van")
    surname_endings: Words = key("achternaam_op")
    titles_in_names_of_things: Words = key("naar_wie_iets_heet")
    titles_without_function: Words = key("zonder_functie")
    no_names: Words = key("geen_naam")
    prefixes: Words = key("tussenvoegsels")
    prefixes_before_article: Words = key("tussenvoegsels_met_lidwoord")
    prefixes_between_initials: Words = key("tussenvoegsels_in_voorletters")
    always_surname: Names = key("altijd_achternaam")
    between_names: Words = key("tussen_namen")
    articles: Words = key("lidwoorden")
    determiners: Words = key("bepalers")
    place_prepositions: Words = key("plaatsbepaling")
    of_a_person: Words = key("van_een_persoon")
    namesake_adjectives: Words = key("naamgenoot")
    namesake_articles: Words = key("lidwoorden_naamgenoot")
    countries_and_peoples: Written = key("landen_en_volken")
    inhabitant_endings: Words = key("bewoners")
    no_name_endings: Words = key("geen_naam_op")
    somebody: SaidOfSomebody = key("iemand")
    our_time: OurTime = key("onze_tijd")


class PersonWords(Resource):
    """How reports list persons, and what they say of them (`personen.toml`)."""

    degrees: Written = key("achtervoegsels")
    chair: Words = key("voorzitter")
    as_chair: Words = key("voorzitterschap")
    chairing: Words = key("voorzitten")
    absent: Words = key("afwezig")
    reported_by: Words = key("verslag_door")
    reported_linking: Words = key("verslag_was")
    no_functions: Words = key("geen_functie")
    organisation_words: Words = key("organisatiewoorden")
    organisation_endings: Words = key("organisatie-uitgangen")
    organisation_linking: Words = key("binnen_organisatie")
    employed_by: Words = key("in_dienst_van")
    come_from: Words = key("afkomstig_van")
    on_behalf: Words = key("namens")
    before_place: Words = key("voor_plaats")
    all_of_them: Words = key("allen")
    both_of_them: Words = key("beiden")
    acting: Words = key("waarnemend")
    linking: Words = key("verbindingswoorden")
    function_words: Words = key("functiewoorden")
    no_given_names: Words = key("geen_voornaam")
    functions: Mapping[str, Terms] = key("functies")
    roles: Mapping[str, Words] = key("rollen")
