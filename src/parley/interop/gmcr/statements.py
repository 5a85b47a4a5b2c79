"""Conditions of `.gmcr` files: what a preference or an infeasible state says, as a formula.

GMCR+ saves a condition as pairs of an option's number, from 0, and `Y` or `N`, all of which hold;
or as a compound, of whose members at least one holds. What its user types, such as `2 if 3`, is
not saved. A text is read nevertheless, for files written by hand: options then count from 1, as
on GMCR+'s screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.dossier.language.formulas import Const, Formula, If, Iff
from parley.interop.gmcr.faults import fault, got
from parley.interop.gmcr.layout import number_in
from parley.interop.gmcr.literals import all_of, literal, some_of
from parley.interop.gmcr.text import read_text

__all__ = ["read_condition"]

_MEANS = {"Y": True, "y": True, "N": False, "n": False}
_Pairs = tuple[tuple[int, bool], ...]


def read_condition(value: object, where: str, issues: Sequence[str], faults: list[str]) -> Formula:
    """Turn a condition into a formula, and note its faults.

    Parameters:
        value: as it stands in the file.
        issues: the ids of the options, in the file's order.
    """
    if isinstance(value, str):
        return read_text(value, where, issues, faults)
    if isinstance(value, list):
        return _all_of(_pairs(value, where, issues, faults), issues)
    members = value.get("members") if isinstance(value, dict) else None
    if not isinstance(members, list):
        wanted = "a list of pairs, or an object with a list `members`"
        found = "an object without it" if isinstance(value, dict) else got(value)
        hint = 'write [[0, "Y"], [2, "N"]] where option 0 is taken and option 2 is not'
        faults.append(fault(where, wanted, found, hint))
        return Const(True)
    read = [
        _pairs(member, f"{where}, members[{number}]", issues, faults)
        for number, member in enumerate(members)
    ]
    return _conditional(read, issues) or some_of([_all_of(pairs, issues) for pairs in read])


def _pairs(value: object, where: str, issues: Sequence[str], faults: list[str]) -> _Pairs:
    hint = 'write pairs such as [0, "Y"]'
    if not isinstance(value, list):
        faults.append(fault(where, "a list of pairs", got(value), hint))
        return ()
    found: dict[int, bool] = {}
    for place, pair in enumerate(value):
        spot = f"{where}[{place}]"
        if not isinstance(pair, list) or len(pair) != 2:
            faults.append(fault(spot, "a pair of a number and Y or N", got(pair), hint))
            continue
        number, word = number_in(pair[0], len(issues)), pair[1]
        taken = _MEANS.get(word) if isinstance(word, str) else None
        if number is None:
            wanted = f"an option's number from 0 to {len(issues) - 1}"
            faults.append(fault(spot, wanted, got(pair[0]), "count the file's `options` from 0"))
        if taken is None:
            faults.append(fault(spot, "Y or N", got(word), hint))
        if number is None or taken is None:
            continue
        if number in found:  # GMCR+ shifts the answers after it to other options
            wanted = f"option {number} once in a condition"
            faults.append(fault(spot, wanted, "it again", "delete one of the two pairs"))
        found[number] = taken
    return tuple(found.items())


def _all_of(pairs: _Pairs, issues: Sequence[str]) -> Formula:
    return all_of([literal(issues[number], taken) for number, taken in pairs])


def _conditional(members: Sequence[_Pairs], issues: Sequence[str]) -> Formula | None:
    """Recognise the compounds that GMCR+ makes of `q if p` and `q iff p`, or return None."""
    sets = [frozenset(pairs) for pairs in members]
    if len(sets) not in (2, 3) or any(len(one) != 2 for one in sets):
        return None
    p, q = members[0]
    no_p, no_q = (p[0], not p[1]), (q[0], not q[1])
    if len(sets) == 2:
        both = sets[1] == {no_p, no_q}
        return Iff(_literal(q, issues), _literal(p, issues)) if both else None
    if q not in sets[1]:
        p, q, no_p, no_q = q, p, no_q, no_p
    if sets[1] != {no_p, q} or sets[2] != {no_p, no_q}:
        return None
    return If(_literal(q, issues), _literal(p, issues))


def _literal(pair: tuple[int, bool], issues: Sequence[str]) -> Formula:
    return literal(issues[pair[0]], pair[1])
