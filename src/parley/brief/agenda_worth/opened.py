"""What an agenda opens, settles and leaves alone, issue by issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from parley.bargaining.agenda_value import AgendaValues
from parley.space.model import Model
from parley.space.network import Constraint
from parley.space.openings import Agenda, status_quo_of

__all__ = ["Opened", "constraints_of", "opened_by", "room_of"]


@dataclass(frozen=True, slots=True)
class Opened:
    """What an agenda leaves of each issue, by itself.

    Parameters:
        whole: issues that can take any of their values.
        part: issue -> the values that are left of it, where these are some.
        settled: issue -> its one value, where that is not where things stand.
        closed: issues that stay where things stand.
        nothing: whether some issue has no value left.
    """

    whole: tuple[str, ...]
    part: Mapping[str, tuple[str, ...]]
    settled: Mapping[str, str]
    closed: tuple[str, ...]
    nothing: bool


def constraints_of(values: AgendaValues, agenda: Agenda) -> tuple[Constraint, ...]:
    """Return what one of the agendas valued leaves of the outcomes."""
    return values.constraints[values.spaces[values.agendas.index(agenda)]]


def opened_by(constraints: Sequence[Constraint], model: Model) -> Opened:
    """Return what the constraints of an agenda leave of the issues.

    Parameters:
        constraints: of `parley.space.openings.space_of`. Of what ties issues together each issue's
            own part is told.
    """
    quo = status_quo_of(model)
    left = _left(constraints, model)
    one = {issue: values[0] for issue, values in left.items() if len(values) == 1}
    sizes = {issue: len(model.issues[issue].ranked) for issue in left}
    return Opened(
        tuple(i for i, values in left.items() if len(values) == sizes[i] > 1),
        {i: values for i, values in left.items() if 1 < len(values) < sizes[i]},
        {issue: value for issue, value in one.items() if quo.get(issue) != value},
        tuple(issue for issue, value in one.items() if quo.get(issue) == value),
        not all(left.values()),
    )


def room_of(constraints: Sequence[Constraint], model: Model) -> int:
    """Return how much can be raised: over all issues, the values that are left besides one."""
    return sum(max(len(values) - 1, 0) for values in _left(constraints, model).values())


def _left(constraints: Sequence[Constraint], model: Model) -> dict[str, tuple[str, ...]]:
    allowed = {
        issue: np.ones(len(domain.ranked), dtype=np.bool_) for issue, domain in model.issues.items()
    }
    for one in constraints:
        axes = range(len(one.issues))
        for axis, issue in enumerate(one.issues):
            others = tuple(other for other in axes if other != axis)
            allowed[issue] &= one.allowed.any(axis=others)
    return {
        issue: tuple(
            value
            for value, stays in zip(model.issues[issue].ranked, row.tolist(), strict=True)
            if stays
        )
        for issue, row in allowed.items()
    }
