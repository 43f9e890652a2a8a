"""In which language a text is written."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Dutch, its relatives that a detector may take for it, and what else lies in a Dutch office.
_LANGUAGES = (
    "nl",
    "af",
    "fy",
    "lb",
    "de",
    "en",
    "fr",
    "da",
    "sv",
    "no",
    "es",
    "it",
    "pt",
    "pl",
    "tr",
    "ro",
    "ar",
    "uk",
)
_MIN_CHARACTERS = 100
_SAMPLE_CHARACTERS = 20_000
_CERTAIN = 0.9


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language; a text too short to tell counts as Dutch."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(sample) < _MIN_CHARACTERS:
        return "nl"
    language, probability = _identifier().classify(sample)
    return language if probability >= _CERTAIN else "nl"


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # takes a second

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LANGUAGES))
    return identifier
