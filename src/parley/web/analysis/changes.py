"""What-if: wishes put in another order, other weights, another worth of no agreement.

A change is written in the address and nowhere else. Each names whose wishes it moves by where they
stand in `dossier.yaml` (`conflict`, `bargaining`, or `shared` where both use them), the party, and
what becomes of them; wishes are numbered from 1 as the reader sees them:

    order=conflict:us:2,1,3      the second wish before the first
    weight=bargaining:us:3:0.2   the third weight is 0.2
    none=bargaining:us:0.4       no agreement is worth 0.4
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from parley.dossier.vocabulary.declarations import Preferences
from parley.kernel.errors import Refused
from parley.web.analysis.part import Part, Scope, with_wants

__all__ = [
    "Changes",
    "Key",
    "as_fields",
    "changed_part",
    "count_wishes",
    "number_text",
    "read_changes",
]

#: Whose wishes: where they stand, and the party.
Key = tuple[Scope, str]
_SCOPES: Mapping[str, Scope] = {
    "conflict": "conflict",
    "bargaining": "bargaining",
    "shared": "shared",
}
_MOST = 1e12  # of a weight, as size

Wish = TypeVar("Wish")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is changed.

    Parameters:
        orders: whose wishes -> their numbers from 0, most important first.
        weights: whose wishes -> number of the weight from 0 -> what it becomes.
        none: whose wishes -> what no agreement becomes worth.
    """

    orders: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)
    weights: Mapping[Key, Mapping[int, float]] = field(default_factory=dict)
    none: Mapping[Key, float] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """The same as something that can be compared and found again."""
        weights = tuple(
            (who, tuple(sorted(one.items()))) for who, one in sorted(self.weights.items())
        )
        return (tuple(sorted(self.orders.items())), weights, tuple(sorted(self.none.items())))


def read_changes(
    order: Sequence[str] = (), weight: Sequence[str] = (), none: Sequence[str] = ()
) -> Changes:
    """Read the fields of an address; of two about the same the last counts.

    Raises Refused for what cannot be read, saying what was expected.
    """
    orders = {}
    for text in order:
        key, (rest,) = _parts(text, "order", "conflict:PARTY:2,1,3", 3)
        numbers = rest.split(",")
        if not all(one.isdecimal() and len(one) < 6 for one in numbers):
            raise _bad("order", "conflict:PARTY:2,1,3", text)
        orders[key] = tuple(int(one) - 1 for one in numbers)
    weights: dict[Key, dict[int, float]] = {}
    for text in weight:
        key, (place, value) = _parts(text, "weight", "bargaining:PARTY:3:0.2", 4)
        if not place.isdecimal() or len(place) > 5:
            raise _bad("weight", "bargaining:PARTY:3:0.2", text)
        weights.setdefault(key, {})[int(place) - 1] = _number(value, "weight", text)
    worths = {}
    for text in none:
        key, (value,) = _parts(text, "none", "bargaining:PARTY:0.4", 3)
        worths[key] = _number(value, "none", text)
    return Changes(orders, weights, worths)


def _parts(text: str, name: str, example: str, count: int) -> tuple[Key, list[str]]:
    parts = text.split(":")
    if len(parts) != count or parts[0] not in _SCOPES:
        raise _bad(name, example, text)
    return (_SCOPES[parts[0]], parts[1]), parts[2:]


def _bad(name: str, example: str, text: str) -> Refused:
    return Refused(
        f"{name}: expected something like `{example}`, got `{text[:80]}`",
        hint="use the buttons and fields of the page, which write the address",
    )


def _number(text: str, name: str, whole: str) -> float:
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        value = math.nan
    if not abs(value) <= _MOST:
        raise Refused(
            f"{name}: expected a number, got `{text[:40]}` in `{whole[:80]}`",
            hint="write it with a point, such as 0.25",
        )
    return value


def number_text(value: float) -> str:
    """Write a number as it stands in an address.

    >>> number_text(0.25), number_text(3.0)
    ('0.25', '3')
    """
    return str(int(value)) if value == int(value) else repr(value)


def as_fields(changes: Changes) -> dict[str, list[str]]:
    """Return changes as fields of an address; what `read_changes` reads back.

    >>> as_fields(read_changes(["conflict:us:2,1"], (), ["bargaining:us:0.40"]))
    {'order': ['conflict:us:2,1'], 'weight': [], 'none': ['bargaining:us:0.4']}
    """
    return {
        "order": [
            f"{scope}:{party}:{','.join(str(one + 1) for one in order)}"
            for (scope, party), order in changes.orders.items()
        ],
        "weight": [
            f"{scope}:{party}:{place + 1}:{number_text(value)}"
            for (scope, party), values in changes.weights.items()
            for place, value in values.items()
        ],
        "none": [
            f"{scope}:{party}:{number_text(value)}"
            for (scope, party), value in changes.none.items()
        ],
    }


def count_wishes(wants: Preferences) -> int:
    """Return how many wishes there are that have an order; 0 where they have weights or none."""
    if wants.ranking is not None:
        return len(wants.ranking.outcomes)
    return len(wants.priorities)


def changed_part(part: Part, changes: Changes) -> Part:
    """Return what is analysed with the changes that are about it; itself where none are.

    Raises Refused for an order that is not one of these wishes, and for a weight that is not there.
    """
    wants = dict(part.wants)
    for party, scope in part.scopes.items():
        if party in wants:
            wants[party] = _changed(wants[party], changes, (scope, party))
    same = all(wants[party] is part.wants[party] for party in wants)
    return part if same else with_wants(part, wants)


def _changed(wants: Preferences, changes: Changes, key: Key) -> Preferences:
    if key in changes.orders:
        wants = _in_order(wants, changes.orders[key], key[1])
    if key in changes.weights:
        weights = list(wants.weights)
        for place, value in changes.weights[key].items():
            if not 0 <= place < len(weights):
                raise Refused(
                    f"weight: {key[1]} has {len(weights)} weights here, got number {place + 1}",
                    hint="another viewpoint may know of more of them, or of fewer",
                )
            weights[place] = msgspec.structs.replace(weights[place], weight=value)
        wants = msgspec.structs.replace(wants, weights=tuple(weights))
    if key in changes.none:
        wants = msgspec.structs.replace(wants, reservation=changes.none[key])
    return wants


def _in_order(wants: Preferences, order: tuple[int, ...], party: str) -> Preferences:
    count = count_wishes(wants)
    if sorted(order) != list(range(count)):
        raise Refused(
            f"order: expected the numbers 1 to {count} of the wishes of {party}, each once, got "
            f"{', '.join(str(one + 1) for one in order[:30])}",
            hint="another viewpoint may know of more of them, or of fewer",
        )
    if wants.ranking is not None:
        outcomes = _picked(wants.ranking.outcomes, order)
        ranking = msgspec.structs.replace(wants.ranking, outcomes=tuple(outcomes))
        return msgspec.structs.replace(wants, ranking=ranking)
    return msgspec.structs.replace(wants, priorities=tuple(_picked(wants.priorities, order)))


def _picked(items: Sequence[Wish], order: Iterable[int]) -> Iterator[Wish]:
    return (items[place] for place in order)
