"""A frontier of many parties as ways across upright lines, one line for each party."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from parley.brief.conflicts.drawing_parts import cut, text_of
from parley.brief.settlements.picture_parts import Label, groups, label_of, labels
from parley.brief.settlements.study import Study, measured
from parley.brief.settlements.words import party_name

__all__ = ["MOST_AXES", "draw_ways", "ways_height"]

#: Parties that have a line each; of more only the first ones are drawn.
MOST_AXES = 12
_LEFT, _RIGHT, _TOP, _HEIGHT = 60.0, 640.0, 46.0, 360.0
_LABELS = 690.0
_DASHES = ("none", "9 3", "2 3", "9 3 2 3", "16 5")


def ways_height(study: Study) -> float:
    """Return how high the picture is without its legend."""
    return _TOP + _HEIGHT + 34 + 18 * min(len(study.network.parties), MOST_AXES) + 14


def draw_ways(study: Study) -> Iterator[str]:
    """Draw every point that is listed as a way from line to line, the fair ones strong."""
    count = min(len(study.network.parties), MOST_AXES)
    values = measured(study.found)[:, :count]
    low, high = values.min(axis=0), values.max(axis=0)
    asked = study.package
    if asked is not None:
        own = np.array(asked.measured[:count])
        low, high = np.minimum(low, own), np.maximum(high, own)
    across = np.linspace(_LEFT, _RIGHT, count)
    yield from _lines(study, across, low, high)
    fair = {group.place: dash for dash, group in enumerate(groups(study))}
    for at, place in enumerate(study.shown):
        if place not in fair:
            path = _path(across, _heights(values[place], low, high))
            yield f'<path class="way" data-k="{at}" d="{path}"/>'
    number = {place: at for at, place in enumerate(study.shown)}
    found = []
    for group in groups(study):
        heights = _heights(values[group.place], low, high)
        dash = _DASHES[fair[group.place] % len(_DASHES)]
        yield (
            f'<path class="way fair" data-k="{number[group.place]}" stroke-dasharray="{dash}" '
            f'd="{_path(across, heights)}"/>'
        )
        lines = label_of(study, group, range(count))
        found.append(Label(group.names[0], lines, (_RIGHT, float(heights[-1]))))
    if asked is not None:
        heights = _heights(np.array(asked.measured[:count]), low, high)
        yield f'<path class="way asked" d="{_path(across, heights)}"/>'
        name = cut(asked.package.name, 34)
        found.append(Label("package", (name,), (_RIGHT, float(heights[-1]))))
    yield '<path class="here" d="M0,0"/>'
    yield '<g class="labels">'
    yield from labels(found, _LABELS, _TOP, _TOP + _HEIGHT + 60)
    yield "</g>"


def _heights(
    worth: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    span = np.where(high > low, high - low, 1.0)
    shares = np.where(high > low, (worth - low) / span, 0.5)
    return _TOP + (1 - shares) * _HEIGHT


def _path(across: NDArray[np.float64], heights: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, heights, strict=True))


def _lines(
    study: Study,
    across: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> Iterator[str]:
    yield (
        f'<text class="soft" x="{_LEFT - 12}" y="18">Each party has a scale of its own, from its '
        "least to its most among what is drawn:</text>"
    )
    for party, x in enumerate(across):
        yield f'<path class="frame" d="M{x:.1f},{_TOP}v{_HEIGHT}"/>'
        yield (
            f'<text class="strong" x="{x:.1f}" y="{_TOP - 8}" text-anchor="middle">'
            f"{party + 1}</text>"
        )
        y = _TOP + _HEIGHT + 34 + 18 * party
        ends = f"{low[party]:.5g} to {high[party]:.5g}"
        yield (
            f'<text x="{_LEFT - 12}" y="{y}">'
            f"{text_of(cut(f'{party + 1} {party_name(study, party)}: {ends}', 84))}</text>"
        )
