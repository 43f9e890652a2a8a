"""The words of contrasts (`tegenstellingen.toml`), and what `sides` and `counter_voice` both ask of a word."""

from functools import cache

from pipeline.dutch.inflection import infinitive_of, infinitive_of_finite
from pipeline.dutch.resource import Resource, Terms, Words, key, read


class Pair(Resource):
    """Words that make a contrast together: the second opens the second side."""

    first: Terms = key("eerst")
    second: Terms = key("dan")


class CounterVoice(Resource):
    """How a sentence says of itself that it contradicts."""

    verbs: Words = key("werkwoorden")
    with_claim: Words = key("met_bewering")
    claims: Words = key("beweringen")
    reciprocal: Words = key("wederkerig")
    after_particle: Words = key("na_partikel")
    nouns: Words = key("naamwoorden")
    verbs_with_noun: Words = key("werkwoorden_bij_naamwoord")
    against: Words = key("ertegen")
    verbs_against: Words = key("werkwoorden_ertegen")
    phrases: Terms = key("zinsneden")
    openings: Terms = key("openingen")
    place_before: Words = key("plaats_ervoor")
    place_behind: Words = key("plaats_erachter")
    nobody: Words = key("niemand")


class Contrasts(Resource):
    """All of `tegenstellingen.toml`."""

    coordinators: Terms = key("nevenschikkend")
    conceding: Words = key("opmaat")
    makes_adverb: Words = key("maakt_bijwoord")
    with_and: Terms = key("met_en")
    subordinators: Terms = key("onderschikkend")
    only_behind: Terms = key("alleen_achteraan")
    before_verb: Terms = key("met_persoonsvorm")
    adverbs: Words = key("bijwoorden")
    after_not: Words = key("na_niet")
    no_correction: Words = key("geen_verbetering")
    keeps_hinge: Words = key("houdt_scharnier")
    asks_whether: Words = key("vraagt_of")
    alternatives: Words = key("mogelijkheid")
    asks_to_choose: Words = key("keuzevraag")
    no_verbs: Words = key("geen_werkwoord")
    pairs: tuple[Pair, ...] = key("paren")
    counter_voice: CounterVoice = key("tegengeluid")


@cache
def contrasts() -> Contrasts:
    """Return the words of contrasts."""
    return read(Contrasts, "tegenstellingen.toml")


def infinitive(word: str) -> str | None:
    """Return the infinitive of a form of a verb; None for words that only look like one.

    >>> infinitive("wilde"), infinitive("willen"), infinitive("niet")
    ('willen', 'willen', None)
    """
    return None if word in contrasts().no_verbs else infinitive_of().get(word)


def is_finite(word: str) -> bool:
    """Return whether a word is a finite form that is no infinitive too.

    >>> is_finite("wil"), is_finite("willen"), is_finite("meer")
    (True, False, False)
    """
    return word not in contrasts().no_verbs and infinitive_of_finite(word) is not None
