"""A conflict as an SVG picture: states on a circle, who can move where, and what holds.

On a circle no three states lie on a line, and moves bend inwards, so that none runs through a
state that it does not touch. What each state is stands in a table beside or below, so no text
covers another. Larger conflicts are drawn in part, or counted; the picture says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from parley.brief.conflicts.counts_svg import counts_svg
from parley.brief.conflicts.drawing_parts import WIDTH, cut, head, text_of
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.table_svg import StateRow, table_rows, table_size
from parley.brief.conflicts.words import gains, holds_under, label, listed, statement, together

__all__ = ["MOST_DRAWN", "conflict_svg", "drawn_places"]

#: States that are drawn one by one.
MOST_DRAWN = 20
_MOST_ARCS = 48  # with more, moves that are no gain to whoever makes them are left out
_MIDDLE, _RADIUS, _TOP = 270.0, 205.0, 72.0
_NODE, _WIDE_NODE = 17.0, 22.0  # half the width of a state's shape; the wider for long labels
_DASHES = ("", "7 4", "2 3", "11 3 2 3", "16 5", "1 5")


@dataclass(frozen=True, slots=True)
class _Arc:
    """A step: the numbers of its mover, from and to which place, and whether it is a gain."""

    mover: int
    source: int
    target: int
    gain: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn: places in the order of the circle, steps, and whether some are left out."""

    study: Study
    places: tuple[int, ...]
    arcs: tuple[_Arc, ...]
    left_out: bool

    @property
    def node(self) -> float:
        """Half the width of the states' shapes: one for all, so that none seems to count more."""
        longest = max(len(label(place)) for place in self.places)
        return _NODE if longest < 4 else _WIDE_NODE

    def at(self, place: int) -> tuple[float, float]:
        """Where a state is drawn: the first at the top, then clockwise."""
        turn = 2 * pi * self.places.index(place) / len(self.places)
        return _MIDDLE + _RADIUS * sin(turn), _TOP + _RADIUS - _RADIUS * cos(turn)


def drawn_places(study: Study) -> tuple[int, ...]:
    """Return the states that the picture draws one by one; none where it counts instead.

    Of a conflict too large to draw whole: the ways from the status quo to what holds.
    """
    count = len(study.stability.states)
    if count <= MOST_DRAWN:
        return tuple(range(count))
    if study.start is None:
        return ()
    found = {study.start}
    for route in study.routes:
        more = found | {state for path in route.paths[:1] for state in path.states}
        if len(more) <= MOST_DRAWN:
            found = more
    return tuple(sorted(found)) if len(found) > 1 else ()


def conflict_svg(study: Study, title: str = "Who can move where, and what holds") -> str:
    """Draw a conflict as one self-contained SVG picture, the same for the same study.

    Parameters:
        title: what the picture shows, for those who cannot see it.
    """
    places = drawn_places(study)
    if not places:
        return counts_svg(study, title)
    plan = _plan(study, places)
    rows = [_row(study, place) for place in sorted(places)]
    width, height = table_size(study, rows)
    legend = list(_legend(plan))
    bottom = _TOP + 2 * _RADIUS + 50
    beside = width <= WIDTH - 2 * _MIDDLE - 16
    down = bottom + 20 * len(legend) + 14
    x, y = (2 * _MIDDLE + 8, 30.0) if beside else (16.0, down)
    parts = [head(title, _described(plan), max(down, y + height)), _part_note(plan)]
    parts.extend(_arc(plan, arc) for arc in plan.arcs if not arc.gain)
    parts.extend(_arc(plan, arc) for arc in plan.arcs if arc.gain)
    parts.extend(_node(plan, place) for place in plan.places)
    parts.extend(_moved(piece, 16, bottom + 20 * number) for number, piece in enumerate(legend))
    parts.extend(table_rows(study, rows, x, y))
    return "".join((*parts, "</svg>"))


def _row(study: Study, place: int) -> StateRow:
    return StateRow(place, _kind(study, place), holds_under(study, place), place == study.start)


def _kind(study: Study, place: int) -> str:
    """Whether a state holds under the leading concept, under another one only, or under none."""
    if place in study.equilibria.get(study.leading, ()):
        return "holds"
    return "some" if holds_under(study, place) else "none"


def _plan(study: Study, places: tuple[int, ...]) -> _Plan:
    order = places
    if study.start in places:
        first = places.index(study.start)
        order = (*places[first:], *places[:first])
    arcs = tuple(_arcs(study, places))
    if len(arcs) <= _MOST_ARCS:
        return _Plan(study, order, arcs, False)
    strong = tuple(arc for arc in arcs if arc.gain)
    return _Plan(study, order, strong, len(strong) < len(arcs))


def _arcs(study: Study, places: tuple[int, ...]) -> Iterator[_Arc]:
    """The steps between the places; what one party can do alone is not drawn for a group too."""
    shown, who = set(places), study.steps.who
    for source in places:
        alone: set[int] = set()
        for mover, target in study.steps.after(source):
            if target not in shown or (len(who[mover]) > 1 and target in alone):
                continue
            if len(who[mover]) == 1:
                alone.add(target)
            yield _Arc(mover, source, target, gains(study, who[mover], source, target))


def _described(plan: _Plan) -> str:
    study = plan.study
    holds = [label(place) for place in sorted(plan.places) if _kind(study, place) == "holds"]
    told = f"{len(plan.places)} states and {len(plan.arcs)} moves between them. "
    told += f"Under {study.leading}, {listed(holds) or 'no state drawn'} "
    told += "holds for all. " if len(holds) < 2 else "hold for all. "
    if study.start is not None:
        told += f"The status quo is {label(study.start)}. "
    return f"{told}The tables on this page say the same in words."


def _part_note(plan: _Plan) -> str:
    count = len(plan.study.stability.states)
    if count == len(plan.places):
        return ""
    words = f"{len(plan.places)} of {count:,} states: ways from the status quo to what holds."
    return f'<text class="soft" x="16" y="16">{words}</text>'


def _arc(plan: _Plan, arc: _Arc) -> str:
    study = plan.study
    line, point = _curve(plan, arc)
    who = together(study, study.steps.who[arc.mover])
    worth = "" if arc.gain else ", no gain"
    words = text_of(f"{label(arc.source)} to {label(arc.target)}: {who}{worth}")
    strength, width = ("", 2.0) if arc.gain else (' opacity=".32"', 1.2)
    colour = f"m{arc.mover % 6}"
    return (
        f"<g{strength}><title>{words}</title>"
        f'<path class="{colour} line" {_dash(arc.mover)}stroke-width="{width}" d="{line}"/>'
        f'<path class="{colour} head" d="{point}"/></g>'
    )


def _curve(plan: _Plan, arc: _Arc) -> tuple[str, str]:
    """A step as a curve that bends towards the middle, and its head at the target's edge."""
    (x1, y1), (x2, y2) = plan.at(arc.source), plan.at(arc.target)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    length = hypot(x2 - x1, y2 - y1) or 1.0
    # To the right of its direction, so that a step and the one back lie apart.
    side = (9.0 + 0.03 * length) / length
    apart = abs(plan.places.index(arc.source) - plan.places.index(arc.target))
    bend = 0.1 if apart in (1, len(plan.places) - 1) else 0.36  # neighbours have nothing between
    mx = x + bend * (_MIDDLE - x) - side * (y2 - y1)
    my = y + bend * (_TOP + _RADIUS - y) + side * (x2 - x1)
    gap = plan.node + 6.0
    sx, sy = _towards((x1, y1), (mx, my), gap)
    ex, ey = _towards((x2, y2), (mx, my), gap + 7.0)
    tx, ty = _towards((x2, y2), (mx, my), gap - 1.0)
    px, py = 4.5 * (ty - ey) / 8.0, 4.5 * (ex - tx) / 8.0
    point = f"M{tx:.1f},{ty:.1f}L{ex + px:.1f},{ey + py:.1f}L{ex - px:.1f},{ey - py:.1f}Z"
    return f"M{sx:.1f},{sy:.1f}Q{mx:.1f},{my:.1f} {ex:.1f},{ey:.1f}", point


def _towards(
    start: tuple[float, float], end: tuple[float, float], distance: float
) -> tuple[float, float]:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    share = distance / length
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _dash(mover: int) -> str:
    dash = _DASHES[mover % len(_DASHES)]
    return f'stroke-dasharray="{dash}" ' if dash else ""


def _node(plan: _Plan, place: int) -> str:
    x, y = plan.at(place)
    study = plan.study
    holds = holds_under(study, place)
    told = f"holds under {listed(holds)}" if holds else "does not hold"
    words = text_of(f"{label(place)}: {statement(study, place)}; {told}")
    tag = ""
    if place == study.start:
        at = f'x="{x:.1f}" y="{y - plan.node - 10:.1f}"'
        tag = f'<text class="tag" {at} text-anchor="middle">status quo</text>'
    shape = _drawn(_kind(study, place), x, y, plan.node)
    name = label(place)
    small = min(12.0, (2 * plan.node - 9) / (0.7 * len(name)))
    font = f' font-size="{small:.1f}"' if small < 12 else ""
    return (
        f'<g class="state {_kind(study, place)}"><title>{words}</title>{shape}'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle"{font}>{name}</text>{tag}</g>'
    )


def _drawn(kind: str, x: float, y: float, size: float) -> str:
    """Square with a double border: holds; square: holds under others only; circle: does not."""
    if kind == "none":
        return f'<circle class="none" cx="{x:.1f}" cy="{y:.1f}" r="{size}"/>'
    squares = [(kind, size)] if kind == "some" else [("holds", size + 1), ("inner", size - 3)]
    return "".join(
        f'<rect class="{name}" x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half}" '
        f'height="{2 * half}" rx="{half / 6:.1f}"/>'
        for name, half in squares
    )


def _legend(plan: _Plan) -> Iterator[str]:
    """One line each, drawn at the origin."""
    study = plan.study
    who: Sequence[frozenset[int]] = study.steps.who
    for mover in sorted({arc.mover for arc in plan.arcs}):
        yield (
            f'<path class="m{mover % 6} line" {_dash(mover)}stroke-width="2" d="M0,0H34"/>'
            f'<path class="m{mover % 6} head" d="M42,0L34,-4.5V4.5Z"/>'
            f'<text x="52" y="4">moves of {text_of(cut(together(study, who[mover]), 58))}</text>'
        )
    if plan.left_out:
        yield _words("Only moves that are a gain to whoever makes them are drawn.")
    else:
        yield _words("Strong: a gain to whoever moves. Faint: possible, but no gain.")
    kinds = {_kind(study, place) for place in plan.places}
    told = {
        "holds": f"holds for all under {study.leading}",
        "some": f"holds for all, but not under {study.leading}",
        "none": "does not hold: some party would leave it",
    }
    for kind in told:
        if kind in kinds:
            yield _drawn(kind, 21, 0, 7) + f'<text x="52" y="4">{text_of(told[kind])}</text>'


def _words(text: str) -> str:
    return f'<text class="soft" x="0" y="4">{text}</text>'


def _moved(piece: str, x: float, y: float) -> str:
    return f'<g transform="translate({x},{y})">{piece}</g>'
