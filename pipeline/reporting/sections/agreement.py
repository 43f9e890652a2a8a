"""Overeenstemming: how far the program agrees with people on the codes, and people among themselves."""

from collections.abc import Sequence

from pipeline.dutch.wording import number, upper_first
from pipeline.reporting.document import Section, Table
from pipeline.reporting.inputs import Agreement
from pipeline.reporting.sections import parts

_MEASURES = {
    "precies": "precies dezelfde codes",
    "masi": "naar gelijkenis (MASI)",
    "gemiddeld": "gemiddelde over codes",
}


def sections(agreement: Sequence[Agreement]) -> tuple[Section, ...]:
    """Return the section, none where nobody coded by hand."""
    if not agreement:
        return ()
    table = Table(
        "Overeenstemming over de codes, op uitspraken die mensen zelf hebben gecodeerd",
        ("Wat", "Wie", "Hoe vergeleken", "Uitspraken", "Gelijk in %", "α", "95%-interval"),
        tuple(
            parts.cells(
                upper_first(one.variable),
                one.who,
                one.name or _MEASURES.get(one.measure, one.measure),
                number(one.n_units),
                _shown(None if one.same is None else 100 * one.same, 1),
                _shown(one.alpha, 2),
                "–" if one.low is None else f"{_shown(one.low, 2)} tot {_shown(one.high, 2)}",
            )
            for one in agreement
        ),
        numeric=(3, 4, 5),
    )
    told = parts.paragraph(
        "Vergeleken is met de codes die het programma gaf voordat mensen ze verbeterden.",
        "α is die van Krippendorff: 1 is volledig eens, 0 niet meer dan door toeval.",
        "Het interval komt van duizend keer opnieuw trekken van de uitspraken.",
        "Wat mensen onderling halen, is de grens van wat van het programma te verwachten is."
        if any(one.is_among_people for one in agreement)
        else "",
        "Een streepje staat waar een cijfer niet is vast te stellen.",
    )
    return (Section("overeenstemming", "Overeenstemming met mensen", 3, (told, table)),)


def _shown(value: float | None, decimals: int) -> str:
    return "–" if value is None else number(round(value, decimals) + 0.0, decimals)
