"""A conflict in words: states, and why a party stays at one or would leave it.

Texts put what belongs to the dossier's own language between backticks, as `blocks.line` reads it.
A state is called by its place in the study: S1, S2, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from parley.brief.conflicts.study import Study
from parley.conflict.explanation import Answer, Explanation
from parley.dossier.language.formulas import In, show
from parley.space.compiling import where
from parley.space.space import outcome_of

__all__ = [
    "answers",
    "difference",
    "explained",
    "gains",
    "holds_under",
    "in_own_words",
    "is_merged",
    "label",
    "listed",
    "party_name",
    "shared",
    "statement",
    "stays_under",
    "tempted",
    "together",
]


def label(place: int) -> str:
    """Return what a state is called.

    >>> label(0)
    'S1'
    """
    return f"S{place + 1}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Put words into a sentence.

    >>> listed(["R", "SEQ", "GMR"])
    'R, SEQ and GMR'
    """
    found = list(words)
    return (
        f" {last} ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)
    )


def party_name(study: Study, party: int) -> str:
    """Return a party's name in the dossier's own words."""
    name = study.space.parties[party]
    return " ".join(study.model.parties.get(name, name).split())


def together(study: Study, who: frozenset[int]) -> str:
    """Return who makes one move: a party, or several that move together."""
    names = listed(party_name(study, party) for party in sorted(who))
    return names if len(who) == 1 else f"{names} together"


@lru_cache(maxsize=4)
def _made_one(study: Study) -> Mapping[int, str]:
    """Places of states that stand for several outcomes, and the statement that they share."""
    found: dict[int, list[str]] = {}
    for named in study.model.coalesce:
        true = where(study.model, named.formula)[study.stability.states]
        for place in true.nonzero()[0].tolist():
            found.setdefault(place, []).append(named.name)
    return {place: " or ".join(names) for place, names in found.items()}


def is_merged(study: Study, place: int) -> bool:
    """Whether a state stands for several outcomes that count as one."""
    return place in _made_one(study)


def _outcome(study: Study, place: int) -> dict[str, str]:
    return outcome_of(study.space, int(study.stability.states[place]))


def statement(study: Study, place: int, base: Mapping[str, str] | None = None) -> str:
    """Return a state as a statement of the dossier: `press = stopped and talks = going_on`.

    Parameters:
        base: values, by issue, that need not be said again.
    """
    if place in _made_one(study):
        return _made_one(study)[place]
    issues = study.model.issues
    return " and ".join(
        show(In(issue, frozenset((value,))), issues)
        for issue, value in _outcome(study, place).items()
        if (base or {}).get(issue) != value
    )


def shared(study: Study, places: Iterable[int]) -> dict[str, str]:
    """Return the values that some states have in common, by issue."""
    outcomes = [_outcome(study, place) for place in places if place not in _made_one(study)]
    first = outcomes[0] if outcomes else {}
    return {
        issue: value
        for issue, value in first.items()
        if all(other[issue] == value for other in outcomes)
    }


def in_own_words(study: Study, place: int, base: Mapping[str, str] | None = None) -> str:
    """Return what the dossier says of a state's values in words; empty where it says nothing.

    Parameters:
        base: values, by issue, that need not be said again.
    """
    if place in _made_one(study):
        return ""
    parts = []
    for issue, value in _outcome(study, place).items():
        meaning = study.model.meanings.get(issue, {}).get(value)
        if meaning and (base or {}).get(issue) != value:
            parts.append(f"{issue}: {' '.join(meaning.split()).rstrip('.')}")
    return "; ".join(parts)


def difference(study: Study, before: int, after: int) -> str:
    """Return what changes between two states: "`press` from `stopped` to `admitted`"."""
    merged = _made_one(study)
    if before in merged or after in merged:
        return f"a change to `{statement(study, after)}`"
    old, new = _outcome(study, before), _outcome(study, after)
    changes = [f"`{one}` from `{old[one]}` to `{new[one]}`" for one in old if old[one] != new[one]]
    return listed(changes) or "nothing"


def _rank(study: Study, party: int, place: int) -> int:
    return int(study.space.ranks[party][study.stability.states[place]])


def gains(study: Study, who: frozenset[int], before: int, after: int) -> bool:
    """Whether a move is a gain to each of those who make it."""
    return all(_rank(study, one, after) > _rank(study, one, before) for one in who)


def stays_under(study: Study, party: int, place: int) -> tuple[str, ...]:
    """Return the concepts under which a party does not leave a state, in the order asked."""
    verdicts = study.stability.stable
    return tuple(one for one, stable in verdicts.items() if stable[party, place])


def holds_under(study: Study, place: int) -> tuple[str, ...]:
    """Return the concepts under which a state holds for all, in the order asked."""
    verdicts = study.stability.stable
    return tuple(one for one, stable in verdicts.items() if stable[:, place].all())


def tempted(study: Study, place: int) -> tuple[int, ...]:
    """Return the parties that have a move of their own from a state to something better."""
    if "R" in study.stability.stable:
        verdict = study.stability.stable["R"]
        return tuple(party for party in range(len(verdict)) if not verdict[party, place])
    steps = study.steps
    found = {
        min(steps.who[mover])
        for mover, to in steps.after(place)
        if len(steps.who[mover]) == 1 and gains(study, steps.who[mover], place, to)
    }
    return tuple(sorted(found))


#: Why nothing deters a party, by concept.
_UNDETERRED = {
    "GMR": "nothing the others can do makes it regret that",
    "SEQ": "nothing that the others would gain by doing makes it regret that",
    "SMR": "whatever the others can do, it ends better off or has a move to something better",
    "SSEQ": "whatever the others would gain by doing, it ends better off or has a move to "
    "something better",
}


def explained(study: Study, one: Explanation) -> str:
    """Return the reasons for one verdict in one sentence or two."""
    who, here = party_name(study, one.party), label(one.state)
    if one.tempted_to is None:
        return f"{who} has no move of its own from {here} to anything better."
    to = f"{label(one.tempted_to)} ({difference(study, one.state, one.tempted_to)})"
    if one.stable is None:
        return (
            f"{who} has a better move, to {to}; whether the others can answer it is open: too many "
            "states would have to be looked at."
        )
    if not one.stable:
        why = f": {_UNDETERRED[one.concept]}" if one.concept in _UNDETERRED else ""
        return f"{who} would leave {here} for {to}{why}.{_margin(study, one)}"
    start = f"{who} would rather be at {to}, but"
    if one.improvements > 1:
        start = (
            f"{who} has {one.improvements} better moves from {here}, and each can be answered. The "
            f"best is to {to}; but"
        )
    return f"{start} {answers(study, one)}.{_way_out(study, one)}"


def answers(study: Study, one: Explanation) -> str:
    """Return the countermoves in order, by whom, and where they leave the party."""
    place = one.state if one.tempted_to is None else one.tempted_to
    paid = one.concept in ("SEQ", "SSEQ")
    parts: list[str] = []
    for answer in one.answers:
        parts.append(_answer(study, place, answer, first=not parts, paid=paid))
        place = answer.to
    return (
        f"{', then '.join(parts)}, and {label(place)} is no better for it than {label(one.state)}"
    )


def _answer(study: Study, place: int, answer: Answer, *, first: bool, paid: bool) -> str:
    own = "its" if len(answer.by) == 1 else "their"
    gain = f", to {own} own gain," if paid else ""
    verb = "can answer" if first else "can go on"
    change = difference(study, place, answer.to)
    return f"{together(study, answer.by)} {verb}{gain} with {change} ({label(answer.to)})"


def _way_out(study: Study, one: Explanation) -> str:
    if one.escape is None:
        return " It has no better move from there."
    there = f"{label(one.escape)} ({difference(study, one.answers[-1].to, one.escape)})"
    better = _rank(study, one.party, one.escape) > _rank(study, one.party, one.state)
    if better:
        return f" Yet from there it could go on to {there}, better for it than {label(one.state)}."
    return f" From there it could only go on to {there}, no better than {label(one.state)}."


def _margin(study: Study, one: Explanation) -> str:
    margin = study.stability.margins.get(one.concept)
    if margin is None or one.concept == "R":
        return ""
    places = -int(margin[one.party, one.state])
    if places <= 0:
        return ""
    return f" It is sure to gain {places} {'place' if places == 1 else 'places'} in its order."
