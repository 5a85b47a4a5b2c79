"""The frontier as a picture of two parties' worth, whose points can be picked and looked at closer.

The picture is told in numbers; the template draws it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from parley.brief.settlements.picture_parts import groups, mark, nice_ticks
from parley.brief.settlements.study import measured, spread
from parley.brief.settlements.words import FAIR_NAMES, label, party_name, worth
from parley.kernel.errors import Refused

if TYPE_CHECKING:
    from parley.brief.settlements.from_package import PackageStudy
    from parley.brief.settlements.study import Study

__all__ = ["MOST_DRAWN", "Dot", "Mark", "Plot", "Tick", "plot_of"]

#: Points that are drawn in one view; of more, some spread over all of it.
MOST_DRAWN = 400
WIDTH, HEIGHT = 760, 440
LEFT, TOP, RIGHT, BOTTOM = 62, 30, 18, 50
_EDGE = 0.06  # of the range, free at each end
_SMALLEST = 1e-9  # of the whole range: no view is closer


@dataclass(frozen=True, slots=True)
class Tick:
    """A number at an axis, and how far from its beginning, in units of the picture."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the frontier: its number from 1, where it is, and whether all could accept it."""

    number: int
    x: float
    y: float
    acceptable: bool
    told: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The shape of a fair point (SVG), in the picture and for its legend, and what it is."""

    number: int
    svg: Markup
    icon: Markup
    told: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of two parties' worth.

    Parameters:
        parties: who goes to the right and who up, in words.
        names: their ids.
        right, up: the numbers at the axes.
        dots: the points in view.
        marks: the fair points in view.
        stairs: the edge of what is out of reach, as a path; empty for more parties than two.
        band: where both could accept: left, top, width and height; None: not known.
        none: where no agreement is; None: not known, or out of view.
        picked: where the package is that was picked.
        view: the range that is shown, as in the address.
        closer, wider: the ranges of the next steps; `wider` is empty where all is shown.
        low, high: the range as numbers, for the script.
        outside: how many points are out of view.
        thinned: how many in view are not drawn.
    """

    parties: tuple[str, str]
    names: tuple[str, str]
    right: tuple[Tick, ...]
    up: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    stairs: str
    band: tuple[float, float, float, float] | None
    none: tuple[float, float] | None
    picked: tuple[float, float] | None
    view: str
    closer: str
    wider: str
    low: tuple[float, float]
    high: tuple[float, float]
    outside: int
    thinned: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    inner_width: int = WIDTH - LEFT - RIGHT
    inner_height: int = HEIGHT - TOP - BOTTOM


@dataclass(frozen=True, slots=True)
class _Frame:
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def at(self, x: float, y: float) -> tuple[float, float]:
        across = (x - self.low[0]) / (self.high[0] - self.low[0])
        up = (y - self.low[1]) / (self.high[1] - self.low[1])
        wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return round(float(across * wide), 1), round(float((1 - up) * tall), 1)


def plot_of(
    study: Study,
    parties: tuple[int, int],
    view: str,
    package: PackageStudy | None = None,
) -> Plot:
    """Return the picture of two parties.

    Parameters:
        parties: who goes to the right, and who up.
        view: the range asked for, `left,right,bottom,top`; empty: all of it.
        package: one that is shown beside the points.

    Raises Refused for a range that is none.
    """
    values = measured(study.found)[:, parties]
    asked = None if package is None else np.array([package.measured[one] for one in parties])
    whole = _whole(study, parties, values, asked)
    frame = _asked(view, whole) if view else whole
    inside = np.flatnonzero(((values >= frame.low) & (values <= frame.high)).all(axis=1))
    shown = _shown(values, inside, (*study.fair.values(), *(_met(study))))
    acceptable = set(study.points.above.tolist()) if study.points is not None else None
    none = _none(study, parties)
    return Plot(
        (party_name(study, parties[0]), party_name(study, parties[1])),
        (study.network.parties[parties[0]], study.network.parties[parties[1]]),
        _ticks(study, parties[0], frame, 0),
        _ticks(study, parties[1], frame, 1),
        tuple(
            Dot(
                place + 1,
                *frame.at(*values[place]),
                acceptable is None or place in acceptable,
                _told(study, parties, place),
            )
            for place in shown
        ),
        _marks(study, values, frame, set(inside.tolist())),
        _stairs(frame, values) if len(study.network.parties) == 2 else "",
        _band(none, frame),
        frame.at(*none) if none is not None and _within(none, frame) else None,
        frame.at(*asked) if asked is not None and _within(asked, frame) else None,
        view,
        _text(_scaled(frame, whole, 0.5, asked)),
        _wider(frame, whole) if view else "",
        (float(frame.low[0]), float(frame.low[1])),
        (float(frame.high[0]), float(frame.high[1])),
        len(values) - len(inside),
        len(inside) - len(shown),
    )


@lru_cache(maxsize=8_192)
def _told(study: Study, parties: tuple[int, int], place: int) -> str:
    return ", ".join(f"{party_name(study, one)} {worth(study, place, one)}" for one in parties)


def _met(study: Study) -> tuple[int, ...]:
    return study.fallback.places if study.fallback is not None else ()


def _none(study: Study, parties: tuple[int, int]) -> NDArray[np.float64] | None:
    if study.points is None:
        return None
    return np.array([float(study.points.no_agreement[one]) for one in parties])


def _whole(
    study: Study,
    parties: tuple[int, int],
    values: NDArray[np.float64],
    asked: NDArray[np.float64] | None,
) -> _Frame:
    low, high = values.min(axis=0), values.max(axis=0)
    for other in (_none(study, parties), asked):
        if other is not None:
            low, high = np.minimum(low, other), np.maximum(high, other)
    span = np.where(high > low, high - low, np.maximum(np.abs(high), 1.0))
    return _Frame(low - _EDGE * span, high + _EDGE * span)


def _asked(view: str, whole: _Frame) -> _Frame:
    try:
        left, right, bottom, top = (float(one) for one in view.split(","))
    except ValueError:
        left = right = bottom = top = math.nan
    least = (whole.high - whole.low) * _SMALLEST
    if not (right - left > least[0] and top - bottom > least[1]) or math.inf in map(
        abs, (left, right, bottom, top)
    ):
        raise Refused(
            f"zoom: expected four numbers `left,right,bottom,top`, got `{view[:80]}`",
            hint="use the buttons of the picture, which write the address",
        )
    return _Frame(np.array([left, bottom]), np.array([right, top]))


def _shown(
    values: NDArray[np.float64], inside: NDArray[np.int64], always: Iterable[int]
) -> tuple[int, ...]:
    """The numbers of the points that are drawn, those of definitions among them."""
    if len(inside) <= MOST_DRAWN:
        return tuple(map(int, inside))
    place_of = {int(place): at for at, place in enumerate(inside)}
    kept = [place_of[one] for one in always if one in place_of]
    even = np.linspace(0, len(inside) - 1, MOST_DRAWN - 100).astype(int).tolist()
    some = spread(values[inside], kept, 100)
    return tuple(sorted({int(inside[at]) for at in (*some, *even)}))


def _ticks(study: Study, party: int, frame: _Frame, axis: int) -> tuple[Tick, ...]:
    low, high = float(frame.low[axis]), float(frame.high[axis])
    length = (WIDTH - LEFT - RIGHT) if axis == 0 else (HEIGHT - TOP - BOTTOM)
    whole = study.network.ordinal[party]  # there is nothing between two heights
    return tuple(
        Tick(round((tick - low) / (high - low) * length, 1), f"{tick:.6g}")
        for tick in nice_ticks(low, high, 7 if axis == 0 else 6)
        if not whole or tick == int(tick)
    )


def _marks(
    study: Study, values: NDArray[np.float64], frame: _Frame, inside: set[int]
) -> tuple[Mark, ...]:
    found = []
    for group in groups(study):
        if group.place in inside:
            told = ", ".join(FAIR_NAMES[name] for name in group.names)
            svg = Markup(mark(group.names[0], *frame.at(*values[group.place])))
            icon = Markup(mark(group.names[0], 10, 10))
            found.append(Mark(group.place + 1, svg, icon, f"{label(group.place)}: {told}"))
    return tuple(found)


def _band(
    none: NDArray[np.float64] | None, frame: _Frame
) -> tuple[float, float, float, float] | None:
    if none is None:
        return None
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    x, y = frame.at(float(none[0]), float(none[1]))
    left, bottom = min(max(x, 0.0), wide), min(max(y, 0.0), tall)
    return (left, 0.0, round(wide - left, 1), bottom)


def _within(point: NDArray[np.float64], frame: _Frame) -> bool:
    return bool(((point >= frame.low) & (point <= frame.high)).all())


def _stairs(frame: _Frame, values: NDArray[np.float64]) -> str:
    """The edge of what is out of reach: what lies beyond it no outcome gives."""
    if len(values) > MOST_DRAWN:
        return ""
    steps = []
    for number, row in enumerate(values):
        x, y = frame.at(float(row[0]), float(row[1]))
        steps.append(f"M{x},{y}" if not number else f"H{x}V{y}")
    return "".join(steps)


def _scaled(frame: _Frame, whole: _Frame, by: float, around: NDArray[np.float64] | None) -> _Frame:
    """A range so many times as wide, around a point or the middle."""
    middle = (frame.low + frame.high) / 2
    if around is not None and _within(around, frame):
        middle = around
    half = (frame.high - frame.low) / 2 * by
    smallest = (whole.high - whole.low) * _SMALLEST * 10
    half = np.maximum(half, smallest)
    return _Frame(middle - half, middle + half)


def _wider(frame: _Frame, whole: _Frame) -> str:
    wider = _scaled(frame, whole, 2.0, None)
    if (wider.low <= whole.low).all() and (wider.high >= whole.high).all():
        return "all"
    return _text(wider)


def _text(frame: _Frame) -> str:
    low, high = frame.low, frame.high
    return ",".join(f"{one:.8g}" for one in (low[0], high[0], low[1], high[1]))
