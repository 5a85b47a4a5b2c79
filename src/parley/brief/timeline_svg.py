"""A timeline as an SVG picture: a row for each entry in the lane of its side, or counts of many.

Time runs to the right. A sharp time is a mark, an uncertain one a bar from its earliest to its
latest instant. Every entry has a row of its own with its name at the left, so that no text covers
another however close in time things happened; beyond a limit each lane counts entries instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import NamedTuple

from parley.kernel.durations import DAY
from parley.kernel.spans import FIRST, LAST
from parley.kernel.zones import wall_clock, zone_of

__all__ = ["FAMILIES", "MOST_ROWS", "Mark", "timeline_svg"]

MOST_ROWS = 200
WIDTH, LEFT, RIGHT, ROW, LANE, TOP = 960, 250, 24, 18, 30, 46
_MOST_LETTERS = 36  # of an entry's name; what is longer is cut, and whole in the mark's title
_BINS, _BAR_HEIGHT = 32, 44
_HOUR = DAY // 24
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: What a mark's shape tells -> the entry types of that shape.
FAMILIES: dict[str, frozenset[str]] = {
    "at the table": frozenset({"proposal", "response", "agreement", "session"}),
    "orders and questions": frozenset({"instruction", "delegation", "request", "reply", "waiver"}),
    "plans and rules": frozenset({"trade", "fallback", "exclusion", "procedure"}),
    "assessments": frozenset({"assessment"}),
    "facts and papers": frozenset({"assertion", "event", "document"}),
}
_SHAPES: dict[str, str] = {
    "at the table": "M-5,-5H5V5H-5Z",
    "orders and questions": "M0,-6L6,0L0,6L-6,0Z",
    "plans and rules": "M0,-6L6,5H-6Z",
    "assessments": "M-5,0A5,5 0 1 1 5,0A5,5 0 1 1 -5,0Z",
    "facts and papers": "M-5.5,-2H-2V-5.5H2V-2H5.5V2H2V5.5H-2V2H-5.5Z",
}
_STYLE = (
    ".parley-timeline{--ink:#1b1f24;--soft:#59636e;--rule:#d0d7de;--band:#f1f4f7;"
    "--c0:#0a58a8;--c1:#9a3412;--c2:#6b2fa0;--c3:#1a6e3c;--c4:#4b5563;"
    "font:12px system-ui,sans-serif}"
    "@media (prefers-color-scheme:dark){.parley-timeline{--ink:#e6e9ee;--soft:#a5afba;"
    "--rule:#3b444e;--band:#20272e;--c0:#79b8ff;--c1:#ffb27a;--c2:#d0a8ff;--c3:#7ddc9a;"
    "--c4:#b7c0ca}}"
    "@media print{.parley-timeline{--ink:#000;--soft:#333;--rule:#bbb;--band:#f2f2f2;"
    "--c0:#0a58a8;--c1:#9a3412;--c2:#6b2fa0;--c3:#1a6e3c;--c4:#4b5563}}"
    ".parley-timeline text{fill:var(--ink)}.parley-timeline .soft{fill:var(--soft)}"
    ".parley-timeline .rule{stroke:var(--rule)}.parley-timeline .band{fill:var(--band)}"
    ".parley-timeline .lane{font-weight:600}.parley-timeline .open{stroke-dasharray:3 2}"
    + "".join(
        f".parley-timeline .k{number}{{fill:var(--c{number});stroke:var(--c{number})}}"
        for number in range(5)
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of the picture.

    Parameters
    ----------
    name: its label, the entry's id.
    kind: the entry's type.
    lane: the lane it stands in, as shown.
    since, until: microseconds since 1970 UTC between which it happened; None where open.
    when: the time in words, with its zone.
    link: the address of the entry, where the page has one.
    """

    name: str
    kind: str
    lane: str
    since: int | None
    until: int | None
    when: str
    link: str = ""


class _Scale(NamedTuple):
    first: int
    last: int

    def x(self, instant: int | None, otherwise: float) -> float:
        if instant is None:
            return otherwise
        share = min(max((instant - self.first) / (self.last - self.first), 0.0), 1.0)
        return LEFT + share * (WIDTH - LEFT - RIGHT)


def timeline_svg(marks: Sequence[Mark], zone: str, title: str = "Timeline") -> str:
    """Draw entries as one self-contained SVG picture.

    Parameters
    ----------
    marks: the entries, in order of time within each lane; lanes stand in order of appearance.
    zone: the zone in which the days of the axis begin.
    title: what the picture shows, for those who cannot see it.

    Raises BadTime for an unknown zone.

    >>> picture = timeline_svg([Mark("hint", "event", "Facts", 0, 0, "1970-01-01 UTC")], "UTC")
    >>> picture.startswith("<svg"), "hint" in picture
    (True, True)
    """
    scale = _scale(marks)
    lanes: dict[str, list[Mark]] = {}
    for mark in marks:
        lanes.setdefault(mark.lane, []).append(mark)
    many = len(marks) > MOST_ROWS
    parts: list[str] = []
    y = TOP
    for lane, members in lanes.items():
        height = LANE + (_BAR_HEIGHT + 8 if many else ROW * len(members))
        parts.append(_lane(lane, len(members), y))
        parts.extend(_bars(members, y + LANE, scale) if many else _rows(members, y + LANE, scale))
        y += height
    ticks = _ticks(scale, zone)
    axis = [_tick(scale.x(at, LEFT), text, y) for at, text in ticks]
    legend = [] if many else _legend(marks, y + 24)
    height = y + (16 if many else 44)
    return "".join((_head(marks, title, zone, height), *axis, *parts, *legend, "</svg>"))


def _scale(marks: Iterable[Mark]) -> _Scale:
    ends = [
        min(max(at, FIRST), LAST)
        for mark in marks
        for at in (mark.since, mark.until)
        if at is not None
    ]
    first, last = (min(ends), max(ends)) if ends else (0, DAY)
    margin = max((last - first) // 60, _HOUR)
    return _Scale(max(first - margin, FIRST), min(last + margin, LAST))


def _head(marks: Sequence[Mark], title: str, zone: str, height: int) -> str:
    lanes = ", ".join(dict.fromkeys(mark.lane for mark in marks))
    told = f"{len(marks)} entries by time in {zone}"
    if lanes:
        told += f". Lanes: {lanes}"
    described = f"{told}. The table of entries says the same in words."
    role = "group" if any(mark.link for mark in marks) else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="parley-timeline" role="{role}" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'aria-labelledby="parley-timeline-title parley-timeline-desc">'
        f'<title id="parley-timeline-title">{_text(title)}</title>'
        f'<desc id="parley-timeline-desc">{_text(described)}</desc><style>{_STYLE}</style>'
    )


def _text(words: str) -> str:
    return escape("".join(letter if letter.isprintable() else "\ufffd" for letter in words))


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _lane(lane: str, count: int, y: int) -> str:
    entries = "entry" if count == 1 else "entries"
    return (
        f'<rect class="band" x="0" y="{y + 4}" width="{WIDTH}" height="{LANE - 8}" rx="3"/>'
        f'<text class="lane" x="8" y="{y + 19}">{_text(_cut(lane, 90))} '
        f'<tspan class="soft" font-weight="400">{count} {entries}</tspan></text>'
    )


def _family(kind: str) -> tuple[int, str]:
    for number, (name, kinds) in enumerate(FAMILIES.items()):
        if kind in kinds:
            return number, name
    return len(FAMILIES) - 1, "facts and papers"


def _rows(marks: Sequence[Mark], top: int, scale: _Scale) -> Iterable[str]:
    for number, mark in enumerate(marks):
        y = top + ROW * number + ROW // 2
        left, right = scale.x(mark.since, LEFT), scale.x(mark.until, WIDTH - RIGHT)
        kind, name = _family(mark.kind)
        wide = right - left > 3
        is_open = " open" if mark.since is None or mark.until is None else ""
        bar = (
            f'<rect class="k{kind}{is_open}" fill-opacity=".28" x="{left:.1f}" y="{y - 4}" '
            f'width="{right - left:.1f}" height="8" rx="2"/>'
            if wide
            else ""
        )
        middle = (left + right) / 2
        label = (
            f'<text x="{LEFT - 14}" y="{y + 4}" text-anchor="end">'
            f"{_text(_cut(mark.name, _MOST_LETTERS))}</text>"
        )
        yield (
            f"<g><title>{_text(f'{mark.name}: {mark.kind}, {mark.when}')}</title>"
            f"{_linked(mark, label)}"
            f'<path class="rule" d="M{LEFT - 8},{y}H{left - 7:.1f}" stroke-dasharray="1 3"/>{bar}'
            f'<path class="k{kind}" d="{_SHAPES[name]}" transform="translate({middle:.1f},{y})"/>'
            "</g>"
        )


def _linked(mark: Mark, label: str) -> str:
    """The name as a link; by the keyboard the table of entries is quicker."""
    return f'<a href="{_text(mark.link)}" tabindex="-1">{label}</a>' if mark.link else label


def _bars(marks: Sequence[Mark], top: int, scale: _Scale) -> Iterable[str]:
    """How many entries fall into each part of the time, by the middle of what is known."""
    bins: list[int] = [0] * _BINS
    width = (WIDTH - LEFT - RIGHT) / _BINS
    for mark in marks:
        left, right = scale.x(mark.since, LEFT), scale.x(mark.until, WIDTH - RIGHT)
        bins[min(_BINS - 1, int(((left + right) / 2 - LEFT) / width))] += 1
    most = max(bins)
    base = top + _BAR_HEIGHT
    yield f'<path class="rule" d="M{LEFT},{base}H{WIDTH - RIGHT}"/>'
    for number, count in enumerate(bins):
        if count:
            height = max(2.0, (_BAR_HEIGHT - 14) * count / most)
            x = LEFT + number * width
            yield (
                f'<g><title>{count} entries</title><rect class="k0" x="{x + 2:.1f}" '
                f'y="{base - height:.1f}" width="{width - 4:.1f}" height="{height:.1f}"/>'
                f'<text class="soft" font-size="9" text-anchor="middle" x="{x + width / 2:.1f}" '
                f'y="{base - height - 3:.1f}">{count}</text></g>'
            )


def _tick(x: float, text: str, bottom: int) -> str:
    return (
        f'<path class="rule" d="M{x:.1f},{TOP - 10}V{bottom}"/>'
        f'<text class="soft" x="{x:.1f}" y="{TOP - 16}" text-anchor="middle">{_text(text)}</text>'
    )


def _ticks(scale: _Scale, zone: str) -> list[tuple[int, str]]:
    """Midnights of the zone (or full hours of one day) at even distances, seven at the most."""
    clock = zone_of(zone)
    span = scale.last - scale.first
    unit = DAY if span > 2 * DAY else _HOUR
    step = next(
        size * unit
        for size in (1, 2, 3, 5, 7, 10, 14, 30, 60, 90, 180, 365, 730, 1825, 3650, 10**7)
        if span // (size * unit) <= 7
    )
    wall = wall_clock(scale.first, clock)
    start = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    offset = round((wall - start).total_seconds() * 1_000_000)
    at = scale.first - offset
    while at < scale.first:
        at += step
    found: list[tuple[int, str]] = []
    while at <= scale.last:
        shown = wall_clock(at, clock)
        found.append((at, _tick_text(shown, step)))
        at += step
    return found


def _tick_text(shown: datetime, step: int) -> str:
    if step < DAY:
        return f"{shown:%H:%M}"
    day = f"{shown.day} {_MONTHS[shown.month - 1]}"
    return day if step < 60 * DAY else f"{_MONTHS[shown.month - 1]} {shown.year}"


def _legend(marks: Sequence[Mark], y: int) -> list[str]:
    used = {_family(mark.kind) for mark in marks}
    parts: list[str] = []
    x = 16
    for number, name in sorted(used):
        parts.append(
            f'<path class="k{number}" d="{_SHAPES[name]}" transform="translate({x},{y})"/>'
            f'<text x="{x + 12}" y="{y + 4}">{name}</text>'
        )
        x += 34 + 7 * len(name)
    parts.append(
        f'<rect class="k0" fill-opacity=".28" x="{x}" y="{y - 4}" width="26" height="8" rx="2"/>'
        f'<text x="{x + 34}" y="{y + 4}">time not known more closely</text>'
    )
    return parts
