"""What each value is worth to a party, and each combination: the form in which scenarios differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from parley.dossier.language.formulas import And, Const, Formula, In, evaluate, issues_of
from parley.kernel.errors import Refused
from parley.space.model import Model, Named, Term, Weights

__all__ = ["Worths", "box_of", "common_losses", "odd_part", "require_weights", "worths_of"]


@dataclass(frozen=True, slots=True)
class Worths:
    """A party's weights, sorted.

    Parameters:
        values: issue -> value -> what it adds.
        combined: statements on several issues, and what each adds.
    """

    values: Mapping[str, Mapping[str, Fraction]]
    combined: tuple[tuple[Named, Fraction], ...]


def require_weights(model: Model, program: str) -> None:
    """Raise Refused where a party's preference is an order and not a sum of weights."""
    orders = [
        party
        for party in model.parties
        if not isinstance(model.preferences.get(party, Weights(())), Weights)
    ]
    if orders:
        raise Refused(
            f"{model.name}: expected weights for every party, which is what {program} has, got an "
            f"order of statements or outcomes for {', '.join(orders)}",
            hint="give these parties `weights`",
        )


def worths_of(model: Model, party: str) -> Worths:
    """Sort the terms of a party: what speaks of one issue is added up by value.

    What is always added is added to the values of the first issue. Of an interval the middle
    counts.
    """
    values = {
        issue: dict.fromkeys(domain.ranked, Fraction()) for issue, domain in model.issues.items()
    }
    combined: list[tuple[Named, Fraction]] = []
    preference = model.preferences.get(party)
    for term in preference.terms if isinstance(preference, Weights) else ():
        worth = (term.low + term.high) / 2
        single = _single(term, model)
        if single is None and term.says is not None:
            combined.append((term.says, worth))
            continue
        for issue, value, score in single or ():
            values[issue][value] += worth * score
    return Worths(values, tuple(combined))


def _single(term: Term, model: Model) -> tuple[tuple[str, str, Fraction], ...] | None:
    """A term on one issue as scores of values; None for a statement on several."""
    if term.issue is not None:
        known = model.issues[term.issue].place
        return tuple(
            (term.issue, value, score) for value, score in term.scores.items() if value in known
        )
    if term.says is None:
        return ()
    formula = term.says.formula
    named = issues_of(formula)
    if len(named) > 1:
        return None
    issue = next(iter(named), next(iter(model.issues)))
    return tuple(
        (issue, value, Fraction(1))
        for value in model.issues[issue].ranked
        if evaluate(formula, {issue: value})
    )


def box_of(formula: Formula) -> Mapping[str, frozenset[str]] | None:
    """Return a conjunction as issue -> allowed values; None for any other formula."""
    if isinstance(formula, In):
        return {formula.issue: formula.allowed}
    if formula == Const(True):
        return {}
    if not isinstance(formula, And):
        return None
    found: dict[str, frozenset[str]] = {}
    for part in formula.parts:
        inner = box_of(part)
        if inner is None:
            return None
        for issue, allowed in inner.items():
            found[issue] = found.get(issue, allowed) & allowed
    return found


def odd_part(*numbers: Fraction) -> int:
    """Return the least whole number that makes ending decimals of all numbers.

    >>> odd_part(Fraction(1, 6), Fraction(3, 7))
    21
    """
    bottom = lcm(*(number.denominator for number in numbers)) if numbers else 1
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    return bottom


def common_losses(model: Model, program: str) -> Iterator[str]:
    """Say what none of the three formats of scenarios can hold."""
    if model.feasibility:
        yield f"{program} knows no feasibility: every combination is possible there"
    if any(direction != "both" for direction in model.directions.values()):
        yield f"{program} knows no directions: every value can be left again"
    alone = [issue for issue, who in model.decided_by.items() if set(who) != set(model.parties)]
    if alone:
        yield f"in {program} all parties together decide every issue: {', '.join(alone)} too"
    if model.status_quo is not None:
        yield f"{program} has no place for where things stand"
    for party, preference in model.preferences.items():
        terms = preference.terms if isinstance(preference, Weights) else ()
        if any(term.low != term.high for term in terms):
            yield f"of the intervals in what {party} wants the middle is written"
