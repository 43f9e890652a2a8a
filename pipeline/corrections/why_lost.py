"""Why the place of a correction was not found, in one Dutch sentence for each cause with what to do about it."""

from pipeline.corrections.anchors import Places
from pipeline.corrections.model import Anchor
from pipeline.dutch.wording import number


def why_lost(anchor: Anchor, places: Places) -> str:
    """Return why an anchor has no place; no report and no name is told, for others may read it."""
    times = places.times(anchor)
    n = sum(times.values())
    if places.report_of(anchor) is not None:
        return _in_report(anchor, n)
    if anchor.report and not places.is_shown(anchor):
        where = "" if times else ", en deze woorden staan in geen enkel verslag"
        return f"Het verslag in de kolom verslag is er niet{where}; verbeter de kolom verslag of haal de rij weg."
    if not times:
        return "Deze woorden staan in geen enkel verslag; neem ze er letterlijk uit over of haal de rij weg."
    if len(times) > 1:
        return f"Deze woorden staan in {number(len(times))} verslagen; vul in de kolom verslag in welk u bedoelt."
    if n > 1:
        return f"Deze woorden staan {number(n)} keer in een verslag; vul de kolommen verslag en voorkomen in."
    if anchor.before or anchor.after:
        return _elsewhere()
    return "Dit citaat is te kort om zonder verslag terug te vinden; vul de kolom verslag in of haal meer woorden aan."


def _in_report(anchor: Anchor, n: int) -> str:
    if not n:
        return "Deze woorden staan niet in dit verslag; neem ze er letterlijk uit over of haal de rij weg."
    if anchor.occurrence is not None and anchor.occurrence > n:
        return f"Deze woorden staan {number(n)} keer in dit verslag; schrijf in de kolom voorkomen geen hoger getal."
    if n > 1:
        return f"Deze woorden staan {number(n)} keer in dit verslag; schrijf in de kolom voorkomen welke u bedoelt."
    return _elsewhere()


def _elsewhere() -> str:
    return "Deze woorden staan niet tussen wat in ‘ervoor’ en ‘erna’ staat; verbeter die kolommen of maak ze leeg."
