"""What each party of a conflict wants, in order, as words: the model's wishes with their proofs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import groupby

from parley.brief.blocks import Line, cited, line
from parley.brief.conflicts.beside import Beside
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.words import label
from parley.brief.model import Cite
from parley.space.model import Model, Named, Priorities, Ranking, Term

__all__ = ["order_of_states", "wish_lines", "wishes"]

#: Wishes that are listed; of a longer ranking the order of the states says the same.
_MOST_WISHES = 12
#: States whose order is written out.
_MOST_ORDERED = 40


def wishes(model: Model, party: str, proofs: Mapping[str, Cite]) -> tuple[tuple[str, Cite], ...]:
    """Return a party's wishes in words, most important first, each with what it rests on."""
    preference = model.preferences.get(party)
    if isinstance(preference, Priorities):
        return tuple(_numbered(preference.groups, "in unknown order: ", proofs))
    if isinstance(preference, Ranking):
        return tuple(_numbered(preference.tiers, "as good as each other: ", proofs))
    return tuple(_weight(term, proofs) for term in preference.terms) if preference else ()


def wish_lines(
    model: Model, party: str, beside: Beside, most: int | None = None
) -> tuple[Line, ...]:
    """Return a party's wishes as lines; `most` is how many are listed.

    Where all rest on the same, that stands once, at the end.
    """
    found = wishes(model, party, beside.proofs.get(party, {}))
    if not found:
        return (line("Not recorded: it is taken as indifferent."),)
    rests = {proof for _, proof in found}
    shown = found[: most or _MOST_WISHES]
    more = len(found) - len(shown)
    rest = (line(f"... and {more} more"),) if more else ()
    if len(rests) == 1 and len(found) > 1 and (proof := rests.pop()) != Cite():
        return (*(line(text) for text, _ in shown), *rest, line("All of it", cited(proof)))
    return (*(line(text, cited(proof)) for text, proof in shown), *rest)


def _numbered(
    groups: tuple[tuple[Named, ...], ...], tied: str, proofs: Mapping[str, Cite]
) -> Iterator[tuple[str, Cite]]:
    for number, group in enumerate(groups, 1):
        words = tied if len(group) > 1 else ""
        texts = ", ".join(f"`{one.name}`" for one in group)
        yield f"{number}. {words}{texts}", proofs.get(group[0].name, Cite())


def _weight(term: Term, proofs: Mapping[str, Cite]) -> tuple[str, Cite]:
    low, high = _number(term.low), _number(term.high)
    worth = low if low == high else f"between {low} and {high}"
    if term.says is not None:
        return f"{worth} for `{term.says.name}`", proofs.get(term.says.name, Cite())
    issue = term.issue or ""
    scores = ", ".join(f"`{value}` {_number(score)}" for value, score in term.scores.items())
    told = f"{worth} times the score of `{issue}`" + (f" ({scores})" if scores else "")
    return told, proofs.get(issue, Cite())


def _number(value: Fraction) -> str:
    return f"{float(value):g}"


def order_of_states(study: Study, party: int) -> str:
    """Return a party's order of the states, best first; empty where there are too many."""
    states = study.stability.states
    if len(states) > _MOST_ORDERED:
        return ""
    rank = study.space.ranks[party][states].tolist()
    places = sorted(range(len(states)), key=lambda place: (-rank[place], place))
    tiers = groupby(places, key=lambda place: rank[place])
    return " > ".join(" = ".join(map(label, tier)) for _, tier in tiers)
