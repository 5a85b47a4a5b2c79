"""What the pictures of agendas share: a narrow panel for each party, colours, a party's scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from html import escape

__all__ = ["LEFT", "ROOM", "WIDTH", "Scale", "bar", "cut", "panel", "text"]

#: A panel is narrow enough for a telephone; on a wide page panels stand side by side.
WIDTH, LEFT = 400, 14
ROOM = WIDTH - 2 * LEFT
_LETTER = 7.4

_LIGHT = "--ink:#1b1f24;--soft:#57606a;--rule:#d0d7de;--paper:#fff;--bar:#9ec5f0;--mark:#0a58a8"
_DARK = "--ink:#e6e9ee;--soft:#a5afba;--rule:#3b444e;--paper:#14181d;--bar:#2f5680;--mark:#79b8ff"
_STYLE = (
    f".parley-agendas{{{_LIGHT};font:12px system-ui,sans-serif}}"
    f"@media (prefers-color-scheme:dark){{.parley-agendas{{{_DARK}}}}}"
    f"@media print{{.parley-agendas{{{_LIGHT}}}}}"
    ".parley-agendas text{fill:var(--ink)}.parley-agendas text.soft{fill:var(--soft)}"
    ".parley-agendas .strong{font-weight:700}.parley-agendas .rule{stroke:var(--rule);fill:none}"
    ".parley-agendas .none{stroke:var(--ink);stroke-dasharray:4 3;fill:none}"
    ".parley-agendas .range{fill:var(--bar);stroke:var(--mark)}"
    ".parley-agendas .point{fill:var(--paper);stroke:var(--ink);stroke-width:2}"
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A party's own scale, from left to right of a panel."""

    low: Fraction
    high: Fraction


def panel(name: str, title: str, described: str, height: int, parts: Iterable[str]) -> str:
    """Return one panel as an SVG picture of its own.

    Parameters:
        name: unlike that of any other picture on the page.
        title: what it shows, for those who cannot see it.
        described: what is to be seen, in words.
        height: in the units of the picture, which is `WIDTH` wide.
        parts: what is drawn.
    """
    marked = f"parley-agendas-{name}"
    # The page makes pictures wide; a panel is as wide as it is, and no wider than the screen.
    style = (
        "min-width:0;max-width:calc(100% - 16px);display:inline-block;vertical-align:top;"
        "margin-right:16px"
    )
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="parley-agendas" role="img" '
            f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" style="{style}" '
            f'aria-labelledby="{marked}-title {marked}-desc">'
            f'<title id="{marked}-title">{_safe(title)}</title>'
            f'<desc id="{marked}-desc">{_safe(described)}</desc><style>{_STYLE}</style>',
            *parts,
            "</svg>",
        )
    )


def text(words: str, x: float, y: float, style: str = "", anchor: str = "") -> str:
    """Return words at a place."""
    classed = f' class="{style}"' if style else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{classed}{anchored} x="{x:.1f}" y="{y:.1f}">{_safe(words)}</text>'


def cut(words: str, room: float) -> str:
    """Shorten words to the room that they have."""
    most = int(room / _LETTER)
    return words if len(words) <= most else words[: max(most - 1, 0)] + "…"


def bar(
    scale: Scale,
    ends: tuple[Fraction, Fraction],
    point: Fraction | None,
    place: tuple[float, float, float],
) -> str:
    """Return a range as a bar on a line, with a ring at the fair point.

    Parameters:
        ends: the least and the most.
        point: None: no ring.
        place: left end of the line, its middle from above, and its length.
    """
    left, y, room = place

    def x(worth: Fraction) -> float:
        whole = scale.high - scale.low
        return left + room * (float((worth - scale.low) / whole) if whole else 0.5)

    first, last = x(ends[0]), x(ends[1])
    ring = (
        f'<circle class="point" cx="{x(point):.1f}" cy="{y}" r="5"/>' if point is not None else ""
    )
    return (
        f'<path class="rule" d="M{left},{y}h{room}"/><rect class="range" x="{first:.1f}" '
        f'y="{y - 5}" width="{max(last - first, 1):.1f}" height="10" rx="2"/>{ring}'
    )


def _safe(words: str) -> str:
    return escape("".join(letter if letter.isprintable() else "\ufffd" for letter in words))
