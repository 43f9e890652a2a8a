"""A thread as a small picture: a line with a dot for each session, in colour where something occurs."""

import json
from collections.abc import Iterable
from typing import Any

from pipeline.reporting.document import Thread

THREAD, OFF = "#a3142e", "#8b949d"
WIDTH, HEIGHT = 340, 14  # points
_PPI = 200  # dots an inch
_PAGES = b"""
#set page(width: auto, height: auto, margin: 0pt)
#for thread in json(bytes(sys.inputs.threads)) { page(image(bytes(thread), format: "svg")) }
"""
_MOST = 5.5  # points, the radius of a dot in colour where there is room for it


def draw(thread: Thread) -> str:
    """Return a thread as SVG of `WIDTH` by `HEIGHT` points."""
    step = WIDTH / max(1, len(thread.marks))
    on, off = max(1.1, min(_MOST, 0.42 * step)), max(0.5, min(2.2, 0.2 * step))
    middle = HEIGHT / 2
    dots = [
        f'<circle cx="{step * (index + 0.5):.2f}" cy="{middle}" r="{on if mark else off:.2f}" '
        f'fill="{THREAD if mark else OFF}"/>'
        for index, mark in sorted(enumerate(thread.marks), key=lambda dot: dot[1])
    ]
    line = f'<path d="M0 {middle}H{WIDTH}" stroke="{OFF}" stroke-width="0.7"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}pt" height="{HEIGHT}pt" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{line}{"".join(dots)}</svg>'
    )


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
