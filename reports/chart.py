"""A digest's chart: how complete the reports are, and the main figures against the period before. A PNG for a phone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, INCHES = 1080, 7.2  # pixels, and what they measure at DPI
DPI = WIDTH / INCHES
NOW, BEFORE, SILENT, TEXT = "#1f5fa8", "#b9cbe0", "#d9822b", "#222222"
FONT = "DejaVu Sans"  # comes with matplotlib and has every letter of Vietnamese


@dataclass(frozen=True, slots=True)
class Bars:
    """One figure in two periods: `shown` are the numbers as people read them."""

    label: str
    now: int
    before: int
    shown: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the chart shows: `parts` are (label, count) of the reports' state, first those that came; `none_due` is said
    where there are none."""

    title: str
    subtitle: str
    parts: Sequence[tuple[str, int]]
    bars: Sequence[Bars]
    legend: tuple[str, str]
    note: str = ""
    none_due: str = ""


def draw(picture: Picture) -> bytes:
    """The PNG, 1080 pixels wide. Uses no state of matplotlib's that threads share."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = len(picture.bars)
    height = 2.6 + 1.15 * max(rows, 1)
    with rc_context({"font.family": FONT, "font.size": 15, "text.color": TEXT}):
        figure = Figure(figsize=(INCHES, height), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        figure.text(0.04, 1 - 0.38 / height, wrapped(picture.title, 44), fontsize=19, fontweight="bold", va="center")
        figure.text(0.04, 1 - 0.82 / height, picture.subtitle, fontsize=14, va="center", color="#555555")
        _states(figure, picture, height)
        _bars(figure, picture, height)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DPI)
    return out.getvalue()


def _states(figure, picture: Picture, height: float) -> None:
    """One bar made of on time, late, nil and missing."""
    parts = [(label, count) for label, count in picture.parts if count]
    if not parts:
        figure.text(0.04, 1 - 1.35 / height, picture.none_due, fontsize=14, va="center")
        return
    axes = figure.add_axes((0.04, 1 - 1.42 / height, 0.92, 0.3 / height))
    axes.set_axis_off()
    total, at = sum(count for _, count in parts) or 1, 0.0
    axes.set_xlim(0, total)
    colours = ("#2e7d4f", "#e0b63a", "#9aa7b5", SILENT)
    for (_, count), colour in zip(picture.parts, colours, strict=False):
        if count:
            axes.barh(0, count, left=at, color=colour, height=1)
            if count / total > 0.06:
                axes.text(at + count / 2, 0, str(count), ha="center", va="center", color="white", fontweight="bold")
            at += count
    left = 0.04
    for (label, count), colour in zip(picture.parts, colours, strict=False):
        if count:
            said = f"{label} {count}"
            figure.text(left, 1 - 1.64 / height, "■ ", color=colour, fontsize=14, va="center")
            figure.text(left + 0.03, 1 - 1.64 / height, said, fontsize=13, va="center")
            left += 0.075 + 0.0158 * len(said)


def _bars(figure, picture: Picture, height: float) -> None:
    """For each figure two bars, each pair on its own scale: 6 sessions stand beside 412 participants."""
    if not picture.bars:
        figure.text(0.04, 0.5 / height, picture.note, fontsize=15, va="center")
        return
    top = 1 - 2.05 / height
    figure.text(0.04, top, "■ ", color=NOW, fontsize=14, va="center")
    figure.text(0.07, top, picture.legend[0], fontsize=13, va="center")
    figure.text(0.54, top, "■ ", color=BEFORE, fontsize=14, va="center")
    figure.text(0.57, top, picture.legend[1], fontsize=13, va="center")
    for n, bar in enumerate(picture.bars):
        bottom = 1 - (2.35 + 1.15 * (n + 1) - 0.12) / height
        figure.text(0.04, bottom + 0.8 / height, wrapped(bar.label, 52), fontsize=15, va="center")
        axes = figure.add_axes((0.04, bottom, 0.92, 0.62 / height))
        axes.set_axis_off()
        most = max(bar.now, bar.before, 1)
        axes.set_xlim(0, most * 1.3)
        axes.set_ylim(-0.5, 1.5)
        axes.barh([1, 0], [bar.now, bar.before], color=[NOW, BEFORE], height=0.86)
        for place, value, words in ((1, bar.now, bar.shown[0]), (0, bar.before, bar.shown[1])):
            axes.text(value + most * 0.015, place, words, va="center", fontsize=14)


def wrapped(text: str, longest: int) -> str:
    """Cut at a word with "…" where it is too long for a line."""
    if len(text) <= longest:
        return text
    return text[: text.rfind(" ", 0, longest)].rstrip(" ,;·") + "…"
