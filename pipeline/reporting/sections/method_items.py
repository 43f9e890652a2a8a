"""What family of analysis this serves, and what of it goes into the lists that journals ask for."""

from pipeline.dutch.wording import count, number
from pipeline.reporting.document import Section, Table, Verbatim
from pipeline.reporting.findings.model import Findings
from pipeline.reporting.inputs import Method
from pipeline.reporting.labels import method_sentences, privacy_sentences
from pipeline.reporting.sections import parts
from pipeline.resources import load_toml


def section(findings: Findings, used: Method) -> Section:
    """Return the part of the account for those who write a method section of their own."""
    items = load_toml("report/controlelijsten.toml")["punt"]
    values = _values(findings, used)
    told = Table(
        "Wat dit rapport zegt over punten van COREQ en SRQR",
        ("Punt", "COREQ", "SRQR", "Wat dit rapport zegt"),
        tuple(
            parts.cells(item["naam"], item["coreq"], item["srqr"], Verbatim(item["zegt"].format_map(values)))
            for item in items
            if "zegt" in item
        ),
    )
    left = Table(
        "Zelf invullen: punten waarover dit rapport niets kan zeggen",
        ("Punt", "COREQ", "SRQR"),
        tuple(parts.cells(item["naam"], item["coreq"], item["srqr"]) for item in items if "zegt" not in item),
    )
    blocks = (
        parts.paragraph(*method_sentences("familie", used.unit)),
        parts.paragraph(*method_sentences("controlelijsten", used.unit)),
        told,
        left,
    )
    return Section("soort-analyse", "Soort analyse, en wat u erover rapporteert", 3, blocks)


def _values(findings: Findings, used: Method) -> dict[str, str]:
    """Return what the report knows, for the places in the list."""
    n_absent, n_themes = len(findings.unmentioned_themes), len(findings.themes) + len(findings.unmentioned_themes)
    absent = f"{count(n_absent, 'thema', 'thema’s')} van het codeboek {'komt' if n_absent == 1 else 'komen'} niet voor."
    names = (
        privacy_sentences(used.settings["namen"], used.settings["bekende_namen"]) if "namen" in used.settings else ()
    )
    return {
        "verslagen": count(len({session.path for session in findings.sessions}), "verslag", "verslagen"),
        "sessies": count(len(findings.sessions), "sessie", "sessies"),
        "uitspraken": count(len(findings.statements), "uitspraak", "uitspraken"),
        "codeurs": _coders(findings.n_coders),
        "codeboek": used.codebook_version,
        "themas": count(n_themes, "thema", "thema’s"),
        "programma": f"Rode Draad {used.version}".strip(),
        "taalmodel": used.language_model,
        "namen": names[0] if names else "",
        "afwezig": absent if n_absent else "",
    }


def _coders(n: int | None) -> str:
    """Return how many people looked at codes; None if they did, but left no name."""
    if n is None:
        return "Mensen keken codes na; hoeveel dat er waren, staat niet in hun bestanden."
    if n == 0:
        return "Er zijn geen correcties van mensen verwerkt."
    return f"{number(n)} {'codeur keek' if n == 1 else 'codeurs keken'} codes na."
