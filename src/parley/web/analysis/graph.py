"""A conflict as a picture whose states can be chosen: who can move where, and what holds.

States stand on a circle, so that no three lie on a line, and moves bend inwards. Of a conflict too
large to draw, what the chosen state is about is drawn, and the picture says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

from parley.brief.conflicts.study import Study
from parley.brief.conflicts.words import gains, holds_under, label, listed, statement, together
from parley.conflict.explanation import Explanation

__all__ = ["MOST_DRAWN", "Arc", "Graph", "Node", "graph_of"]

MOST_DRAWN = 16
_MOST_ARCS = 44  # with more, moves that are no gain to whoever makes them are left out
WIDTH, HEIGHT = 560, 470
_MIDDLE_X, _MIDDLE_Y, _RADIUS, _NODE = 280.0, 238.0, 192.0, 21.0
#: Movers that are told apart by colour and dashes.
LOOKS = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A state: its number from 1, where it stands, and what it is.

    `kind` is `holds` under the leading concept, `some` under another, or `none`.
    """

    number: int
    x: float
    y: float
    kind: str
    now: bool
    chosen: bool
    told: str


@dataclass(frozen=True, slots=True)
class Arc:
    """A move: the look of whoever makes it, its path and its point.

    `gain`: whether it is a gain to whoever makes it; `told`: whether the explanation is about it.
    """

    look: int
    path: str
    point: str
    gain: bool
    told: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture.

    Parameters:
        movers: the look of each mover drawn, and who it is.
        only_gains: whether moves that are no gain are left out.
        left_out: how many states are not drawn.
    """

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    movers: tuple[tuple[int, str], ...]
    leading: str
    only_gains: bool
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class _Step:
    mover: int
    source: int
    target: int
    gain: bool


def graph_of(study: Study, chosen: int | None, concept: str) -> Graph:
    """Return the picture.

    Parameters:
        chosen: the place of the state that is looked at.
        concept: the one by which states are told apart; empty: the study's leading one.
    """
    leading = concept or study.leading
    places = _drawn(study, chosen, leading)
    steps = _steps(study, places)
    told = set(_told(study, chosen, places))
    only_gains = len(steps) > _MOST_ARCS
    if only_gains:
        steps = [one for one in steps if one.gain or (one.source, one.target) in told]
    at = {place: _at(number, len(places)) for number, place in enumerate(places)}
    arcs = tuple(
        Arc(
            one.mover % LOOKS,
            *_arc(at[one.source], at[one.target], one.mover, len(places)),
            one.gain,
            (one.source, one.target) in told,
        )
        for one in sorted(steps, key=lambda one: (one.gain, (one.source, one.target) in told))
    )
    movers = sorted({one.mover for one in steps})
    return Graph(
        tuple(_node(study, place, at[place], chosen, leading) for place in places),
        arcs,
        tuple((mover % LOOKS, together(study, study.steps.who[mover])) for mover in movers),
        leading,
        only_gains,
        len(study.stability.states) - len(places),
    )


def _drawn(study: Study, chosen: int | None, leading: str) -> tuple[int, ...]:
    """All states of a small conflict; else those that the chosen one is about, and what holds."""
    count = len(study.stability.states)
    if count <= MOST_DRAWN + 4:
        return tuple(range(count))
    found: dict[int, None] = {}

    def add(places: Iterable[int], most: int) -> None:
        for place in places:
            if len(found) < most:
                found[place] = None

    if chosen is not None:
        add((chosen,), 1)
        for one in _explanations(study, chosen):
            add(_chain(one), MOST_DRAWN - 6)
    add((study.start,) if study.start is not None else (), MOST_DRAWN)
    for route in study.routes:
        add((state for path in route.paths[:1] for state in path.states), MOST_DRAWN - 3)
    add(study.equilibria.get(leading, ()), MOST_DRAWN)
    return tuple(sorted(found))


def _explanations(study: Study, chosen: int) -> list[Explanation]:
    return [one for one in study.explanations if one.state == chosen]


def _chain(one: Explanation) -> list[int]:
    """The states that an explanation leads over, after the state itself."""
    first = [one.tempted_to] if one.tempted_to is not None else []
    last = [one.escape] if one.escape is not None else []
    return [*first, *(answer.to for answer in one.answers), *last]


def _told(study: Study, chosen: int | None, places: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The moves that the explanations of the chosen state speak of."""
    if chosen is None:
        return
    for one in _explanations(study, chosen):
        chain = [chosen, *_chain(one)]
        for source, target in pairwise(chain):
            if source in places and target in places:
                yield source, target


def _steps(study: Study, places: Sequence[int]) -> list[_Step]:
    drawn = set(places)
    return [
        _Step(mover, source, target, gains(study, study.steps.who[mover], source, target))
        for source in places
        for mover, target in study.steps.after(source)
        if target in drawn
    ]


def _at(number: int, count: int) -> tuple[float, float]:
    turn = 2 * pi * number / count
    return _MIDDLE_X + _RADIUS * sin(turn), _MIDDLE_Y - _RADIUS * cos(turn)


def _node(
    study: Study, place: int, at: tuple[float, float], chosen: int | None, leading: str
) -> Node:
    holds = holds_under(study, place)
    kind = "holds" if leading in holds else "some" if holds else "none"
    told = f"{label(place)}: {statement(study, place)}"
    if holds:
        told += f" [{listed(holds)}]"
    return Node(
        place + 1,
        round(at[0], 1),
        round(at[1], 1),
        kind,
        place == study.start,
        place == chosen,
        told,
    )


def _arc(
    start: tuple[float, float], end: tuple[float, float], mover: int, count: int
) -> tuple[str, str]:
    """The path of a move and its point; movers bend differently, so that none hides another."""
    (x1, y1), (x2, y2) = start, end
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    near = hypot(x2 - x1, y2 - y1) < 2.2 * pi * _RADIUS / max(count, 3)
    side = 0.05 + 0.05 * (mover % 3)
    bend = 0.12 if near else 0.3
    mx = x + bend * (_MIDDLE_X - x) - side * (y2 - y1)
    my = y + bend * (_MIDDLE_Y - y) + side * (x2 - x1)
    sx, sy = _towards((x1, y1), (mx, my), _NODE + 4)
    ex, ey = _towards((x2, y2), (mx, my), _NODE + 12)
    tx, ty = _towards((x2, y2), (mx, my), _NODE + 4)
    px, py = 4.5 * (ty - ey) / 8, 4.5 * (ex - tx) / 8
    point = f"M{tx:.1f},{ty:.1f}L{ex + px:.1f},{ey + py:.1f}L{ex - px:.1f},{ey - py:.1f}Z"
    return f"M{sx:.1f},{sy:.1f}Q{mx:.1f},{my:.1f} {ex:.1f},{ey:.1f}", point


def _towards(
    start: tuple[float, float], end: tuple[float, float], distance: float
) -> tuple[float, float]:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    share = distance / length
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
