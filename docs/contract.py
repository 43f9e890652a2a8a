"""The columns in `docs/contract.md`, from the tables of the code: `python -m docs.contract` renews them."""

import re
from pathlib import Path

from pipeline.resources import load_toml
from pipeline.tables import TABLES, Column

CONTRACT = Path(__file__).with_name("contract.md")
_PLACE = re.compile(r"(?<=<!-- tables -->\n).*(?=<!-- end of the tables -->)", re.DOTALL)
_TYPES = {
    "text": "text",
    "number": "integer",
    "flag": "true or false",
    "score": "number, 0 to 1",
    "real": "number",
    "texts": "list of texts",
}


def renewed(contract: str) -> str:
    """Return the contract with the columns as they are now."""
    return _PLACE.sub(lambda _: "\n" + "\n".join(map(_table, TABLES)), contract)


def _table(name: str) -> str:
    told = load_toml("kolommen.toml")
    own = told["tabellen"][name]
    words = told["kolommen"] | own["kolommen"]
    rows = [f"| `{one.name}` | {_type(one)} | {words[one.name]['beschrijving']} |" for one in TABLES[name]]
    head = ("| column | type | what |", "|---|---|---|")
    return "\n".join((f"### `{name}`", "", own["beschrijving"], "", *head, *rows, ""))


def _type(column: Column) -> str:
    allowed = f": {', '.join(f'`{value}`' for value in column.values)}" if column.values else ""
    return f"{_TYPES[column.kind]}{' or none' * column.nullable}{', unique' * column.unique}{allowed}"


if __name__ == "__main__":
    CONTRACT.write_text(renewed(CONTRACT.read_text(encoding="utf-8")), encoding="utf-8")
