"""What a change of weights moves in what is bargained over: the frontier, fair points, agendas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parley.bargaining.agenda_value import Measure
from parley.bargaining.frontier import outcome
from parley.bargaining.points import DEFINITIONS
from parley.bargaining.sensitivity import worths_at
from parley.brief.agenda_worth.drafted import Noted, valued
from parley.brief.agenda_worth.words import difference_words, number_words
from parley.brief.settlements.from_package import places_of
from parley.brief.settlements.study import Study
from parley.brief.settlements.words import FAIR_NAMES, label, worth
from parley.space.model import Model
from parley.space.network import utility_of
from parley.space.openings import Item, space_of

__all__ = [
    "DraftMove",
    "FairMove",
    "FrontierMove",
    "PackageMove",
    "draft_moves",
    "frontier_move",
]

_MOST_COMPARED = 400  # points of a frontier whose packages are held against the other
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class FairMove:
    """A fair point before and after: its name, worth to each party, and what changes in it.

    `before` and `after` are empty where it is not defined.
    """

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]
    numbers: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class PackageMove:
    """A package that was efficient and is not any more, or the other way round."""

    label: str
    number: int
    package: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FrontierMove:
    """What moved on the frontier.

    Parameters:
        efficient, acceptable: how many points before and after; None where that is not known.
        fair: the fair points.
        gone, new: packages that are no longer efficient, and that are now; where they differ from
            what all of them share.
        gone_count, new_count: how many there are.
        whole: whether every point was compared.
    """

    efficient: tuple[int, int]
    acceptable: tuple[int | None, int | None]
    fair: tuple[FairMove, ...]
    gone: tuple[PackageMove, ...]
    new: tuple[PackageMove, ...]
    gone_count: int
    new_count: int
    whole: bool


@dataclass(frozen=True, slots=True)
class DraftMove:
    """What a draft is worth to each party before and after; `places` is its rank among drafts.

    `sign` is that of the difference.
    """

    letter: str
    told: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    difference: tuple[str, ...]
    signs: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


def frontier_move(old: Study, new: Study) -> FrontierMove:
    """Return what moved between two studies of the same substance with other weights."""
    gone = list(_only(old, new))
    come = list(_only(new, old))
    whole = max(old.found.size, new.found.size) <= _MOST_COMPARED
    return FrontierMove(
        (old.found.size, new.found.size),
        (_acceptable(old), _acceptable(new)),
        tuple(_fair(old, new)),
        tuple(_packages(gone)),
        tuple(_packages(come)),
        len(gone),
        len(come),
        whole,
    )


def _acceptable(study: Study) -> int | None:
    return None if study.points is None else len(study.points.above)


def _fair(old: Study, new: Study) -> Iterator[FairMove]:
    parties = range(len(new.network.parties))
    for name in DEFINITIONS:
        was, now = old.fair.get(name), new.fair.get(name)
        if was is None and now is None:
            continue
        before = old.outcomes[was] if was is not None else {}
        after = new.outcomes[now] if now is not None else {}
        yield FairMove(
            FAIR_NAMES[name],
            tuple(worth(old, was, party) for party in parties) if was is not None else (),
            tuple(worth(new, now, party) for party in parties) if now is not None else (),
            tuple(
                (issue, before[issue], value)
                for issue, value in after.items()
                if issue in before and before[issue] != value
            ),
            (was + 1 if was is not None else None, now + 1 if now is not None else None),
        )


def _only(one: Study, other: Study) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The points of one frontier whose package the other has as none of its own."""
    for place in range(min(one.found.size, _MOST_COMPARED)):
        found = outcome(one.found, place)
        if not _is_efficient(other, found):
            yield place, found


def _is_efficient(study: Study, package: Mapping[str, str]) -> bool:
    network, found = study.network, study.found
    places = places_of(network, package)
    at_least: np.ndarray = np.ones(found.size, dtype=np.bool_)
    more: np.ndarray = np.zeros(found.size, dtype=np.bool_)
    for party, unit in enumerate(network.units):
        own = int(utility_of(network, party, places) * unit)
        at_least &= (found.numbers[party] >= own).astype(np.bool_)
        more |= (found.numbers[party] > own).astype(np.bool_)
    return not bool((at_least & more).any())


def _packages(found: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[PackageMove]:
    first = found[0][1] if len(found) > 1 else {}
    shared = {
        issue
        for issue, value in first.items()
        if all(package[issue] == value for _, package in found)
    }
    for place, package in found[:MOST_SHOWN]:
        told = tuple((issue, value) for issue, value in package.items() if issue not in shared)
        yield PackageMove(label(place), place + 1, told)


def draft_moves(
    models: tuple[Model, Model],
    items: tuple[Sequence[Item], Sequence[Item]],
    noted: Sequence[Noted],
    measure: Measure,
) -> tuple[DraftMove, ...]:
    """Return what the drafts are worth before and after.

    Parameters:
        models: before and after.
        items: the agenda items, of each.
        noted: the drafts.
        measure: by what they are valued.
    """
    drafts, _ = valued(noted, items[0])
    if not drafts:
        return ()
    found = []
    for model, own in zip(models, items, strict=True):
        spaces = [space_of(own, one.agenda, model) for one in drafts]
        found.append([one.by.get(measure) for one in worths_at(model, spaces, (), ())])
    rows = []
    for at, one in enumerate(drafts):
        before, after = found[0][at], found[1][at]
        if before is None or after is None:
            continue
        differences = [b - a for a, b in zip(before, after, strict=True)]
        rows.append(
            DraftMove(
                one.noted.letter,
                f"{one.noted.by}, {one.noted.at}",
                tuple(map(number_words, before)),
                tuple(map(number_words, after)),
                tuple(map(difference_words, differences)),
                tuple((each > 0) - (each < 0) for each in differences),
                tuple(
                    (_place(found[0], at, party), _place(found[1], at, party))
                    for party in range(len(differences))
                ),
            )
        )
    return tuple(rows)


def _place(worths: Sequence[Sequence[Fraction] | None], at: int, party: int) -> int:
    """The rank of a draft for a party among the drafts, 1 worth most; ties share the better."""
    own = worths[at]
    if own is None:
        return 0
    better = [one for one in worths if one is not None and one[party] > own[party]]
    return len(better) + 1
