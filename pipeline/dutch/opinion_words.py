"""What `meningen.toml` holds: the constructions by which a report says who finds something."""

from collections.abc import Mapping

from pipeline.dutch.resource import Resource, Terms, Words, key


class OpinionVerbs(Resource):
    """Verbs whose subject, or who undergoes them, holds a view or makes a promise."""

    say: Words = key("zeggen")
    promise: Words = key("beloven")
    undergo: Words = key("ondergaan")
    factual: Words = key("zonder_mening")
    silent: Words = key("zwijgen")
    inform: Words = key("meedelen")


class LiteralVerbs(Resource):
    """Verbs that give a view only with what is said, or with one of some words."""

    with_words: Mapping[str, Words] = key("met")
    with_adjective: Words = key("met_oordeel")
    perceive: Words = key("waarnemen")
    of_manner: Words = key("wijze")
    times: Words = key("tijd")
    naming: Words = key("noemen")
    abstract: Words = key("abstract")


class States(Resource):
    """States of mind, and the verbs that link them to somebody."""

    words: Words = key("woorden")
    linking: Words = key("koppelwerkwoorden")


class OpinionNouns(Resource):
    """Nouns for a view, and the words around them."""

    views: Words = key("mening")
    neutral: Words = key("zonder_richting")
    feelings: Words = key("gevoel")
    received: Words = key("ontvangen")
    asked: Words = key("navraag")
    before: Words = key("voor")
    live: Words = key("leven")
    with_whom: Words = key("bij")
    state: Words = key("luiden")
    content: Words = key("inhoud")


class ForSomebody(Resource):
    """Verbs behind *voor X*, and the adjectives that say nothing of what X finds."""

    verbs: Words = key("werkwoorden")
    enough: Words = key("genoeg")
    factual: Words = key("feitelijk")


class OtherCues(Resource):
    """Other words of the constructions that say whose view it is."""

    prepositions: Words = key("voorzetsels")
    frames: Terms = key("zinsneden")
    agents: Words = key("bij_lijdend")
    addressed: Words = key("aangesproken")
    groups: Words = key("groepen")
    conditions: Words = key("voorwaarde")
    modals: Words = key("modaal")
    speakers: Words = key("sprekers")
    rather: Words = key("liever")
    wish: Words = key("wens")
    things: Words = key("zaken")
    before_name: Words = key("voor_een_naam")
    of_the_same: Words = key("bij_dezelfde")
    who: Words = key("wie")
    contrast: Words = key("tegenover")


class Pronouns(Resource):
    """Pronouns that can mean the holder of a view."""

    singular: Words = key("enkelvoud")
    plural: Words = key("meervoud")
    possessive: Words = key("bezittelijk")


class Opinions(Resource):
    """How a report says who finds something."""

    verbs: OpinionVerbs = key("werkwoorden")
    literal: LiteralVerbs = key("letterlijk")
    combinations: Mapping[str, Words] = key("verbindingen")
    able: Mapping[str, Words] = key("toch_een_mening")
    states: States = key("gezindheid")
    nouns: OpinionNouns = key("naamwoorden")
    for_somebody: ForSomebody = key("voor_iemand")
    other: OtherCues = key("overig")
    pronouns: Pronouns = key("voornaamwoorden")
