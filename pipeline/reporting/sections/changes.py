"""What changed in the topics since the former analysis, in sentences."""

from collections.abc import Sequence

from pipeline.dutch.wording import count, listing, upper_first
from pipeline.reporting.document import BulletList, Section
from pipeline.reporting.findings.model import Change, Findings
from pipeline.reporting.sections import parts

_NAMELESS = "uit vroegere verslagen"  # its label stands in no report any more


def sentence(findings: Findings, topic_id: str) -> str:
    """Return where a topic comes from and what happened to it since the former analysis; nothing if it stayed."""
    change = findings.changes.get(topic_id)
    if change is None:
        return ""
    told = [
        "Nieuw sinds de vorige analyse." if change.is_new else "",
        f"Ontstaan uit {_names(change.came_from)}." if change.came_from else "",
        f"Hierin {_are(change.took_in)} {_names(change.took_in)} opgegaan." if change.took_in else "",
        f"Hiervan {_are(change.went_into)} {_names(change.went_into)} afgesplitst." if change.went_into else "",
    ]
    return " ".join(filter(None, told))


def in_brief(findings: Findings) -> tuple[str, ...]:
    """Return what is new since the former analysis, and how much of it is gone; nothing where nothing is."""
    new = [change.label for change in findings.changes.values() if change.is_new and not change.is_gone]
    n_gone = sum(change.is_gone for change in findings.changes.values())
    gone = (
        f"Geen groep meer: {count(n_gone, 'onderwerp', 'onderwerpen')} van het vorige rapport "
        "(zie ‘Sinds de vorige analyse’)."
    )
    return (*([f"Nieuw: {_names(new)}."] if new else []), *([gone] if n_gone else []))


def section(findings: Findings) -> Section | None:
    """Return the list of topics of the former analysis that are gone, None if there are none."""
    gone = [change for change in findings.changes.values() if change.is_gone]
    if not gone:
        return None
    n_nameless = sum(change.label is None and not change.went_into for change in gone)
    sentences = [_fate(change) for change in gone if change.label is not None or change.went_into]
    if n_nameless:
        sentences.append(f"{count(n_nameless, 'onderwerp', 'onderwerpen')} {_NAMELESS}.")
    introduction = parts.paragraph(
        "Deze onderwerpen van de vorige analyse zijn geen groep meer. Hun uitspraken die er nog zijn, staan los of bij "
        "een ander onderwerp: na een correctie of een nieuw verslag wordt opnieuw gegroepeerd."
    )
    blocks = (introduction, BulletList(parts.items(sentences)))
    return Section("sinds-de-vorige-analyse", "Sinds de vorige analyse", 3, blocks)


def _fate(change: Change) -> str:
    name = upper_first(_names((change.label,)))
    if not change.went_into:
        return f"{name}."
    how = "opgegaan" if len(change.went_into) == 1 else "gesplitst"
    return f"{name} is {how} in {_names(change.went_into)}."


def _names(labels: Sequence[str | None]) -> str:
    return listing([f"‘{label}’" if label else f"een onderwerp {_NAMELESS}" for label in labels])


def _are(labels: Sequence[str | None]) -> str:
    return "is" if len(labels) == 1 else "zijn"
