"""What the pictures of a frontier share: colours, shapes of fair points, labels that keep apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, floor, log10, pi, sin

from parley.brief.conflicts.drawing_parts import WIDTH, cut, text_of
from parley.brief.settlements.study import Study
from parley.brief.settlements.words import FAIR_NAMES, worth

__all__ = [
    "Group",
    "Label",
    "groups",
    "head",
    "label_of",
    "labels",
    "mark",
    "nice_ticks",
    "spaced",
]

_LINE = 16  # from one line of text to the next
_LETTERS = 34  # of a label

_LIGHT = (
    "--ink:#1b1f24;--soft:#59636e;--rule:#d0d7de;--band:#e6eef7;--paper:#fff;"
    "--dot:#0a58a8;--none:#9a3412;--here:#6b2fa0"
)
_DARK = (
    "--ink:#e6e9ee;--soft:#a5afba;--rule:#3b444e;--band:#1d2b3a;--paper:#14181d;"
    "--dot:#79b8ff;--none:#ffb27a;--here:#d0a8ff"
)
_S = ".parley-settlements"
_STYLE = (
    f"{_S}{{{_LIGHT};font:12px system-ui,sans-serif}}"
    f"@media (prefers-color-scheme:dark){{{_S}{{{_DARK}}}}}@media print{{{_S}{{{_LIGHT}}}}}"
    f"{_S} text{{fill:var(--ink)}}{_S} text.soft{{fill:var(--soft)}}{_S} .strong{{font-weight:600}}"
    f"{_S} .rule{{stroke:var(--rule);fill:none}}{_S} .frame{{stroke:var(--soft);fill:none}}"
    f"{_S} .band{{fill:var(--band)}}{_S} .limit{{stroke:var(--none);stroke-dasharray:5 4}}"
    f"{_S} .edge{{stroke:var(--dot);fill:none;opacity:.45}}"
    f"{_S} .dot{{fill:var(--dot);stroke:var(--dot)}}"
    f"{_S} .dot.below{{fill:var(--paper)}}{_S} .way{{stroke:var(--dot);fill:none;opacity:.5}}"
    f"{_S} .way.fair{{stroke:var(--ink);stroke-width:2;opacity:1}}"
    f"{_S} .way.asked{{stroke:var(--none);stroke-width:4;opacity:1}}"
    f"{_S} .mark{{fill:var(--paper);fill-opacity:.75;stroke:var(--ink);stroke-width:2}}"
    f"{_S} .cross{{fill:none;stroke:var(--none);stroke-width:2.5}}"
    f"{_S} .lead{{stroke:var(--soft);fill:none}}"
    f"{_S} .here{{fill:none;stroke:var(--here);stroke-width:3;display:none}}"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Fair points that are one point of the frontier: its number, and their definitions."""

    place: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A label beside a picture.

    Parameters:
        shape: the definition whose shape is drawn before it; `no agreement` and `package` for
            these points.
        lines: what it says.
        at: the point that it is about, as it is in the picture.
    """

    shape: str
    lines: tuple[str, ...]
    at: tuple[float, float]


def groups(study: Study) -> tuple[Group, ...]:
    """Return what definitions choose, those that are one point together, in the frontier's order.

    Where only orders are known, that is where the parties meet as they fall back.
    """
    found: dict[int, list[str]] = {}
    for name, place in study.fair.items():
        found.setdefault(place, []).append(name)
    for place in study.fallback.places if study.fallback is not None else ():
        found.setdefault(place, []).append("fallback")
    return tuple(Group(place, tuple(names)) for place, names in sorted(found.items()))


def head(title: str, described: str, height: float) -> str:
    """Return the opening of a picture, with its title, description and styles."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="parley-settlements" role="img" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}" '
        'aria-labelledby="parley-settlements-title parley-settlements-desc">'
        f'<title id="parley-settlements-title">{text_of(title)}</title>'
        f'<desc id="parley-settlements-desc">{text_of(described)}</desc><style>{_STYLE}</style>'
    )


def _star(points: int, inner: float) -> str:
    corners = []
    for number in range(2 * points):
        radius = 9 if number % 2 == 0 else inner
        turn = pi * number / points
        corners.append(f"{radius * sin(turn):.1f},{-radius * cos(turn):.1f}")
    return f"M{'L'.join(corners)}z"


#: Each definition's shape about the origin, told apart without colour.
_SHAPES: Mapping[str, str] = {
    "nash": "M-7,0a7,7 0 1,0 14,0a7,7 0 1,0 -14,0z",
    "kalai": "M-6.5,-6.5h13v13h-13z",
    "kalai_smorodinsky": "M0,-9L9,0L0,9L-9,0z",
    "utilitarian": "M0,-8.5L8.5,6.5H-8.5z",
    "leximin": _star(5, 3.8),
    "fallback": "M-8,-3V3L-3,8H3L8,3V-3L3,-8H-3z",
    "no agreement": "M-6,-6L6,6M-6,6L6,-6",
    "package": "M-2.5,-8H2.5V-2.5H8V2.5H2.5V8H-2.5V2.5H-8V-2.5H-2.5z",
}


def mark(shape: str, x: float, y: float, told: str = "") -> str:
    """Draw the shape of a fair point, the cross of no agreement, or the plus of a package.

    Parameters:
        told: what a pointer shows over it.
    """
    kind = "cross" if shape == "no agreement" else "mark"
    title = f"<title>{text_of(told)}</title>" if told else ""
    return (
        f'<g transform="translate({x:.1f},{y:.1f})"><path class="{kind}" d="{_SHAPES[shape]}">'
        f"{title}</path></g>"
    )


def label_of(study: Study, group: Group, parties: Sequence[int]) -> tuple[str, ...]:
    """Return the lines of a label: the names of the definitions, and what the point is worth."""
    lines, now = [], ""
    for name in (FAIR_NAMES[one] for one in group.names):
        joined = f"{now}, {name}" if now else name
        if len(joined) > _LETTERS - 2:
            lines.append(f"{now},")
            joined = name
        now = joined
    told = " | ".join(worth(study, group.place, party) for party in parties)
    return (*lines, now, cut(told, _LETTERS))


def spaced(wanted: Sequence[float], sizes: Sequence[float], top: float) -> list[float]:
    """Move heights down as far as labels need that begin there, in their order from above.

    Parameters:
        wanted: where each would begin, ascending.
        sizes: how much room each takes.
        top: above which none may begin.

    >>> spaced([10, 12, 50], [20, 20, 20], 0)
    [10, 30, 50]
    """
    found: list[float] = []
    least = top
    for place, size in zip(wanted, sizes, strict=True):
        found.append(max(place, least))
        least = found[-1] + size
    return found


def labels(found: Sequence[Label], x: float, top: float, bottom: float) -> Iterator[str]:
    """Draw labels one below the other, each with its shape and a line to what it is about."""
    order = sorted(found, key=lambda one: one.at[1])
    sizes = [_LINE * len(one.lines) + 10.0 for one in order]
    tops = spaced([one.at[1] - 8 for one in order], sizes, top)
    least = bottom
    for place in reversed(range(len(tops))):  # move up what hangs over, and what that pushes
        tops[place] = min(tops[place], least - sizes[place])
        least = tops[place]
    for one, y in zip(order, tops, strict=True):
        yield (
            f'<path class="lead" d="M{one.at[0]:.1f},{one.at[1]:.1f}'
            f'L{x - 12:.1f},{y + 8:.1f}H{x}"/>'
        )
        yield mark(one.shape, x + 12, y + 8)
        for number, words in enumerate(one.lines):
            kind = "soft" if number == len(one.lines) - 1 and number else "strong"
            yield (
                f'<text class="{kind}" x="{x + 28:.1f}" y="{y + 12 + _LINE * number:.1f}">'
                f"{text_of(words)}</text>"
            )


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers between two.

    >>> nice_ticks(0, 1)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    raw = (high - low) / most
    power = 10.0 ** floor(log10(raw))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= raw * (1 - 1e-9))
    first = -floor(-low / step + 1e-9)
    last = floor(high / step + 1e-9)
    return [round(step * number, 12) + 0.0 for number in range(first, last + 1)]
