"""The names that researchers give to topics by hand, in `onderwerpen.csv`."""

from collections.abc import Mapping
from pathlib import Path

from pipeline.ingest.kept_tables import TOPIC_NAMES, fault, rows_of

_TOPIC, _NAME = _COLUMNS = ("onderwerp", "naam")


def load_given_names(raw: Path) -> Mapping[str, str]:
    """Return the names by the id of their topic; none where there is no `onderwerpen.csv`.

    Parameters
    ----------
    raw
        The raw folder.

    Raises
    ------
    SettingError
        If the file cannot be read, or names a topic without a name, or a topic or a name twice; with the line.
    """
    file = raw / TOPIC_NAMES
    found: dict[str, str] = {}
    for line, row in rows_of(file, _COLUMNS, _COLUMNS):
        topic_id, name = row[_TOPIC], row[_NAME]
        if not topic_id or not name:
            raise fault(file, line, "een regel heeft een onderwerp en een naam; vul aan wat ontbreekt")
        if topic_id in found:
            raise fault(file, line, f"het onderwerp “{topic_id}” staat er al eerder in; haal een van beide regels weg")
        if name.casefold() in {other.casefold() for other in found.values()}:
            raise fault(file, line, f"de naam “{name}” is al aan een ander onderwerp gegeven; kies een andere")
        found[topic_id] = name
    return found
