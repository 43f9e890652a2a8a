"""Charts on pages: how large they are, and where a tall one may be broken off at the end of a page."""

import io
import re
from itertools import pairwise

import numpy as np

from pipeline.reporting.document import Picture

WHOLE = ((0.0, 1.0),)  # the parts of a chart that is not broken
_PIECE = 120.0  # points: about as tall as a piece becomes
_SIZE = re.compile(rb'width="([\d.]+)pt" height="([\d.]+)pt"')


def size(picture: Picture) -> tuple[float, float]:
    """Return the width and height of a chart in points, as it was drawn."""
    found = _SIZE.search(picture.svg)
    if not found:
        raise ValueError("a chart has no size")
    return float(found[1]), float(found[2])


def pieces(picture: Picture, width: float, height: float) -> tuple[tuple[float, float], ...]:
    """Return the parts of a chart between which a page may end, as shares of its height from the top.

    Only a chart that is narrow and taller than a page, such as one of many bars, is broken: where it is
    white. A wide one, such as a matrix, has to stay with the names above its columns.

    Parameters
    ----------
    picture
        The chart.
    width, height
        The room on a page, in points.
    """
    natural_width, natural_height = size(picture)
    if natural_width > width or natural_height <= height:
        return WHOLE
    blank = (_pixels(picture.png) == 1).all(axis=(1, 2))
    piece = round(_PIECE * len(blank) / natural_height)
    edges = [0]
    while len(blank) - edges[-1] > piece:
        found = _widest_band(blank, edges[-1] + piece // 2, edges[-1] + piece)
        if found is None:
            break
        edges.append(found)
    return tuple((top / len(blank), bottom / len(blank)) for top, bottom in pairwise([*edges, len(blank)]))


def crop(png: bytes, top: float, bottom: float) -> bytes:
    """Return the part of a picture between two heights, given as shares of its height from the top."""
    from matplotlib.image import imsave

    pixels, cropped = _pixels(png), io.BytesIO()
    first, last = (round(edge * len(pixels)) for edge in (top, bottom))
    imsave(cropped, pixels[first:last], format="png", metadata={"Software": ""})
    return cropped.getvalue()


def _pixels(png: bytes) -> np.ndarray:
    """Return a picture as an array of (n_rows, n_columns, 3 colours) from 0 to 1."""
    from matplotlib.image import imread

    return imread(io.BytesIO(png), format="png")[:, :, :3]


def _widest_band(blank: np.ndarray, first: int, last: int) -> int | None:
    """Return the middle of the longest run of blank rows between two rows; None if there is none."""
    coloured = [first - 1, *(first + np.flatnonzero(~blank[first:last])), last]
    above, below = max(pairwise(coloured), key=lambda band: band[1] - band[0])
    return int(above + below + 1) // 2 if below - above > 1 else None
