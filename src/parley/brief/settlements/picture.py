"""A frontier as an SVG picture: a plot for two parties, three plots for three, else ways.

No text covers another: labels stand beside the plots with lines to what they are about, and shapes
tell the fair points apart without colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from parley.brief.conflicts.drawing_parts import cut, text_of
from parley.brief.conflicts.words import listed
from parley.brief.settlements.from_package import PackageStudy
from parley.brief.settlements.parallel import MOST_AXES, draw_ways, ways_height
from parley.brief.settlements.picture_parts import (
    Label,
    groups,
    head,
    label_of,
    labels,
    mark,
)
from parley.brief.settlements.plot import (
    Box,
    draw_plot,
    drawn_places,
    plot_of,
)
from parley.brief.settlements.study import Study, measured
from parley.brief.settlements.words import FAIR_NAMES, label, number, party_name

__all__ = ["settlements_svg"]

_LABELS = 690.0  # where labels begin
_ONE = Box(76, 34, 570, 430)
_SMALL, _STEP = 232.0, 312.0


def settlements_svg(study: Study, title: str = "The efficient outcomes") -> str:
    """Draw the frontier of two or more parties as one self-contained SVG picture.

    Parameters:
        title: what the picture shows, for those who cannot see it.

    Returns nothing for one party: a line has no picture.
    """
    count = len(study.network.parties)
    if count < 2:
        return ""
    if count == 2:
        body, height = _of_two(study)
    elif count == 3:
        body, height = _of_three(study)
    else:
        body = [*draw_ways(study)]
        height = ways_height(study)
    lines = _legend_lines(study)
    bottom = height + 20 * len(lines)
    legend = _legend(lines, height)
    return "".join((head(title, _described(study), bottom), *body, *legend, "</svg>"))


def _of_two(study: Study) -> tuple[list[str], float]:
    plot = plot_of(study, (0, 1), _ONE)
    values = measured(study.found)
    found = [
        Label(group.names[0], label_of(study, group, (0, 1)), plot.at(*values[group.place]))
        for group in groups(study)
    ]
    if plot.none is not None and study.points is not None:
        none = " | ".join(number(one) for one in study.points.no_agreement)
        found.append(Label("no agreement", ("no agreement", cut(none, 34)), plot.at(*plot.none)))
    if study.package is not None:
        across, up = study.package.measured
        lines = (cut(study.package.package.name, 34), _package_told(study, study.package))
        found.append(Label("package", lines, plot.at(across, up)))
    bottom = _ONE.top + _ONE.height
    beside = ['<g class="labels">', *labels(found, _LABELS, _ONE.top, bottom), "</g>"]
    return [*draw_plot(plot), *beside], bottom + 62


def _of_three(study: Study) -> tuple[list[str], float]:
    parts: list[str] = []
    for number_of, pair in enumerate(combinations(range(3), 2)):
        box = Box(62 + _STEP * number_of, 34, _SMALL, _SMALL)
        parts.extend(draw_plot(plot_of(study, pair, box), number_of))
    y = 34 + _SMALL + 62
    for group in groups(study):
        names = ", ".join(FAIR_NAMES[one] for one in group.names)
        told = " | ".join(label_of(study, group, range(3))[-1:])
        parts.append(mark(group.names[0], 28, y - 4))
        parts.append(f'<text x="44" y="{y}">{text_of(cut(f"{names}: {told}", 120))}</text>')
        y += 22
    if study.points is not None:
        none = " | ".join(number(one) for one in study.points.no_agreement)
        parts.append(mark("no agreement", 28, y - 4))
        parts.append(f'<text x="44" y="{y}">{text_of(cut(f"no agreement: {none}", 120))}</text>')
        y += 22
    if study.package is not None:
        told = f"{study.package.package.name}: {_package_told(study, study.package)}"
        parts.append(mark("package", 28, y - 4))
        parts.append(f'<text x="44" y="{y}">{text_of(cut(told, 120))}</text>')
        y += 22
    return parts, y + 4.0


def _package_told(study: Study, found: PackageStudy) -> str:
    """What a package is worth to each; nothing of a party with only an order."""
    told = (
        "-" if only else number(one)
        for only, one in zip(study.network.ordinal, found.worth, strict=True)
    )
    return cut(" | ".join(told), 34)


def _legend_lines(study: Study) -> list[str]:
    """Each line's shape, and its words."""
    lines: list[str] = []
    parties = len(study.network.parties)
    plots = parties < 4
    if plots:
        lines.append('<circle class="dot" cx="28" cy="{y}" r="3.5"/>|an efficient outcome')
        if study.points is not None and len(study.points.above) < study.found.size:
            lines.append(
                '<circle class="dot below" cx="28" cy="{y}" r="3.5"/>|an efficient outcome that '
                "leaves some party below no agreement"
            )
        if study.points is not None:
            of_plot = "" if parties == 2 else " of the plot"
            lines.append(
                '<rect class="band" x="18" y="{z}" width="20" height="12"/>'
                f"|what leaves neither party{of_plot} below no agreement"
            )
    drawn = len(drawn_places(study)) if plots else len(study.shown)
    if study.found.size > drawn:
        lines.append(f"|{drawn:,} of {study.found.size:,} efficient points are drawn")
    elif plots and study.found.size > len(study.shown):
        lines.append(f"|The larger {len(study.shown):,} of {drawn:,} points are listed below")
    return lines


def _legend(lines: Sequence[str], top: float) -> Iterator[str]:
    for place, one in enumerate(lines):
        y = top + 20 * place
        shape, _, words = one.partition("|")
        yield shape.format(y=f"{y - 4:.1f}", z=f"{y - 10:.1f}")
        x = 44 if shape else 18
        yield f'<text class="soft" x="{x}" y="{y:.1f}">{text_of(words)}</text>'


def _described(study: Study) -> str:
    names = listed(party_name(study, one) for one in range(len(study.network.parties)))
    fair = "; ".join(
        f"{', '.join(FAIR_NAMES[one] for one in group.names)}: {label(group.place)}"
        for group in groups(study)
    )
    told = f" Fair points: {fair}." if fair else ""
    more = "" if len(study.network.parties) <= MOST_AXES else f" {MOST_AXES} parties are drawn."
    if study.package is not None:
        more += f" Marked with a plus: {study.package.package.name}."
    return (
        f"{study.found.size:,} efficient points by what they are worth to {names}.{told}{more} The "
        "tables say the same."
    )
