"""The wishes that what-if can move: in their order, with the addresses that move them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor, log10
from typing import TypeVar

from parley.dossier.vocabulary.declarations import Preferences, Weight
from parley.web.analysis.changes import Changes, Key, count_wishes, number_text
from parley.web.analysis.part import Part, Scope

__all__ = ["WeightRow", "Wish", "Wishes", "line_of_wishes", "wishes_of"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish in its order.

    Parameters:
        place: where it stands now, from 1.
        own: where the dossier has it.
        texts: its statements; several where their order among themselves is not known.
        sources, assumed: what it rests on.
        up, down: what becomes of all changes where it is moved; None at an end.
    """

    place: int
    own: int
    texts: tuple[str, ...]
    sources: tuple[str, ...]
    assumed: str
    up: Changes | None
    down: Changes | None


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A weight.

    Parameters:
        at: which it is, as in the field `at` of an address.
        text: the statement or issue; `scores` value by value, for an issue.
        value: what it is now, and `own` what the dossier says, which may be an interval.
        low, high, step: of the slider.
        changed: whether it is other than the dossier's.
        back: all changes without this one.
    """

    at: str
    text: str
    scores: tuple[tuple[str, str], ...]
    value: str
    own: str
    low: str
    high: str
    step: str
    changed: bool
    back: Changes
    sources: tuple[str, ...]
    assumed: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a party wants here.

    Parameters:
        scope: where these wishes stand in dossier.yaml.
        order: wishes in their order; empty where it has weights.
        weights: weights; empty where it has an order.
        none: what no agreement is worth, as a weight; None where it has no numbers.
    """

    scope: Scope
    party: str
    name: str
    order: tuple[Wish, ...]
    weights: tuple[WeightRow, ...]
    none: WeightRow | None
    changed: bool


Row = TypeVar("Row", Wish, WeightRow)


def wishes_of(part: Part, changes: Changes, hidden: frozenset[str]) -> tuple[Wishes, ...]:
    """Return the wishes of every party here, as they are with the changes made.

    Parameters:
        part: what is analysed, unchanged.
        hidden: sources that may not be named.
    """
    return tuple(_proved(one, hidden) for one in _wishes(part, changes))


def _proved(wishes: Wishes, hidden: frozenset[str]) -> Wishes:
    """The same, with no proof that may not be shown."""
    if not hidden:
        return wishes
    return replace(
        wishes,
        order=tuple(_allowed(one, hidden) for one in wishes.order),
        weights=tuple(_allowed(one, hidden) for one in wishes.weights),
    )


def _allowed(row: Row, hidden: frozenset[str]) -> Row:
    sources = tuple(one for one in row.sources if one.partition("#")[0] not in hidden)
    named = any(word.strip(".-") in hidden for word in re.findall(r"[\w.-]+", row.assumed))
    return replace(row, sources=sources, assumed="" if named else row.assumed)


def _wishes(part: Part, changes: Changes) -> Iterator[Wishes]:
    for party, declared in part.dossier.declared.parties.items():
        wants = part.wants.get(party)
        if wants is None or not (wants.priorities or wants.weights or wants.ranking):
            continue
        key: Key = (part.scopes.get(party, "shared"), party)
        ordered = bool(wants.ranking or wants.priorities)
        yield Wishes(
            key[0],
            party,
            " ".join(declared.name.split()),
            tuple(_order(wants, changes, key)) if ordered else (),
            () if ordered else tuple(_weights(wants, changes, key)),
            None if ordered else _none(part, wants, changes, key),
            key in changes.orders or key in changes.weights or key in changes.none,
        )


def _order(wants: Preferences, changes: Changes, key: Key) -> Iterator[Wish]:
    count = count_wishes(wants)
    order = changes.orders.get(key, tuple(range(count)))
    for place, own in enumerate(order):
        texts, sources, assumed = _text_of(wants, own)
        yield Wish(
            place + 1,
            own + 1,
            texts,
            sources,
            assumed,
            _swapped(changes, key, order, place - 1) if place else None,
            _swapped(changes, key, order, place) if place + 1 < count else None,
        )


def _text_of(wants: Preferences, place: int) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    if wants.ranking is not None:
        tier = wants.ranking.outcomes[place]
        texts = (tier,) if isinstance(tier, str) else tuple(tier)
        return texts, tuple(wants.ranking.sources), wants.ranking.assumed or ""
    one = wants.priorities[place]
    texts = (one.says,) if one.says is not None else tuple(one.unordered)
    return texts, tuple(one.sources), one.assumed or ""


def _swapped(changes: Changes, key: Key, order: tuple[int, ...], place: int) -> Changes:
    """All changes with two neighbours of an order changed round; the dossier's order is none."""
    found = list(order)
    found[place], found[place + 1] = found[place + 1], found[place]
    orders = {**changes.orders, key: tuple(found)}
    if found == sorted(found):
        del orders[key]
    return replace(changes, orders=orders)


def _weights(wants: Preferences, changes: Changes, key: Key) -> Iterator[WeightRow]:
    changed = changes.weights.get(key, {})
    for place, weight in enumerate(wants.weights):
        low, high = _ends(weight)
        rest = {at: value for at, value in changed.items() if at != place}
        weights = {**changes.weights, key: rest}
        if not rest:
            del weights[key]
        middle = round((low + high) / 2, 12)
        yield _row(
            f"{key[0]}:{key[1]}:{place + 1}",
            weight.says if weight.says is not None else weight.issue or "",
            (changed.get(place, middle), (low, high), place in changed),
            replace(changes, weights=weights),
            weight,
        )


def _ends(weight: Weight) -> tuple[float, float]:
    if isinstance(weight.weight, tuple):
        return weight.weight
    return weight.weight, weight.weight


def _row(
    at: str,
    text: str,
    number: tuple[float, tuple[float, float], bool],
    back: Changes,
    weight: Weight | None,
) -> WeightRow:
    """A weight as a row.

    Parameters:
        number: what it is now, what the dossier says, and whether that is changed.
    """
    value, (low, high), changed = number
    reach = max(abs(low), abs(high), abs(value)) or 1.0
    step = 10.0 ** floor(log10(reach / 20))
    least = min(low, 0.0, value) - (reach if low < 0 else 0.0)
    scores = weight.scores.items() if weight is not None else ()
    own = number_text(low) if low == high else f"{number_text(low)} \u2013 {number_text(high)}"
    return WeightRow(
        at,
        text,
        tuple((name, number_text(score)) for name, score in scores),
        number_text(value),
        own,
        number_text(round(least, 12)),
        number_text(round(2 * reach, 12)),
        number_text(step),
        changed,
        back,
        tuple(weight.sources) if weight is not None else (),
        (weight.assumed or "") if weight is not None else "",
    )


def _none(part: Part, wants: Preferences, changes: Changes, key: Key) -> WeightRow | None:
    plan = part.dossier.declared.parties[key[1]].no_agreement
    own = wants.reservation
    if own is None and plan is not None:
        own = plan.value
    value = changes.none.get(key, own)
    none = {other: number for other, number in changes.none.items() if other != key}
    back = replace(changes, none=none)
    at = f"{key[0]}:{key[1]}:none"
    if value is None:
        return replace(_row(at, "", (0.0, (0.0, 1.0), False), back, None), value="", own="")
    stood = own if own is not None else value
    row = _row(at, "", (value, (stood, stood), key in changes.none), back, None)
    return row if own is not None else replace(row, own="")


def line_of_wishes(text: str, scope: Scope, party: str) -> int:
    """Return the line of dossier.yaml at which the wishes of a party begin, or their section; or 1.

    >>> line_of_wishes("id: a\\nconflict:\\n  preferences:\\n    us:\\n", "conflict", "us")
    4
    """
    section = "preferences" if scope == "shared" else scope
    found, inside, wishes = 1, False, scope == "shared"
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1].strip() and not line.startswith("#"):
            inside = line.startswith(f"{section}:")
            found = number if inside else found
        if inside and line.strip() == "preferences:":
            wishes = True
        if inside and wishes and line[:1] == " " and line.strip() == f"{party}:":
            return number
    return found
