"""The Dutch word lists of `pipeline/resources`, one function for each TOML file.

`name_words` has the lists of names; `negators` and `contact_words` read a file of their own.
Every function returns a frozen model that is checked when it is first asked for and then kept, so that a list is had
by its name: ``word in lexicon.stop_words().verbs``. Patterns are built with `any_of` and kept by who uses them.

To add a list: a key in the TOML file, one entry a line, and a field for it here. To add a file: a `Resource` with a
field for each key, and a cached function that reads it. Lists that one file needs of another (the names of months)
are not written twice: a function here puts them together.
"""

from collections.abc import Mapping
from functools import cache

from pipeline.dutch.documents import DocumentParts, FileWords
from pipeline.dutch.opinion_words import Opinions
from pipeline.dutch.person_lists import NameWords, PersonWords
from pipeline.dutch.resource import InOrder, Resource, Terms, Words, Written, any_of, key, read

__all__ = [
    "any_of",
    "calendar",
    "cues",
    "determiners",
    "dilemma_names",
    "document_parts",
    "file_words",
    "inflections",
    "key_sentences",
    "names",
    "opinions",
    "persons",
    "sentence_marks",
    "stop_nouns",
    "stop_words",
    "verbs",
    "word_classes",
]


class WordClasses(Resource):
    """Closed word classes (`woordsoorten.toml`)."""

    definite_articles: Words = key("bepaald")
    indefinite_articles: Words = key("onbepaald")
    demonstratives: Words = key("aanwijzend")
    ours: Words = key("van_ons")
    first_person: Words = key("eerste_persoon")
    subjects: Words = key("onderwerpen")
    pronominal_adverbs: Words = key("voornaamwoordelijk")
    ordinals: InOrder = key("rangtelwoorden")
    ordinal_endings: Words = key("rangtelwoord_op")

    @property
    def articles(self) -> frozenset[str]:
        """All articles."""
        return self.definite_articles | self.indefinite_articles


@cache
def word_classes() -> WordClasses:
    """Return the closed word classes."""
    return read(WordClasses, "woordsoorten.toml")


@cache
def determiners() -> frozenset[str]:
    """Return what stands before a noun for something that the report itself is about."""
    return word_classes().articles | word_classes().demonstratives | word_classes().ours


class Calendar(Resource):
    """Months and weekdays, each with its abbreviations (`kalender.toml`)."""

    months: tuple[InOrder, ...] = key("maanden")
    weekdays: tuple[InOrder, ...] = key("weekdagen")

    @property
    def month_names(self) -> frozenset[str]:
        """The months in full."""
        return frozenset(forms[0] for forms in self.months)

    @property
    def weekday_forms(self) -> tuple[str, ...]:
        """The days of the week in full and abbreviated."""
        return tuple(form for forms in self.weekdays for form in forms)


@cache
def calendar() -> Calendar:
    """Return the names of months and weekdays."""
    return read(Calendar, "kalender.toml")


class StopWords(Resource):
    """Words too general to name a subject (`stopwoorden.toml`)."""

    nouns: Words = key("zelfstandig")
    adjectives: Words = key("bijvoeglijk")
    verbs: Words = key("werkwoorden")
    empty: Words = key("gesloten")  # of the closed classes, which stand in every text


@cache
def stop_words() -> StopWords:
    """Return the words that are too general; `stop_nouns` has the nouns with the names of months."""
    return read(StopWords, "stopwoorden.toml")


@cache
def stop_nouns() -> frozenset[str]:
    """Return the nouns that are too general to name a subject."""
    return stop_words().nouns | calendar().month_names


class SentenceMarks(Resource):
    """Where a sentence ends (`zinnen.toml`)."""

    abbreviations: Written = key("afkortingen")
    may_be_last: Written = key("soms_aan_het_eind")
    closing: Words = key("sluitend")
    opening: Words = key("openend")


@cache
def sentence_marks() -> SentenceMarks:
    """Return abbreviations and marks by which the end of a sentence is known."""
    return read(SentenceMarks, "zinnen.toml")


class KeySentences(Resource):
    """What shows whether a sentence can be quoted alone and holds both sides of a tension (`kernzinnen.toml`)."""

    pointing_back_first: Words = key("wijst_terug_voorop")
    pointing_back: Words = key("wijst_terug")
    hinges: Words = key("scharnieren")
    tension: Words = key("spanning")
    conditions: Words = key("voorwaarde")
    addressed: Words = key("aangesproken")


@cache
def key_sentences() -> KeySentences:
    """Return the words by which key sentences are known."""
    return read(KeySentences, "kernzinnen.toml")


class DilemmaNames(Resource):
    """What makes a heading or clause fit to name a dilemma, or unfit (`dilemmanamen.toml`)."""

    of_the_talk: Words = key("uit_het_gesprek")
    not_pointing_back: Words = key("wijst_in_kop_niet_terug")
    opposing: Words = key("tegenover")
    kinds_of_part: Words = key("soort_stuk")


@cache
def dilemma_names() -> DilemmaNames:
    """Return the words by which names of dilemmas are known."""
    return read(DilemmaNames, "dilemmanamen.toml")


class Imperatives(Resource):
    """Verbs that are found in the imperative, and what may stand before one."""

    verbs: Words = key("werkwoorden")
    adverbs_before: Words = key("ervoor")


class Verbs(Resource):
    """Separable and irregular verbs (`werkwoorden.toml`)."""

    prepositions: Words = key("voorzetsels")
    ambiguous_particles: Terms = key("dubbelzinnig")
    unstressed_prefixes: Words = key("voorvoegsels")
    unstressed: Words = key("onbeklemtoond")
    stressed: Words = key("beklemtoond")
    stems: Mapping[str, str] = key("stammen")
    strong: Mapping[str, tuple[str, ...]] = key("sterk")
    separable: Mapping[str, Words] = key("scheidbaar")
    imperatives: Imperatives = key("gebiedende_wijs")


@cache
def verbs() -> Verbs:
    """Return what is known of verbs."""
    return read(Verbs, "werkwoorden.toml")


class Homographs(Resource):
    """Forms that are more often another word."""

    verb_forms: Words = key("werkwoordsvormen")
    nouns: Words = key("zelfstandig")


class Inflections(Resource):
    """Irregular forms of nouns and adjectives, and what derives words (`woordvormen.toml`)."""

    plurals: Mapping[str, InOrder] = key("meervoud")
    diminutives: Mapping[str, InOrder] = key("verkleinwoord")
    inflected: Mapping[str, InOrder] = key("buiging")
    degrees: Mapping[str, InOrder] = key("trappen")
    homographs: Homographs = key("homografen")
    suffixes: Words = key("achtervoegsels")


@cache
def inflections() -> Inflections:
    """Return the irregular forms of nouns and adjectives."""
    return read(Inflections, "woordvormen.toml")


class Cue(Resource):
    """A group of terms that speak for a kind of statement."""

    kind: str = key("soort")
    name: str = key("naam")
    terms: Terms = key("termen")


class Cues(Resource):
    """The cue words of statements (`signaalwoorden.toml`)."""

    groups: tuple[Cue, ...] = key("aanwijzing")


@cache
def cues() -> Cues:
    """Return the cue words of the kinds of statements."""
    return read(Cues, "signaalwoorden.toml")


@cache
def opinions() -> Opinions:
    """Return how a report says who finds something."""
    return read(Opinions, "meningen.toml")


@cache
def document_parts() -> DocumentParts:
    """Return the words by which the parts of a report are known."""
    return read(DocumentParts, "documentdelen.toml")


@cache
def file_words() -> FileWords:
    """Return the words by which is known what a file holds beside the report."""
    return read(FileWords, "bestanden.toml")


@cache
def names() -> NameWords:
    """Return what names in running text are made of, and what stands around them."""
    return read(NameWords, "namen.toml")


@cache
def persons() -> PersonWords:
    """Return how reports list persons, and what they say of them."""
    return read(PersonWords, "personen.toml")
