"""Changes of what-if in words: whose wish, from what to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from parley.web.analysis.changes import Changes
from parley.web.analysis.part import Scope
from parley.web.analysis.wishes import Wishes

__all__ = ["Told", "last_of", "told_of"]


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: whose, of which section of `dossier.yaml`, from what to what.

    `kind` is `order`, `weight` or `none`; `at` names it as the field `at` of an address does, and
    `order` for an order; `party` is a name, `id` its id; `back` is the address without it.
    """

    kind: str
    party: str
    id: str
    scope: Scope
    at: str
    text: str
    was: str
    becomes: str
    back: str


def told_of(
    wishes: Iterable[Wishes], changes: Changes, address: Callable[[Changes], str]
) -> tuple[Told, ...]:
    """Return the changes of some wishes in words.

    Parameters:
        wishes: as they are with the changes made.
        address: gives the address of the page with other changes.
    """
    return tuple(told for one in wishes for told in _told(one, changes, address))


def last_of(told: Sequence[Told], changes: Changes) -> Told:
    """Return the change of `told`, which has one, that stands last in an address.

    That is the one that was made last, among changes of one kind: an address keeps their order.
    """
    places: dict[str, tuple[int, int]] = {}
    for place, (scope, party) in enumerate(changes.orders):
        places[f"{scope}:{party}:order"] = (0, place)
    numbered = [
        f"{scope}:{party}:{number + 1}"
        for (scope, party), weights in changes.weights.items()
        for number in weights
    ]
    places.update({name: (1, place) for place, name in enumerate(numbered)})
    for place, (scope, party) in enumerate(changes.none):
        places[f"{scope}:{party}:none"] = (2, place)
    return max(told, key=lambda one: places.get(one.at, (-1, 0)))


def _told(one: Wishes, changes: Changes, address: Callable[[Changes], str]) -> Iterator[Told]:
    key = (one.scope, one.party)
    whose = (one.name, one.party, one.scope)
    if key in changes.orders:
        orders = {other: order for other, order in changes.orders.items() if other != key}
        back = address(replace(changes, orders=orders))
        own = ", ".join(str(wish.own) for wish in one.order)
        usual = ", ".join(str(number + 1) for number in range(len(one.order)))
        yield Told("order", *whose, f"{one.scope}:{one.party}:order", "", usual, own, back)
    for row in (*one.weights, *([one.none] if one.none is not None else [])):
        if row.changed:
            kind = "none" if row is one.none else "weight"
            back = address(row.back)
            yield Told(kind, *whose, row.at, row.text, row.own, row.value, back)
