"""Where a form of a name stands, found by hand, is where the pattern that says what a form is finds it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dutch.name_check import Form

WORDS = ("jan", "j", "van", "de", "burg", "burgs", "s", "a")
SIGNS = (" ", "-", "_", ".", ". ", "'", ", ", "\n", "    ", "     ", "(", ")", "", "\u00a0", "’", "· ")


def pattern(form: Form) -> re.Pattern[str]:
    """Return what a form is; the key word is a group of its own."""
    last, parts = len(form.words) - 1, []
    for place, word in enumerate(form.words):
        parts.append(f"(?P<key>{word})" if place == form.key else word)
        if place < last:
            parts.append(r"[\W_]{1,4}" if len(word) <= 2 else r"(?:[^\w.!?;:()\[\]]{1,4}|_)")
    if form.is_full:
        return re.compile(rf"(?<![^\W_]){''.join(parts)}s?(?![^\W_])")
    return re.compile(rf"(?<![\w-]){''.join(parts)}{'' if form.is_alone else 's?'}(?![\w]|-\w)")


@st.composite
def forms(draw: st.DrawFn) -> Form:
    words = tuple(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)))
    is_full = draw(st.booleans())
    is_alone = len(words) == 1 and not is_full and draw(st.booleans())
    return Form(words, "x", draw(st.integers(0, len(words) - 1)), is_full, is_alone)


texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SIGNS)), max_size=9).map(
    lambda pairs: "".join(word + sign for word, sign in pairs)
)


@given(forms(), texts)
def test_a_form_is_found_where_its_pattern_is(form: Form, text: str) -> None:
    one = pattern(form)
    expected = set()
    for start in range(len(text) + 1):  # each place by itself: matches may overlap
        match = one.match(text, start)
        if match:
            expected.add((*match.span(), match.start("key")))
    assert set(form.matches(text)) == expected


@given(forms(), st.sampled_from(SIGNS), st.sampled_from(["", "s", " ", "-", "-a", "_", "x"]), st.sampled_from(SIGNS))
def test_a_form_with_signs_between_its_words(form: Form, sign: str, after: str, before: str) -> None:
    text = f"{before}{sign.join(form.words)}{after}"
    match = pattern(form).match(text, len(before))
    found = [hit for hit in form.matches(text) if hit[0] == len(before)]
    assert bool(found) == bool(match)
    if match:
        assert (*match.span(), match.start("key")) in found
