"""Coalitions of a `.gmcr` file: who acts as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from parley.interop.gmcr.faults import fault, got
from parley.interop.gmcr.layout import number_in

__all__ = ["Coalitions", "read_coalitions"]

Coalitions: TypeAlias = tuple[tuple[str, ...], ...]


def read_coalitions(
    value: object, parties: Sequence[str], faults: list[str]
) -> tuple[Coalitions, tuple[str, ...]]:
    """Return the coalitions of two or more, and notes on what was left out.

    Parameters:
        value: numbers of decision makers, and lists of them for those who act as one; or None.
        parties: the ids of the decision makers.

    A decision maker in two coalitions is a fault. Where one is in none, GMCR+ drops them all.
    """
    if value is None:
        return (), ()
    if not isinstance(value, list):
        faults.append(fault("coalitions", "a list", got(value), 'write "coalitions": []'))
        return (), ()
    place_of: dict[int, int] = {}
    found = [_members(block, place, parties, place_of, faults) for place, block in enumerate(value)]
    joined = tuple(members for members in found if len(members) > 1)
    if joined and len(place_of) < len(parties):
        absent = ", ".join(one for number, one in enumerate(parties) if number not in place_of)
        note = f"the coalitions are left out, as GMCR+ does: {absent} is in none of them"
        return (), (note,)
    return joined, ()


def _members(
    block: object, place: int, parties: Sequence[str], place_of: dict[int, int], faults: list[str]
) -> tuple[str, ...]:
    """Return who is in one coalition; `place_of` remembers where everybody was met."""
    where = f"coalitions[{place}]"
    members = []
    for item in block if isinstance(block, list) else [block]:
        number = number_in(item, len(parties))
        if number is None:
            wanted = f"a decision maker's number from 0 to {len(parties) - 1}"
            hint = "count the file's `decisionMakers` from 0"
            faults.append(fault(where, wanted, got(item), hint))
        elif number in place_of:
            wanted = f"'{parties[number]}' in one coalition"
            found = f"it in coalitions[{place_of[number]}] too"
            faults.append(fault(where, wanted, found, "take it out of one of the two"))
        else:
            place_of[number] = place
            members.append(parties[number])
    return tuple(members)
