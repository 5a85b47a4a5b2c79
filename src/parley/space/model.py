"""A negotiation as a model: issues, who decides them, what is feasible, what each party prefers.

This is what a dossier, or another program's file, is turned into before anything is counted. It
still speaks in names and formulas; `compiling` turns it into numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import Formula

__all__ = [
    "Direction",
    "Model",
    "Named",
    "Preference",
    "Priorities",
    "Ranking",
    "Term",
    "Weights",
]

#: Moves that an issue permits along the order of its values.
Direction: TypeAlias = Literal["both", "up", "down"]


@dataclass(frozen=True, slots=True)
class Named:
    """A formula and the words or the name by which messages speak of it."""

    name: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Priorities:
    """Option prioritisation: statements, most important first.

    Each group has one statement, or several whose order among themselves is unknown.
    """

    groups: tuple[tuple[Named, ...], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One term of an additive preference: what it adds, between `low` and `high` times its score.

    The score is 1 where `says` is true and 0 elsewhere; or it is that of the value of `issue`.
    """

    low: Fraction
    high: Fraction
    says: Named | None = None
    issue: str | None = None
    scores: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """An additive preference with conditional terms: more is better."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Tiers of outcomes, best first; what a statement of a tier is true of ties with the tier."""

    tiers: tuple[tuple[Named, ...], ...]


Preference: TypeAlias = Priorities | Weights | Ranking


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Issues, deciders, feasibility and preferences, by name.

    Parameters:
        name: what messages call it, for example the file it came from.
        issues: issue -> its values; where they are ordered, moves go along the order.
        parties: party -> its name in words; all who decide something or prefer something.
        decided_by: issue -> the parties that decide it: one alone, or several together; none: a
            fact that nobody moves.
        directions: issue -> moves it permits; left out: both ways.
        feasibility: statements that every outcome satisfies.
        preferences: party -> what it prefers; left out: indifferent.
        questions: issue -> its question in words.
        meanings: issue -> value -> what the value means in words.
        status_quo: where things stand now; it may leave issues open.
        coalesce: each makes one state of all outcomes of which it is true.
        no_agreement: party -> what no agreement is worth to it, on the scale of its weights.
        discounts: party -> what is left of a worth of 1 when all the time for the talks is over.
        notes: what a reader of the results must know, such as what was left out and why.
    """

    name: str
    issues: Mapping[str, Domain]
    parties: Mapping[str, str]
    decided_by: Mapping[str, tuple[str, ...]]
    directions: Mapping[str, Direction] = field(default_factory=dict)
    feasibility: tuple[Named, ...] = ()
    preferences: Mapping[str, Preference] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    status_quo: Named | None = None
    coalesce: tuple[Named, ...] = ()
    no_agreement: Mapping[str, Fraction] = field(default_factory=dict)
    discounts: Mapping[str, Fraction] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
