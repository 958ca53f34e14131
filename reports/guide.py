"""A form's one-page guide for the wall: what to write in an SMS, and what each word stands for. A4, PDF or PNG."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from reports.chart import FONT

WIDTH, HEIGHT, MARGIN = 8.27, 11.69, 0.6  # inches of an A4 page
INK, FRAME, SOFT = "#1d1d1d", "#1f5fa8", "#e8eff8"
SIZES = (17, 15, 13, 12, 11, 10, 9, 8, 7, 6, 5)  # points, from a short form's to a long one's


@dataclass(frozen=True, slots=True)
class Guide:
    """What the page says: `rows` are (word, what it is, what to write); `notes` stand at the foot."""

    title: str
    lead: str
    line: str
    rows: Sequence[tuple[str, str, str]]
    notes: Sequence[str] = ()


def draw(guide: Guide, kind: str = "pdf") -> bytes:
    """The page as `pdf` or `png`; the letters are as large as one page allows."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    size = next((size for size in SIZES if _height(guide, size) <= HEIGHT - MARGIN), SIZES[-1])
    with rc_context({"font.family": FONT, "text.color": INK, "pdf.fonttype": 42, "text.parse_math": False}):
        figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="white")
        FigureCanvasAgg(figure)
        _page(figure, guide, size)
        out = io.BytesIO()
        figure.savefig(out, format=kind, dpi=150, metadata={"Title": guide.title})
        return out.getvalue()


def _columns(size: float) -> tuple[int, int]:
    """How many letters fit into the two wide columns: DejaVu Sans takes about 0.6 of its size."""
    letters = (WIDTH - 2 * MARGIN) * 72 / (size * 0.6)
    return int(letters * 0.42), int(letters * 0.40)


def _wrapped(guide: Guide, size: float) -> list[tuple[list[str], list[str], list[str]]]:
    ask, write = _columns(size)
    word = max(4, int((WIDTH - 2 * MARGIN) * 72 / (size * 0.66) * 0.14))
    return [(wrap(w, word) or [""], wrap(q, ask) or [""], wrap(a, write) or [""]) for w, q, a in guide.rows]


def _height(guide: Guide, size: float) -> float:
    step = size * 1.35 / 72
    rows = sum(max(map(len, row)) * step + step * 0.45 for row in _wrapped(guide, size))
    return MARGIN + _head(guide) + rows + _foot(guide, size)


def _head(guide: Guide) -> float:
    return (
        0.42 * len(wrap(guide.title, 38)) + 0.34 * len(wrap(guide.lead, 78)) + 0.42 * len(wrap(guide.line, 44)) + 0.75
    )


def _foot(guide: Guide, size: float) -> float:
    size = max(size, 9)
    return sum(len(wrap(n, int(900 / size))) for n in guide.notes) * size * 1.35 / 72 + 0.3


def _page(figure, guide: Guide, size: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    def at(x: float, y: float) -> tuple[float, float]:
        return x / WIDTH, 1 - y / HEIGHT

    def put(x: float, y: float, text: str, **style) -> None:
        figure.text(*at(x, y), text, va="top", **style)

    def block(x: float, y: float, width: float, height: float, colour: str) -> None:
        corner = at(x, y + height)
        shape = FancyBboxPatch(corner, width / WIDTH, height / HEIGHT, boxstyle="square,pad=0", fc=colour, ec="none")
        shape.set_transform(figure.transFigure)
        figure.patches.append(shape)

    y, inner = MARGIN, WIDTH - 2 * MARGIN
    for text in wrap(guide.title, 38):
        put(MARGIN, y, text, fontsize=20, fontweight="bold")
        y += 0.42
    for text in wrap(guide.lead, 78):
        put(MARGIN, y, text, fontsize=12)
        y += 0.34
    lines = wrap(guide.line, 44)
    block(MARGIN, y, inner, 0.42 * len(lines) + 0.3, FRAME)
    for text in lines:
        put(MARGIN + 0.2, y + 0.16, text, fontsize=17, fontweight="bold", color="white", family="DejaVu Sans Mono")
        y += 0.42
    y += 0.5
    step = size * 1.35 / 72
    for number, (word, ask, write) in enumerate(_wrapped(guide, size)):
        tall = max(len(word), len(ask), len(write)) * step
        if number % 2 == 0:
            block(MARGIN - 0.1, y - step * 0.22, inner + 0.2, tall + step * 0.45, SOFT)
        for x, lines, style in (
            (MARGIN, word, {"fontweight": "bold", "color": FRAME}),
            (MARGIN + inner * 0.15, ask, {}),
            (MARGIN + inner * 0.59, write, {}),
        ):
            for place, text in enumerate(lines):
                put(x, y + place * step, text, fontsize=size, **style)
        y += tall + step * 0.45
    size = max(size, 9)
    y += 0.15
    for note in guide.notes:
        for text in wrap(note, int(900 / size)):
            put(MARGIN, y, text, fontsize=size)
            y += size * 1.35 / 72
