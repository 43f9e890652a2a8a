"""A thread as a small picture: a line with a dot for each session, in colour where something occurs."""

import json
from collections.abc import Iterable
from typing import Any

from pipeline.reporting.document import Thread

THREAD, OFF = "#a3142e", "#8b949d"
WIDTH, HEIGHT = 340, 14  # points
CELL = 110  # points: the width in a cell of a table
_PPI = 200  # dots an inch
_PAGES = b"""
#set page(width: auto, height: auto, margin: 0pt)
#for thread in json(bytes(sys.inputs.threads)) { page(image(bytes(thread), format: "svg")) }
"""
_MANY = 200  # sessions
_MOST = 5.5  # points, the radius of a dot in colour where there is room for it


def draw(thread: Thread, width: int = WIDTH) -> str:
    """Return a thread as SVG of `width` by `HEIGHT` points."""
    step = width / max(1, len(thread.marks))
    middle = HEIGHT / 2
    line = f'<path d="M0 {middle:g}H{width}" stroke="{OFF}" stroke-width="0.7"/>'
    dots = [
        f'<path d="{path}" stroke="{THREAD if is_on else OFF}" stroke-width="{2 * radius:.2f}" stroke-linecap="round"/>'
        for is_on, radius in ((False, max(0.5, min(2.2, 0.2 * step))), (True, max(1.1, min(_MOST, 0.42 * step))))
        # Where dots would touch, the line alone shows the sessions without a mark.
        if (is_on or len(thread.marks) < _MANY) and (path := _dots(thread, step, is_on=is_on))
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{HEIGHT}pt" '
        f'viewBox="0 0 {width} {HEIGHT}">{line}{"".join(dots)}</svg>'
    )


def _dots(thread: Thread, step: float, *, is_on: bool) -> str:
    """Return the dots with, or without, a mark as one path: lines without a length, which round ends make dots."""
    places = (step * (index + 0.5) for index, mark in enumerate(thread.marks) if mark == is_on)
    return "".join(f"M{place:.1f} {HEIGHT / 2:g}h.01" for place in places)


def rasters(threads: Iterable[Thread]) -> dict[Thread, bytes]:
    """Return each thread as PNG, for formats that show no SVG everywhere."""
    import typst

    drawn = {thread: draw(thread) for thread in threads}
    if not drawn:
        return {}
    data = {"threads": json.dumps(list(drawn.values()))}
    # More pages than one come as a list, which the types of typst do not say.
    pages: Any = typst.compile(_PAGES, ignore_system_fonts=True, sys_inputs=data, format="png", ppi=_PPI)
    return dict(zip(drawn, pages if isinstance(pages, list) else [pages], strict=True))
