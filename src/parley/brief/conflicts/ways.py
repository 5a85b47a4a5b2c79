"""How a conflict gets from where things stand to a state, in words, and who can block that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parley.brief.conflicts.study import Study
from parley.brief.conflicts.words import difference, gains, label, listed, party_name, together
from parley.conflict.paths import Route

__all__ = ["route_lines"]


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
    movers: Sequence[frozenset[int]] = study.steps.who
    parts = []
    for mover, before, after in zip(path.movers, path.states, path.states[1:], strict=False):
        who = movers[mover]
        cost = "" if gains(study, who, before, after) else ", no gain to who moves"
        change = difference(study, before, after)
        parts.append(f"{together(study, who)}: {change} ({label(after)}{cost})")
    return "; then ".join(parts)


def _blocking(study: Study, route: Route) -> Iterator[str]:
    near = route.in_every - route.needed - route.undecided
    if route.needed:
        yield f"{_each(study, route.needed)} can block it: no way leads there without its moves."
    if near:
        yield (
            f"{_each(study, near)} can block the shortest ways, but longer ones lead there without "
            "its moves."
        )
    if route.undecided:
        yield f"Whether {_each(study, route.undecided)} can block it is open: the search was ended."


def _each(study: Study, parties: frozenset[int]) -> str:
    names = listed(party_name(study, party) for party in sorted(parties))
    return names if len(parties) == 1 else f"Each of {names}"
