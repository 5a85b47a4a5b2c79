"""How far guesses carry a comparison, as an SVG picture: worths along a number, shares of draws.

Above, what each of some agendas is worth as one doubtful number moves; where a claim holds is a
band. Below, for each question, in which share of draws the answer is yes, no or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

__all__ = ["Bar", "Series", "Sweep", "sensitivity_svg"]

WIDTH, LEFT, RIGHT, TOP, PLOT, ROW = 860, 70, 24, 40, 260, 44
_TICKS = 5
_DASHES = ("none", "9 3", "2 3", "9 3 2 3")
_STYLE = (
    ".parley-sensitivity{--ink:#1b1f24;--soft:#59636e;--rule:#d0d7de;--band:#e6eef7;"
    "--c0:#0a58a8;--c1:#9a3412;--c2:#6b2fa0;--c3:#1a6e3c;font:12px system-ui,sans-serif}"
    "@media (prefers-color-scheme:dark){.parley-sensitivity{--ink:#e6e9ee;--soft:#a5afba;"
    "--rule:#3b444e;--band:#1d2b3a;--c0:#79b8ff;--c1:#ffb27a;--c2:#d0a8ff;--c3:#7ddc9a}}"
    ".parley-sensitivity text{fill:var(--ink)}.parley-sensitivity .soft{fill:var(--soft)}"
    ".parley-sensitivity .rule{stroke:var(--rule)}.parley-sensitivity .band{fill:var(--band)}"
    ".parley-sensitivity .head{font-weight:600}"
    + "".join(
        f".parley-sensitivity .l{number}{{stroke:var(--c{number});fill:none;stroke-width:2}}"
        for number in range(4)
    )
    + ".parley-sensitivity .yes{fill:var(--c0)}.parley-sensitivity .no{fill:var(--c1)}"
    ".parley-sensitivity .same{fill:var(--rule)}"
)


@dataclass(frozen=True, slots=True)
class Series:
    """One line of the upper picture.

    Parameters:
        label: what it is.
        worths: what it is worth at each number of the sweep.
    """

    label: str
    worths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """Worths along a number.

    Parameters:
        across: what the number is, in words.
        upward: what the worths are, in words.
        numbers: from low to high.
        lines: at most four.
        usual: the number that the model has.
        band: between which two numbers a claim holds; None where nowhere.
        band_label: the claim, in a few words.
    """

    across: str
    upward: str
    numbers: tuple[float, ...]
    lines: tuple[Series, ...]
    usual: float
    band: tuple[float, float] | None
    band_label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One question of the lower picture, and the shares of the draws that answer it.

    Parameters:
        question: in words.
        yes, same, no: shares; they add up to 1.
    """

    question: str
    yes: float
    same: float
    no: float


def sensitivity_svg(sweep: Sweep, bars: Sequence[Bar], title: str, described: str) -> str:
    """Draw a sweep and the shares below it as one self-contained SVG picture.

    Parameters:
        title: what the picture shows, for those who cannot see it.
        described: what is to be seen in it, in words.
    """
    legend = TOP + PLOT + 58
    below = legend + 20 * len(sweep.lines) + 20
    height = below + 30 + ROW * len(bars) + 30
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="parley-sensitivity" role="img" '
            f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            'aria-labelledby="parley-sensitivity-title parley-sensitivity-desc">'
            f'<title id="parley-sensitivity-title">{escape(title)}</title>'
            f'<desc id="parley-sensitivity-desc">{escape(described)}</desc>'
            f"<style>{_STYLE}</style>",
            *_plot(sweep),
            *_legend(sweep.lines, legend),
            *_shares(bars, below),
            "</svg>\n",
        )
    )


def _plot(sweep: Sweep) -> Iterator[str]:
    low, high = sweep.numbers[0], sweep.numbers[-1]
    most = max(worth for line in sweep.lines for worth in line.worths) * 1.1 or 1.0
    least = min(0.0, *(worth for line in sweep.lines for worth in line.worths))

    def x(number: float) -> float:
        return LEFT + (number - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(worth: float) -> float:
        return TOP + PLOT - (worth - least) / (most - least) * PLOT

    yield f'<text class="head" x="{LEFT}" y="18">{escape(sweep.upward)}</text>'
    if sweep.band is not None:
        left, right = map(x, sweep.band)
        yield (
            f'<rect class="band" x="{left:.1f}" y="{TOP}" width="{right - left:.1f}" '
            f'height="{PLOT}"/><text class="soft" x="{(left + right) / 2:.1f}" y="{TOP - 6}" '
            f'text-anchor="middle">{escape(sweep.band_label)}</text>'
        )
    for number in range(_TICKS + 1):
        worth, place = (
            start + (end - start) * number / _TICKS for start, end in ((least, most), (low, high))
        )
        yield (
            f'<path class="rule" d="M{LEFT},{y(worth):.1f}H{WIDTH - RIGHT}"/>'
            f'<text class="soft" x="{LEFT - 8}" y="{y(worth) + 4:.1f}" text-anchor="end">'
            f'{worth:.2f}</text><text class="soft" x="{x(place):.1f}" y="{TOP + PLOT + 18}" '
            f'text-anchor="middle">{place:.2f}</text>'
        )
    yield (
        f'<path class="rule" stroke-dasharray="1 3" style="stroke:var(--ink)" '
        f'd="M{x(sweep.usual):.1f},{TOP}V{TOP + PLOT}"/>'
        f'<text class="soft" x="{x(sweep.usual) + 4:.1f}" y="{TOP + 12}">as in the model</text>'
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.1f}" y="{TOP + PLOT + 38}" text-anchor="middle">'
        f"{escape(sweep.across)}</text>"
    )
    for number, line in enumerate(sweep.lines):
        # Lines that lie on one another are drawn a little apart, so that each can be seen.
        lift = 1.5 * number
        corners = list(_corners(list(zip(sweep.numbers, line.worths, strict=True))))
        path = "L".join(f"{x(at):.1f},{y(worth) - lift:.1f}" for at, worth in corners)
        yield f'<path class="l{number}" stroke-dasharray="{_DASHES[number]}" d="M{path}"/>'


def _corners(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Give the points at which a line of steps bends; between two numbers it goes straight down."""
    yield points[0]
    for (before, old), (after, new) in pairwise(points):
        if new != old:
            middle = (before + after) / 2
            yield middle, old
            yield middle, new
    yield points[-1]


def _legend(lines: Iterable[Series], top: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        y = top + 20 * number
        yield (
            f'<path class="l{number}" stroke-dasharray="{_DASHES[number]}" '
            f'd="M{LEFT},{y}h44"/><text x="{LEFT + 54}" y="{y + 4}">{escape(line.label)}</text>'
        )


def _shares(bars: Sequence[Bar], top: int) -> Iterator[str]:
    width = WIDTH - LEFT - RIGHT
    yield f'<text class="head" x="{LEFT}" y="{top}">In which share of the draws</text>'
    for number, bar in enumerate(bars):
        y = top + 26 + ROW * number
        yield f'<text x="{LEFT}" y="{y}">{escape(bar.question)}</text>'
        x = float(LEFT)
        for kind, word, share in (
            ("yes", "yes", bar.yes),
            ("same", "the same", bar.same),
            ("no", "no", bar.no),
        ):
            yield (
                f'<rect class="{kind}" x="{x:.1f}" y="{y + 6}" width="{share * width:.1f}" '
                f'height="14"><title>{word}: {share:.0%}</title></rect>'
            )
            x += share * width
        yield (
            f'<text class="soft" x="{WIDTH - RIGHT}" y="{y}" text-anchor="end">yes {bar.yes:.0%}, '
            f"the same {bar.same:.0%}, no {bar.no:.0%}</text>"
        )
