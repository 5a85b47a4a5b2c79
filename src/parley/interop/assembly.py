"""A model made of what the files of a scenario say about one party each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parley.interop.gmcr.names import ids_for
from parley.interop.issues import ScenarioIssue
from parley.space.model import Model, Term, Weights

__all__ = ["Wants", "issue_ids", "model_of_parties"]


@dataclass(frozen=True, slots=True)
class Wants:
    """What one party wants, as read from its file.

    Parameters:
        name: the party's name in words.
        terms: what adds up to its utility.
        reservation: what no agreement is worth; None: not known.
        discount: what is left of 1 at the end; None: everything.
        notes: what a reader of the results must know.
    """

    name: str
    terms: tuple[Term, ...]
    reservation: Fraction | None = None
    discount: Fraction | None = None
    notes: tuple[str, ...] = ()


def issue_ids(issues: Sequence[ScenarioIssue]) -> tuple[str, ...]:
    """Return an id for each issue, made of its name."""
    return ids_for([one.name for one in issues], [None] * len(issues), "issue")


def model_of_parties(
    name: str,
    issues: Mapping[str, ScenarioIssue],
    wants: Sequence[Wants],
    notes: Sequence[str] = (),
) -> Model:
    """Return the model in which all parties together decide every issue.

    Parameters:
        name: what messages call it.
        issues: id -> issue.
        notes: what a reader of the results must know, beside the notes of the parties.
    """
    names = [one.name for one in wants]
    by_party = dict(zip(ids_for(names, [None] * len(names), "party"), wants, strict=True))
    parties = tuple(by_party)
    return Model(
        name,
        {issue: one.domain for issue, one in issues.items()},
        {party: one.name for party, one in by_party.items()},
        dict.fromkeys(issues, parties),
        preferences={party: Weights(one.terms) for party, one in by_party.items()},
        questions={issue: one.name for issue, one in issues.items()},
        meanings={issue: one.meanings for issue, one in issues.items() if one.meanings},
        no_agreement={
            party: one.reservation for party, one in by_party.items() if one.reservation is not None
        },
        discounts={
            party: one.discount for party, one in by_party.items() if one.discount is not None
        },
        notes=(
            *notes,
            *(f"{party}: {note}." for party, one in by_party.items() for note in one.notes),
        ),
    )
