"""What each party of a conflict wants, in order, as words: the model's wishes with their proofs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import groupby

from parley.brief.blocks import Line, Run, cited, join, line
from parley.brief.conflict_beside import Beside
from parley.brief.conflict_words import label
from parley.brief.model import Cite
from parley.brief.study import Study
from parley.space.model import Model, Named, Priorities, Ranking, Term

__all__ = ["order_of_states", "wish_lines"]

#: Wishes that are listed; of a longer ranking the order of the states says the same.
_MOST_TIERS = 12
#: States whose order is written out.
_MOST_ORDERED = 40


def wish_lines(
    model: Model, party: str, beside: Beside, most: int | None = None
) -> tuple[Line, ...]:
    """Return a party's wishes, most important first, each with what it rests on.

    Where all rest on the same, that stands once, at the end. `most` is how many are listed.
    """
    preference = model.preferences.get(party)
    if preference is None:
        return (line("Not recorded: it is taken as indifferent."),)
    proofs = beside.proofs.get(party, {})
    if isinstance(preference, Priorities):
        groups = [[(_code(one), _proof(proofs, one.name)) for one in g] for g in preference.groups]
        found = list(_numbered(groups, "in unknown order: "))
    elif isinstance(preference, Ranking):
        groups = [[(_code(one), _proof(proofs, one.name)) for one in t] for t in preference.tiers]
        found = list(_numbered(groups, "as good as each other: "))
    else:
        found = [_weight(term, proofs) for term in preference.terms]
    rests = {proof for _, proof in found if proof != Cite()}
    shown = found[: most or _MOST_TIERS]
    more = len(found) - len(shown)
    rest = (line(f"... and {more} more"),) if more else ()
    if len(rests) == 1 and all(proof != Cite() for _, proof in found):
        return (*(text for text, _ in shown), *rest, line("All of it", cited(rests.pop())))
    return (*((*text, *cited(proof)) for text, proof in shown), *rest)


def _code(named: Named) -> Line:
    return line(Run(named.name, "code"))


def _proof(proofs: Mapping[str, Cite], name: str) -> Cite:
    return proofs.get(name, Cite())


def _numbered(groups: list[list[tuple[Line, Cite]]], tied: str) -> Iterator[tuple[Line, Cite]]:
    for number, group in enumerate(groups, 1):
        words = tied if len(group) > 1 else ""
        parts = join(text for text, _ in group)
        yield line(f"{number}. {words}", parts), group[0][1] if group else Cite()


def _weight(term: Term, proofs: Mapping[str, Cite]) -> tuple[Line, Cite]:
    low, high = _number(term.low), _number(term.high)
    worth = low if low == high else f"between {low} and {high}"
    if term.says is not None:
        return line(f"{worth} for ", _code(term.says)), _proof(proofs, term.says.name)
    issue = term.issue or ""
    scores = ", ".join(f"`{value}` {_number(score)}" for value, score in term.scores.items())
    told = f"{worth} times the score of `{issue}`" + (f" ({scores})" if scores else "")
    return line(told), _proof(proofs, issue)


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
