"""Tables, charts and sentences as a notebook shows them: in Dutch notation, escaped, and legible to a screen reader."""

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.dutch.wording import number
from pipeline.reporting.document import Picture

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

MAX_ROWS = 15


@dataclass(frozen=True)
class Shown:
    """Something that a notebook shows as HTML."""

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


def show_table(
    data: pd.DataFrame,
    columns: Mapping[str, str],
    caption: str,
    *,
    max_rows: int = MAX_ROWS,
    decimals: int = 2,
    align_right: Sequence[str] = (),
) -> "Styler":
    """Return a table to look at: some columns under Dutch names, the first rows only.

    Parameters
    ----------
    data
        The table.
    columns
        The columns to show, in order, with the name above each.
    caption
        What the table shows, without a full stop; if there are no rows, or more than are shown, that is added.
    max_rows
        How many rows to show at most.
    decimals
        How many decimals a fraction gets.
    align_right
        Columns of text to align at the right, such as what stands before a hit. Numbers always are.
    """
    shown = data[list(columns)].head(max_rows).reset_index(drop=True).rename(columns=dict(columns))
    if not len(data):
        caption = f"{caption}: geen"
    elif len(data) > max_rows:
        caption = f"{caption} (de eerste {number(max_rows)} van {number(len(data))})"
    is_number = {name: pd.api.types.is_numeric_dtype(shown[name]) for name in shown.columns}
    right = [name for name in shown.columns if is_number[name] or name in {columns[key] for key in align_right}]
    left = [name for name in shown.columns if name not in right]
    style = shown.style.hide(axis="index")
    style = style.format(precision=decimals, na_rep="–", thousands=".", decimal=",", escape="html")
    style = style.format_index(escape="html", axis="columns")
    style = style.set_properties(subset=pd.Index(left), **{"text-align": "left"})
    style = style.set_properties(subset=pd.Index(right), **{"text-align": "right"})
    style = style.set_table_styles([{"selector": "caption", "props": "text-align: left; font-weight: bold"}])
    for place, name in enumerate(shown.columns):
        header = f"text-align: {'right' if name in right else 'left'}"
        style = style.set_table_styles([{"selector": f"th.col{place}", "props": header}], overwrite=False)
    # A fixed name for what belongs to this table, where pandas would take one by chance.
    style = style.set_uuid(hashlib.sha256(f"{caption} {len(data)} {list(columns)}".encode()).hexdigest()[:8])
    return style.set_table_attributes('class="tex2jax_ignore"').set_caption(html.escape(caption))


def show_picture(picture: Picture, alternative: str, *, width: int = 700) -> Shown:
    """Return a chart to look at, with a text for who cannot see it, at most `width` pixels wide."""
    data = base64.b64encode(picture.png).decode()
    style = f"max-width: min(100%, {width}px)"
    return Shown(f'<img alt="{html.escape(alternative)}" style="{style}" src="data:image/png;base64,{data}">')


def show_text(text: str) -> Shown:
    """Return a sentence that was made from the data, as running text."""
    return Shown(f'<p class="tex2jax_ignore">{html.escape(text)}</p>')
