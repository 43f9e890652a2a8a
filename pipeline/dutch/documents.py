"""The word lists by which the parts of a report, and of the file it comes in, are known: models for `lexicon`."""

from collections.abc import Mapping

from pipeline.dutch.resource import Resource, Words, Written, key


class Attendance(Resource):
    """How a report says who were there."""

    openings: Words = key("aanhef")
    qualifiers: Words = key("bepalingen")
    headings: Words = key("koppen")
    fields: Words = key("velden")


class Headings(Resource):
    """Headings of some kind."""

    headings: Words = key("koppen")


class OlderMessage(Resource):
    """How an older message in a message begins."""

    openings: Words = key("aanhef")
    prefixes: Words = key("voorvoegsels")


class Formulas(Resource):
    """What minutes say out of habit: phrases of such sentences, and words that say that there was nothing."""

    phrases: Words = key("gezegden")
    bare: Words = key("niets")
    referring: Words = key("verwijzing")


class Absence(Resource):
    """What says that somebody was not there."""

    words: Words = key("woorden")
    also_as_field: Words = key("ook_als_veld")
    and_presence: Words = key("en_aanwezigheid")


class Caption(Resource):
    """What stands with a picture or quotation."""

    openings: Words = key("aanhef")
    anywhere: Words = key("slot")


class Columns(Resource):
    """Headers of the columns of a list of persons, and of minutes in a table."""

    kinds: Mapping[str, Words] = key("soorten")
    actions: Words = key("acties")
    other: Words = key("overig")
    answers: Words = key("antwoorden")
    no: Words = key("nee")
    members: Words = key("vaste_leden")
    agenda_items: Words = key("agendapunt")
    said: Words = key("besproken")


class NoTitle(Resource):
    """First lines that are no title, and lines that are."""

    words: Words = key("woorden")
    salutations: Words = key("aanhef")
    title_openings: Words = key("aanhef_titel")
    closings: Words = key("afsluiting")


class Numbered(Resource):
    """Words before the number of a heading."""

    kinds: Words = key("soorten")


class HeadingWords(Resource):
    """Words of headings that say nothing of the part."""

    adjuncts: Words = key("bijwoorden")
    agreements: Words = key("afspraken")


class Closing(Resource):
    """What is said of a series at the end of a report."""

    sessions: Words = key("gespreksvormen")
    next_session: Words = key("next_session")
    meeting_again: Words = key("weerzien")
    boilerplate: Words = key("boilerplate")
    turns: Words = key("keer")
    announcing: Words = key("aankondiging")
    pointing_back: Words = key("terugverwijzend")
    of_one_session: Words = key("van_een_sessie")
    next: Words = key("volgend")
    determiners: Words = key("bepalers")
    referring: Words = key("verwijzing")
    about: Words = key("over")
    beside_series: Words = key("naast_de_reeks")


class Series(Resource):
    """How a report names the series or programme that its session belongs to."""

    numbered: Written = key("genummerd")
    kinds: Words = key("soorten")
    also_as_field: Words = key("ook_als_veld")
    also_in_sentences: Words = key("ook_in_zinnen")
    openings: Words = key("aanhef")
    openings_of_session: Words = key("aanhef_van_sessie")
    groups: Words = key("groepen")
    sessions: Words = key("zittingen")
    sessions_plural: Words = key("meer_zittingen")
    turns: Words = key("keer")
    links: Words = key("schakels")
    links_of_small: Words = key("tussen_kleine_letters")
    links_of_capitals: Words = key("tussen_hoofdletters")
    verbs: Words = key("werkwoorden")
    compounds: Words = key("samenstellingen")
    forms: Written = key("vormen")
    group_endings: Words = key("groepswoorden")
    group_abbreviations: Words = key("afkortingen_van_groepen")
    named_kinds: Words = key("groep_op_zichzelf")
    of_any_group: Words = key("van_elke_groep")
    template: Words = key("sjabloon")
    behind_template: Words = key("na_sjabloon")
    before_date: Words = key("voor_datum")
    counted: Words = key("geteld")
    themes: Words = key("thema")
    after_name: Words = key("achter_naam")
    ago: Words = key("geleden")
    last: Words = key("laatst")
    times_of_day: Words = key("dagdelen")
    once: Words = key("eenmalig")
    once_or_group: Words = key("ook_eenmalig")
    plain_sessions: Words = key("gewone_zittingen")

    @property
    def fields(self) -> frozenset[str]:
        """The names of fields that name a series."""
        return self.kinds | self.also_as_field

    @property
    def nouns(self) -> frozenset[str]:
        """What a series is called in a sentence."""
        return self.kinds | self.also_in_sentences


class Dates(Resource):
    """Where the date of the session stands, and what dates are of something else."""

    session_fields: Words = key("sessie")
    next_labels: Words = key("volgende_sessie")
    plain: Words = key("datum")
    plain_openings: Words = key("datum_aanhef")
    previous: Words = key("vorige")
    document: Words = key("stuk")
    document_labels: Words = key("stuk_achter_datum")
    states: Words = key("stand_van_stuk")
    reports: Words = key("verslag")
    in_phrase: Words = key("in_zin")
    held: Words = key("gehouden")
    no_session: Words = key("geen_sessie")
    sent_fields: Words = key("verzending")
    letter_fields: Words = key("brief")
    before_other: Words = key("andere_dag")
    clock: Words = key("tijd")
    up_to: Words = key("tot_en_met")


class Subject(Resource):
    """Fields that say what a document is about."""

    fields: Words = key("velden")
    also_title: Words = key("ook_titel")


class Versions(Resource):
    """How a name or title says which version of a report it is."""

    draft: Words = key("concept")
    final: Words = key("definitief")
    before_number: Words = key("voor_nummer")


class DocumentParts(Resource):
    """The words by which the parts of a report are known (`documentdelen.toml`)."""

    fields: Mapping[str, Words] = key("velden")
    attendance: Attendance = key("aanwezig")
    onward: Headings = key("verder")
    older_message: OlderMessage = key("ouder_bericht")
    formulas: Formulas = key("formules")
    absence: Absence = key("afwezigheid")
    labels_inside: Headings = key("binnen_een_punt")
    caption: Caption = key("onderschrift")
    columns: Columns = key("kolommen")
    no_title: NoTitle = key("geen_titel")
    numbered: Numbered = key("genummerd")
    headings: Mapping[str, Words] = key("koppen")
    heading_words: HeadingWords = key("kopwoorden")
    closing: Closing = key("slot")
    series: Series = key("reeks")
    dates: Dates = key("datums")
    subject: Subject = key("onderwerp")
    versions: Versions = key("versies")


class MessageWords(Resource):
    """How a message announces an older one."""

    sender: Words = key("afzender")
    fields: Words = key("velden")
    prepositions: Words = key("voorzetsels")
    wrote: Words = key("schreef")
    has_written: Words = key("heeft_geschreven")


class WebWords(Resource):
    """Names of the parts of a page that are no text of the report."""

    skipped: Words = key("overgeslagen")


class PageWords(Resource):
    """What stands at the edge of a page."""

    before_number: Words = key("ervoor")
    between_numbers: Words = key("ertussen")
    after_hyphen: Words = key("achter_streepje")
    before_hyphen: Words = key("voor_streepje")


class StyleWords(Resource):
    """Names of the styles of headings."""

    headings: Words = key("koppen")


class MarkdownWords(Resource):
    """Fields above a text in Markdown."""

    title: Words = key("titel")
    date: Words = key("datum")


class TranscriptWords(Resource):
    """Labels of who speaks in an interview."""

    interviewer: Words = key("interviewer")
    respondent: Words = key("geinterviewde")
    nameless: Words = key("naamloos")
    titles: Words = key("titels")
    notices: Words = key("meldingen")


class FileWords(Resource):
    """The words by which a reader knows what a file holds beside the report (`bestanden.toml`)."""

    message: MessageWords = key("bericht")
    web: WebWords = key("webpagina")
    page: PageWords = key("bladzijde")
    styles: StyleWords = key("tekstverwerker")
    markdown: MarkdownWords = key("markdown")
    transcript: TranscriptWords = key("transcriptie")
