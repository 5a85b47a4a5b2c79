"""Models written as `.gmcr` files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from parley.dossier.language.formulas import conjuncts
from parley.interop.gmcr.conditions import condition_of
from parley.interop.gmcr.cubes import MOST_CUBES, MOST_ISSUES, Cube, Sides, cubes_of
from parley.interop.gmcr.faults import fault, refusal, tidy
from parley.interop.gmcr.orders import bits_of_states, tiers_of
from parley.interop.gmcr.states import feasible_states
from parley.space.model import Model, Priorities, Ranking, Weights

__all__ = ["losses_of", "write_gmcr"]

_VERSION = "0.3.13"  # of GMCR+, whose layout this is
_MOST_STATES = 4_096  # ranked one by one
_MOST_STATEMENTS = 63  # GMCR+ weighs them by powers of two in 64 bits
_LONGEST_NAME = 900
_DIRECTIONS = {"both": "both", "up": "fwd", "down": "back"}


def write_gmcr(model: Model) -> str:
    """Write a model as a `.gmcr` file that GMCR+ opens.

    The lower of an issue's two values is written as an option not taken, the higher as taken; of
    issues without order the first and the second, except that `no` and `false` are never taken.
    Priorities stay conditions where GMCR+ can hold them. As soon as one party's cannot be
    written so, or is a ranking or weights, the order of all feasible states is worked out for
    every party and written as a manual ranking: GMCR+ uses one of the two for all.

    What is lost: see `losses_of`. Reading the file gives the same issues, directions, deciders
    and feasible outcomes, and the same order of them for every party.

    Raises Refused, with everything that is in the way, for a model that GMCR+ cannot hold.
    """
    faults = list(_obstacles(model))
    if faults:
        raise refusal(model.name, faults)
    sides = _sides(model)
    infeasible = _infeasible(model, sides, faults)
    if faults:
        raise refusal(model.name, faults)
    makers, manual = _makers(model, sides, infeasible)
    numbers = {issue: number for number, issue in enumerate(sides)}
    content = {
        "program": "parley",
        "version": _VERSION,
        "options": _options(model, sides),
        "decisionMakers": makers,
        "coalitions": list(range(len(makers))),
        "infeasibles": [
            [[numbers[issue], "Y" if taken else "N"] for issue, taken in cube]
            for cube in infeasible
        ],
        "useManualPreferenceRanking": manual,
    }
    return json.dumps(content) + "\n"


def losses_of(model: Model) -> tuple[str, ...]:
    """Say what `write_gmcr` leaves out of a model or changes, one sentence for each loss."""
    found = []
    if any(not {"no", "yes"} >= domain.whole for domain in model.issues.values()):
        found.append("the values keep no names: they are yes and no")
    if any(len(who) > 1 for who in model.decided_by.values()):
        found.append(
            "GMCR+ lets each decider of an issue change it alone; parley lets them do so together"
        )
    if any(isinstance(one, Weights) for one in model.preferences.values()):
        found.append("of weights only the order of outcomes is kept")
    if any(isinstance(one, Priorities | Ranking) for one in model.preferences.values()):
        found.append("statements keep their meaning, not always their form, and no names")
    if model.meanings:
        found.append("what the values mean in words is left out")
    if model.status_quo is not None:
        found.append("the status quo is left out")
    if model.coalesce:
        found.append("outcomes that count as one state are apart: GMCR+ has no such states")
    if model.notes:
        found.append("the notes are left out")
    return tuple(found)


def _obstacles(model: Model) -> Iterator[str]:
    if not model.issues or not model.parties:
        missing = "parties" if model.issues else "issues"
        yield fault(missing, "at least one", "none", "a conflict needs who decides and what")
    for issue, domain in model.issues.items():
        if len(domain.values) != 2:
            found = f"{len(domain.values):,}"
            hint = "make a yes-or-no issue of each value, or leave the issue out"
            yield fault(f"issue '{issue}'", "two values, as GMCR+ has only options", found, hint)
        if not model.decided_by.get(issue):
            hint = "name who decides it, or fix its value and leave it out"
            yield fault(f"issue '{issue}'", "a party that decides it", "none", hint)
    for party, preference in model.preferences.items():
        where = f"the preferences of '{party}'"
        if isinstance(preference, Priorities):
            for group in preference.groups:
                if len(group) > 1:
                    named = ", ".join(f"`{one.name}`" for one in group)
                    hint = "settle which of them is more important"
                    yield fault(where, "statements one below the other", f"a tie of {named}", hint)
        elif isinstance(preference, Weights):
            for number, term in enumerate(preference.terms, 1):
                if term.low != term.high:
                    found = f"one between {term.low} and {term.high}"
                    hint = "settle on one number"
                    yield fault(f"{where}, term {number}", "a weight that is known", found, hint)


def _sides(model: Model) -> Sides:
    """Return issue -> what N and Y stand for, in the order of GMCR+: by who decides."""
    ordered = [
        issue
        for party in model.parties
        for issue, who in model.decided_by.items()
        if party in who and issue in model.issues
    ]
    found = {}
    for issue in dict.fromkeys(ordered):
        domain = model.issues[issue]
        low, high = domain.ranked
        turned = high in ("no", "false") and low in ("yes", "true")
        found[issue] = (high, low) if turned else (low, high)
    return found


def _options(model: Model, sides: Sides) -> list[dict[str, str]]:
    found = []
    names: set[tuple[str, tuple[str, ...]]] = set()
    for issue, (no, _) in sides.items():
        direction = model.directions.get(issue, "both")
        if no != model.issues[issue].ranked[0]:
            direction = "down" if direction == "up" else "up" if direction == "down" else "both"
        name = _name(model.questions.get(issue, issue), issue)
        owners = tuple(party for party in model.parties if party in model.decided_by[issue])
        if (name, owners) in names:
            name = f"{name} ({issue})"
        names.add((name, owners))
        found.append(
            {"name": name, "permittedDirection": _DIRECTIONS[direction], "parleyId": issue}
        )
    return found


def _makers(
    model: Model, sides: Sides, infeasible: Sequence[Cube]
) -> tuple[list[dict[str, object]], bool]:
    """Return the decision makers, and whether their preferences are rankings."""
    numbers = {issue: number for number, issue in enumerate(sides)}
    statements = {party: _statements(model, party, sides, numbers) for party in model.parties}
    manual = any(one is None for one in statements.values())
    rankings = _rankings(model, sides, infeasible, statements) if manual else {}
    names = _party_names(model)
    makers: list[dict[str, object]] = []
    for party in model.parties:
        maker: dict[str, object] = {
            "name": names[party],
            "options": [numbers[issue] for issue in sides if party in model.decided_by[issue]],
            "preferences": statements[party] or [],
            "parleyId": party,
        }
        if manual:
            maker["preferenceRanking"] = rankings[party]
        makers.append(maker)
    return makers, manual


def _party_names(model: Model) -> dict[str, str]:
    found: dict[str, str] = {}
    for party, words in model.parties.items():
        name = _name(words, party)
        found[party] = f"{name} ({party})" if name in found.values() else name
    return found


def _name(words: str, otherwise: str) -> str:
    return tidy(words[:_LONGEST_NAME]) or otherwise


def _infeasible(model: Model, sides: Sides, faults: list[str]) -> list[Cube]:
    """Return patterns of the outcomes that are infeasible."""
    found: dict[Cube, None] = {}
    for named in model.feasibility:
        where = f"feasibility `{named.name}`"
        for part in conjuncts(named.formula):
            cubes = cubes_of(part, sides, wanted=False)
            if cubes is None:
                wanted = f"at most {MOST_CUBES:,} patterns, and {MOST_ISSUES} issues in a part"
                faults.append(fault(where, wanted, "more", "split the statement or simplify it"))
            elif () in cubes:
                hint = "leave it out, or write what is possible"
                faults.append(fault(where, "something that can be true", "what never is", hint))
            else:
                found.update(dict.fromkeys(cubes))
    if len(found) > MOST_CUBES:
        wanted = f"at most {MOST_CUBES:,} patterns of infeasible states"
        faults.append(fault("feasibility", wanted, f"{len(found):,}", "simplify the statements"))
    return list(found)


def _statements(
    model: Model, party: str, sides: Sides, numbers: Mapping[str, int]
) -> list[object] | None:
    """Return a party's statements as GMCR+ holds them, or None where it cannot."""
    preference = model.preferences.get(party)
    if preference is None:
        return []
    if not isinstance(preference, Priorities):
        return None
    found: list[object] = []
    for group in preference.groups:
        for named in group:
            condition = condition_of(named.formula, sides, numbers)
            if condition is None:
                return None
            if condition:  # else it is true everywhere, or nowhere, and orders nothing
                found.append(condition)
    return found if len(found) <= _MOST_STATEMENTS else None


def _rankings(
    model: Model,
    sides: Sides,
    infeasible: Sequence[Cube],
    statements: Mapping[str, list[object] | None],
) -> dict[str, list[int | list[int]]]:
    issues = tuple(sides)
    states = feasible_states(issues, infeasible, _MOST_STATES)
    if states is None or not len(states):
        cause = ", ".join(party for party, one in statements.items() if one is None)
        wanted = f"1 to {_MOST_STATES:,} feasible outcomes, to be ranked one by one for {cause}"
        hint = "prefer by simple statements, or leave out issues"
        found = "more" if states is None else "none"
        raise refusal(model.name, [fault("the outcomes", wanted, found, hint)])
    atoms = bits_of_states(issues, states.tolist())
    return {
        party: [
            tier if len(tier) > 1 else tier[0]
            for tier in tiers_of(model.preferences.get(party), sides, atoms, len(states))
        ]
        for party in model.parties
    }
