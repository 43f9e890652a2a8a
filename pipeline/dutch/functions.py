"""Functions of persons (`directeur-generaal`, `wethouder`) in a text, from `resources/personen.toml`."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.dutch import lexicon

# Directeuren-Generaal (DG): the abbreviation belongs to the function before it.
_SHORT_FORM = re.compile(r"\s\([A-Z]{2,3}(?:[’']?s)?\)")

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class FunctionSpan:
    """A place where a function stands: half-open offsets, canonical code, and whether it names several persons."""

    start: int
    end: int
    code: str
    is_plural: bool


def find_functions(text: str) -> list[FunctionSpan]:
    """Return the functions named in a text, left to right, the longest form at each place."""
    pattern, codes = _functions()
    found: list[FunctionSpan] = []
    for word in _WORD.finditer(text):
        if (found and word.start() < found[-1].end) or not _may_open(word.group()):
            continue
        match = pattern.match(text, word.start())
        if match is None:
            continue
        short_form = _SHORT_FORM.match(text, match.end())
        end = short_form.end() if short_form else match.end()
        found.append(FunctionSpan(match.start(), end, codes[match.lastgroup or ""], _is_plural(match.group())))
    return found


@lru_cache(maxsize=1 << 16)
def _may_open(word: str) -> bool:
    """Return whether a form of a function may begin in a word: few words pass, and the pattern of all forms is slow."""
    return _openings().search(word) is not None


@cache
def _openings() -> re.Pattern[str]:
    forms = [form for listed in lexicon.persons().functions.values() for form in listed]
    return re.compile(
        "|".join(sorted({re.escape(re.split(r"[\s-]", form.strip("*"))[0]) for form in forms})), re.IGNORECASE
    )


def _is_plural(form: str) -> bool:
    # In a compound such as directeuren-generaal the first part carries the plural. Singular
    # function nouns end in -s only as -is (secretaris).
    words = [word for word in re.split(r"[\s-]", form.casefold()) if word]
    ends = (words[0], words[-1]) if len(words) < 3 else (words[0],)
    return any(word.endswith(("en", "s")) and not word.endswith(("is", "arts")) for word in ends)


@cache
def _functions() -> tuple[re.Pattern[str], dict[str, str]]:
    forms = [(form, code) for code, listed in lexicon.persons().functions.items() for form in listed]
    # Full forms before starred ones of the same length, so that `directeur-generaal` beats `*directeur`.
    forms.sort(key=lambda entry: (-len(entry[0].strip("*")), "*" in entry[0]))
    codes: dict[str, str] = {}
    alternatives = []
    for index, (form, code) in enumerate(forms):
        codes[f"f{index}"] = code
        alternatives.append(f"(?P<f{index}>{_form_pattern(form)})")
    return re.compile(rf"(?<![\w-])(?=[\w-])(?:{'|'.join(alternatives)})(?![\w-]|[’']s\b)"), codes


def _form_pattern(form: str) -> str:
    body = r"\s+".join(
        "[-\u2011 ]?".join(re.escape(part) for part in word.split("-")) for word in form.strip("*").split()
    )
    before = r"[\w-]*" if form.startswith("*") else ""
    after = r"[\w-]*" if form.endswith("*") else ""
    # Forms in capitals (DG) are abbreviations; the others may begin with a capital.
    flags = "" if form.strip("*")[:2].isupper() else "i"
    return f"(?{flags}:{before}{body}{after})" if flags else f"{before}{body}{after}"
