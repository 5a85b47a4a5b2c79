"""A frontier as a plot of two parties' worth: points, fair points, and what both could accept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from parley.brief.conflicts.drawing_parts import cut, text_of
from parley.brief.settlements.picture_parts import groups, mark, nice_ticks
from parley.brief.settlements.study import Study, measured, spread
from parley.brief.settlements.words import FAIR_NAMES, label, party_name

__all__ = ["MOST_DRAWN", "Box", "Plot", "draw_plot", "drawn_places", "plot_of"]

#: Points that are drawn; of more, some spread over all.
MOST_DRAWN = 1_500
_EDGE = 0.06  # of the range, free at each end


@dataclass(frozen=True, slots=True)
class Box:
    """Where a plot stands in its picture."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """Two parties' worth, and where it is drawn.

    Parameters:
        parties: the party whose worth goes to the right, and the one whose goes up.
        low, high: the least and the most of each that are drawn.
        none: what no agreement is worth to each; None where only an order is known.
    """

    study: Study
    parties: tuple[int, int]
    box: Box
    low: tuple[float, float]
    high: tuple[float, float]
    none: tuple[float, float] | None

    def inside(self, x: float, y: float) -> tuple[float, float]:
        """Where two worths are drawn, from the plot's own corner."""
        across = (x - self.low[0]) / (self.high[0] - self.low[0])
        up = (y - self.low[1]) / (self.high[1] - self.low[1])
        return across * self.box.width, (1 - up) * self.box.height

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where two worths are drawn in the picture."""
        right, down = self.inside(x, y)
        return self.box.left + right, self.box.top + down


def drawn_places(study: Study) -> tuple[int, ...]:
    """Return the numbers of the points that are drawn; those that are listed are among them."""
    if study.found.size <= MOST_DRAWN:
        return tuple(range(study.found.size))
    even = np.linspace(0, study.found.size - 1, MOST_DRAWN).astype(int).tolist()
    return tuple(sorted({*study.shown, *even, *spread(measured(study.found), (), 2)}))


def plot_of(study: Study, parties: tuple[int, int], box: Box) -> Plot:
    """Return the plot of two parties that holds every point, no agreement and the package."""
    values = measured(study.found)[:, parties]
    low, high = values.min(axis=0), values.max(axis=0)
    none = None
    if study.points is not None:
        none = tuple(float(study.points.no_agreement[party]) for party in parties)
        low, high = np.minimum(low, none), np.maximum(high, none)
    if study.package is not None:
        asked = np.array([study.package.measured[party] for party in parties])
        low, high = np.minimum(low, asked), np.maximum(high, asked)
    span = np.where(high > low, high - low, np.maximum(np.abs(high), 1.0))
    low, high = low - _EDGE * span, high + _EDGE * span
    return Plot(
        study,
        parties,
        box,
        (float(low[0]), float(low[1])),
        (float(high[0]), float(high[1])),
        None if none is None else (none[0], none[1]),
    )


def draw_plot(plot: Plot, number_of: int = 0) -> Iterator[str]:
    """Draw the axes, the region that both could accept, the points, and the fair ones.

    Parameters:
        number_of: the number of the plot in its picture.
    """
    study, box = plot.study, plot.box
    yield from _axes(plot, number_of)
    ranges = " ".join(f"{one!r}" for one in (*plot.low, *plot.high))
    yield (
        f'<svg class="plot" x="{box.left}" y="{box.top}" width="{box.width}" '
        f'height="{box.height}" viewBox="0 0 {box.width} {box.height}" data-range="{ranges}">'
    )
    yield from _region(plot)
    values = measured(study.found)[:, plot.parties]
    places = drawn_places(study)
    if len(study.network.parties) == 2:
        yield _stairs(plot, [(float(values[k, 0]), float(values[k, 1])) for k in places])
    number = {place: at for at, place in enumerate(study.shown)}
    above = set() if study.points is None else set(study.points.above.tolist())
    for place in places:
        x, y = plot.inside(*values[place])
        below = " below" if study.points is not None and place not in above else ""
        known = f' data-k="{number[place]}"' if place in number else ""
        size, radius = ("", 3.5) if place in number else (" small", 1.5)
        yield f'<circle class="dot{below}{size}"{known} cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'
    if plot.none is not None:
        yield mark("no agreement", *plot.inside(*plot.none), "no agreement")
    for group in groups(study):
        told = f"{label(group.place)}: {', '.join(FAIR_NAMES[one] for one in group.names)}"
        yield mark(group.names[0], *plot.inside(*values[group.place]), told)
    if study.package is not None:
        asked = [study.package.measured[party] for party in plot.parties]
        yield mark("package", *plot.inside(asked[0], asked[1]), study.package.package.name)
    yield '<circle class="here" r="11"/></svg>'
    yield (
        f'<rect class="frame" x="{box.left}" y="{box.top}" width="{box.width}" '
        f'height="{box.height}"/>'
    )


def _axes(plot: Plot, number_of: int) -> Iterator[str]:
    study, box = plot.study, plot.box
    most = max(int(box.width // 80), 2)
    for axis, (low, high) in enumerate(zip(plot.low, plot.high, strict=True)):
        whole = study.network.ordinal[plot.parties[axis]]  # there is nothing between two heights
        for tick in nice_ticks(low, high, most):
            if whole and tick != int(tick):
                continue
            part = (tick - low) / (high - low)
            if axis == 0:
                x, y = box.left + part * box.width, box.top + box.height + 16
                where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="middle"'
                line = f"M{x:.1f},{box.top}v{box.height}"
            else:
                x, y = box.left - 6, box.top + (1 - part) * box.height
                where = f'x="{x:.1f}" y="{y + 4:.1f}" text-anchor="end"'
                line = f"M{box.left},{y:.1f}h{box.width}"
            yield f'<path class="rule" d="{line}"/>'
            yield (
                f'<text class="soft tick" data-plot="{number_of}" data-axis="{axis}" '
                f'data-part="{part:.6f}" {where}>'
                f"{tick:.6g}</text>"
            )
    names = [_axis_name(study, party) for party in plot.parties]
    letters = int(box.width // 7.5) - 2
    across, up = (cut(name, letters) for name in names)
    yield (
        f'<text x="{box.left}" y="{box.top - 10}">{text_of(up)} ↑</text>'
        f'<text x="{box.left + box.width}" y="{box.top + box.height + 34}" text-anchor="end">'
        f"{text_of(across)} →</text>"
    )


def _axis_name(study: Study, party: int) -> str:
    kind = "height in the order of" if study.network.ordinal[party] else "worth to"
    return f"{kind} {party_name(study, party)}"


def _region(plot: Plot) -> Iterator[str]:
    """The part in which nobody of the two is below no agreement."""
    if plot.none is None:
        return
    x, y = plot.inside(*plot.none)
    width, height = plot.box.width, plot.box.height
    yield f'<rect class="band" x="{x:.1f}" y="0" width="{max(width - x, 0):.1f}" height="{y:.1f}"/>'
    yield f'<path class="limit" d="M{x:.1f},0V{height}M0,{y:.1f}H{width}" fill="none"/>'


def _stairs(plot: Plot, worths: list[tuple[float, float]]) -> str:
    """The edge of what is out of reach: what lies beyond it no outcome gives."""
    steps = []
    for number, (across, up) in enumerate(worths):
        x, y = plot.inside(across, up)
        steps.append(f"M{x:.1f},{y:.1f}" if not number else f"H{x:.1f}V{y:.1f}")
    return f'<path class="edge" d="{"".join(steps)}"/>'
