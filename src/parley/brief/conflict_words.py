"""A conflict in words: states, concepts, why a party stays or would leave, and ways to get there.

Texts put what belongs to the dossier's own language between backticks, as `blocks.line` reads it.
A state is called by its place in the study: S1, S2, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from parley.brief.study import Study
from parley.conflict.explanation import Answer, Explanation
from parley.conflict.paths import Route
from parley.dossier.formulas import In, show
from parley.space.compiling import where
from parley.space.space import outcome_of

__all__ = [
    "ConceptWords",
    "answers",
    "concept_words",
    "difference",
    "explained",
    "gains",
    "holds_under",
    "in_own_words",
    "label",
    "listed",
    "party_name",
    "route_lines",
    "stays_under",
    "statement",
    "tempted",
    "together",
]


class ConceptWords(NamedTuple):
    """A concept's name in full, and in one line when a party stays under it."""

    name: str
    meaning: str


_CONCEPTS: Mapping[str, ConceptWords] = {
    "R": ConceptWords("Nash", "a party stays if no move of its own leads to anything better"),
    "SMR": ConceptWords(
        "symmetric metarationality",
        "it also stays if the others can answer every such move so that it ends no better off, and "
        "it has no move out of that",
    ),
    "SSEQ": ConceptWords(
        "symmetric sequential stability",
        "as SMR, but only answers count each move of which is a gain to whoever makes it",
    ),
    "SEQ": ConceptWords(
        "sequential stability",
        "as GMR, but only answers count each move of which is a gain to whoever makes it",
    ),
    "GMR": ConceptWords(
        "general metarationality",
        "it also stays if the others can answer every such move so that it ends no better off, "
        "whatever that costs them",
    ),
    "SIM": ConceptWords(
        "simultaneous stability",
        "it also stays if every such move, made while the others make theirs, can end no better",
    ),
    "NM": ConceptWords(
        "non-myopic stability", "it stays if that is still so however far both look ahead"
    ),
}


def concept_words(study: Study, concept: str) -> ConceptWords:
    """Return the name and the meaning of a concept.

    Raises KeyError for one that is none.
    """
    if concept.startswith("ST-"):
        leader = study.model.parties.get(concept[3:], concept[3:])
        return ConceptWords(
            "Stackelberg", f"{leader} moves first, knowing how the other will answer"
        )
    if concept[0] == "L" and concept[1:].isdigit():
        ahead = concept[1:]
        return ConceptWords(
            "limited foresight", f"it stays if looking {ahead} moves ahead shows it nothing better"
        )
    return _CONCEPTS[concept]


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


def _outcome(study: Study, place: int) -> dict[str, str]:
    return outcome_of(study.space, int(study.stability.states[place]))


def statement(study: Study, place: int) -> str:
    """Return a state as a statement of the dossier: `press = stopped and talks = going_on`."""
    if place in _made_one(study):
        return _made_one(study)[place]
    issues = study.model.issues
    return " and ".join(
        show(In(issue, frozenset((value,))), issues)
        for issue, value in _outcome(study, place).items()
    )


def in_own_words(study: Study, place: int) -> str:
    """Return what the dossier says of a state's values in words; empty where it says nothing."""
    if place in _made_one(study):
        return ""
    parts = []
    for issue, value in _outcome(study, place).items():
        meaning = study.model.meanings.get(issue, {}).get(value)
        if meaning:
            parts.append(f"{issue}: {' '.join(meaning.split()).rstrip('.')}")
    return "; ".join(parts)


def difference(study: Study, before: int, after: int) -> str:
    """Return what changes between two states: "`press` from `stopped` to `admitted`"."""
    merged = _made_one(study)
    if before in merged or after in merged:
        return f"to `{statement(study, after)}`"
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
    if study.steps is None:
        return ()
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
    parts = []
    for answer in one.answers:
        parts.append(_answer(study, place, answer, first=not parts))
        place = answer.to
    paid = one.concept in ("SEQ", "SSEQ")
    gain = " (each a gain to whoever makes it)" if len(parts) > 1 else " (a gain to whoever does)"
    return (
        f"{', then '.join(parts)}{gain if paid else ''}, and {label(place)} is no better for it "
        f"than {label(one.state)}"
    )


def _answer(study: Study, place: int, answer: Answer, *, first: bool) -> str:
    who = together(study, answer.by)
    with_ = "can answer with" if first else "with"
    return f"{who} {with_} {difference(study, place, answer.to)} ({label(answer.to)})"


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


def route_lines(study: Study, route: Route) -> tuple[str, ...]:
    """Return how a state is reached from the status quo, and who can block that."""
    here = label(route.target)
    if route.moves is None:
        limit = "" if route.complete else " among the states looked at; the search was ended"
        return (f"No moves lead to {here}{limit}.",)
    if route.moves == 0:
        return (f"{here} is where things stand.",)
    found = [
        f"{here} is {route.moves} {'move' if route.moves == 1 else 'moves'} away: "
        f"{_steps(study, route)}."
    ]
    others = route.count - 1
    if others:
        ways = "one other way is" if others == 1 else f"{others:,} other ways are"
        found.append(f"{ways.capitalize()} as short.")
    found.extend(_blocking(study, route))
    return tuple(found)


def _steps(study: Study, route: Route) -> str:
    path = route.paths[0]
    movers: Sequence[frozenset[int]] = study.steps.who if study.steps is not None else ()
    parts = []
    for mover, before, after in zip(path.movers, path.states, path.states[1:], strict=False):
        who = movers[mover]
        cost = "" if gains(study, who, before, after) else ", no gain to it"
        change = difference(study, before, after)
        parts.append(f"{together(study, who)} changes {change} ({label(after)}{cost})")
    return "; then ".join(parts)


def _blocking(study: Study, route: Route) -> Iterable[str]:
    for party in sorted(route.needed):
        yield f"{party_name(study, party)} can block it: without its moves no way leads there."
    for party in sorted(route.in_every - route.needed - route.undecided):
        yield (
            f"{party_name(study, party)} can block the shortest ways, but longer ones lead there "
            "without it."
        )
    for party in sorted(route.undecided):
        yield f"Whether {party_name(study, party)} can block it is open: the search was ended."
