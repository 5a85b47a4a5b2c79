"""What an agenda opens and what it is worth, read word for word and by listing every outcome.

Slow and plain on purpose: it shares nothing with the package but the records and the meaning of
one statement about one outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from parley.dossier.language.formulas import evaluate, issues_of
from parley.space.model import Model, Weights
from parley.space.openings import Choice, Item

Outcome = Mapping[str, str]


def outcomes(model: Model) -> Iterator[Outcome]:
    """Give every feasible outcome of a model."""
    names = list(model.issues)
    for values in product(*(model.issues[name].ranked for name in names)):
        outcome = dict(zip(names, values, strict=True))
        if all(evaluate(one.formula, outcome) for one in model.feasibility):
            yield outcome


def choices_of(items: Sequence[Item], agenda: Sequence[str]) -> list[Choice]:
    """Return the choice that an agenda makes for each item."""
    return [
        next(choice for choice in item.choices if choice.name == name)
        for item, name in zip(items, agenda, strict=True)
    ]


def is_open(outcome: Outcome, choices: Sequence[Choice], quo: Outcome) -> bool:
    """Whether the talks can settle on an outcome; every limit is about one issue alone.

    Parameters:
        quo: issue -> its value where things stand.
    """
    said = [one.formula for choice in choices for one in choice.says]
    if not all(evaluate(formula, outcome) for formula in said):
        return False
    for issue, value in outcome.items():
        if any(issue in choice.opens for choice in choices):
            continue
        limits = [
            one.formula
            for choice in choices
            for one in choice.limits
            if issue in issues_of(one.formula)
        ]
        if limits:
            if not any(evaluate(formula, outcome) for formula in limits):
                return False
        elif not any(issues_of(formula) == {issue} for formula in said) and value != quo[issue]:
            return False
    return True


def worth_to(model: Model, party: str, outcome: Outcome) -> Fraction:
    """Add up what an outcome is worth to a party, every weight at its middle."""
    preference = model.preferences[party]
    assert isinstance(preference, Weights)
    total = Fraction()
    for term in preference.terms:
        weight = (term.low + term.high) / 2
        if term.says is not None:
            total += weight if evaluate(term.says.formula, outcome) else 0
        else:
            assert term.issue is not None
            total += weight * term.scores.get(outcome[term.issue], Fraction())
    return total


def settlements(
    model: Model, inside: Sequence[Outcome], none: Sequence[Fraction]
) -> list[tuple[Fraction, ...]]:
    """Return the worths of efficient outcomes that nobody finds worse than no agreement."""
    points = {
        tuple(worth_to(model, party, outcome) for party in model.parties) for outcome in inside
    }
    efficient = [
        one
        for one in points
        if not any(
            other != one and all(a >= b for a, b in zip(other, one, strict=True))
            for other in points
        )
    ]
    return [one for one in efficient if all(a >= b for a, b in zip(one, none, strict=True))]


def nash_product(point: Sequence[Fraction], none: Sequence[Fraction]) -> Fraction:
    """Multiply what all gain over no agreement."""
    return prod((a - b for a, b in zip(point, none, strict=True)), start=Fraction(1))
