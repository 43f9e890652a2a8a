"""Readable Dutch labels for topics, in words of the reports themselves."""

from collections.abc import Mapping, Sequence

from pipeline.resources import load_toml

N_TERMS = 10
_MAX_WORDS = 9
_TERMS_IN_LABEL = 3
_MIN_LETTERS = 3


def telling_words(words: Sequence[str]) -> list[str]:
    """Return the nouns that can name a subject, without those that are too general (`jaar`, `manier`)."""
    general = load_toml("stopwoorden.toml")["zelfstandig"]
    return [word for word in words if len(word) >= _MIN_LETTERS and word not in general]


def shared_first(terms: Sequence[str], documents: Sequence[Sequence[str]]) -> list[str]:
    """Return terms with those in front that stand in several documents of a topic, otherwise in the same order.

    A word of one statement alone is about its example; what recurs is about the subject.
    """
    n_documents = {term: sum(term in document for document in documents) for term in terms}
    return sorted(terms, key=lambda term: n_documents[term] < 2)


def label_topics(
    headings_of_topic: Mapping[str, Sequence[str]], terms_of_topic: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return a label for each topic, no two the same.

    Parameters
    ----------
    headings_of_topic
        The headings above the statements of each topic, the most central statement first. The first
        one of at most nine words that no other topic has taken is the label: what the authors of the
        reports called it reads better than a list of words.
    terms_of_topic
        The terms of each topic, the most telling first, for a topic without such a heading.
    """
    labels: dict[str, str] = {}
    for topic, terms in terms_of_topic.items():
        candidates = [heading for heading in headings_of_topic[topic] if len(heading.split()) <= _MAX_WORDS]
        candidates.append(enumerate_words(terms[:_TERMS_IN_LABEL]) or "Zonder kenmerkende woorden")
        taken = set(labels.values())
        labels[topic] = next((label for label in candidates if label not in taken), f"{candidates[-1]} ({topic})")
    return labels


def enumerate_words(words: Sequence[str]) -> str:
    """Return words as a Dutch enumeration with a capital: `Brief, rooster en minister`."""
    text = " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return text[:1].upper() + text[1:]
