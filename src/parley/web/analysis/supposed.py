"""Writing what was supposed: each change at its place in `dossier.yaml`, with what it rests on.

A number that is another cannot rest on what the old one rested on. So whoever writes it says what
it rests on: who assumes it, or which passages say so. That takes the place of what stood there,
with one exception: passages beside an assumption prove that something is wanted and not how much,
and stay. The order of the wishes, and what no agreement is worth, have no proof of their own in the
file; for them it is told in the `assumed` and `sources` of their section. Wishes that all sections
share have no such place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from parley.dossier.editing.declared_editing import Rewrite
from parley.dossier.editing.declared_splicing import Way
from parley.dossier.vocabulary.declarations import Declarations, Preferences
from parley.kernel.digests import digest
from parley.kernel.errors import Refused
from parley.web.analysis.changes import Changes, Key, count_wishes
from parley.web.analysis.told import Told
from parley.web.desk import Desk
from parley.web.proposing import proof_of

__all__ = [
    "Basis",
    "Proved",
    "assumed_too",
    "basis_of",
    "cited_too",
    "has_proof",
    "proved_by",
    "require_seen",
    "rewrites",
    "seen_digest",
    "whose",
]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a change rests on: who assumes it, the passages that say so, or both."""

    assumed: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proved:
    """What becomes of the proof of a number or an order that is changed.

    Parameters:
        kept: passages that stay.
        dropped: passages that go, because they are about what was.
        assumed: the assumption that goes; empty for none.
        section: the section in which it is told what the change rests on; empty where it is told
            beside the change itself.
        nowhere: whether the file has no place for that.
    """

    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    assumed: str = ""
    section: str = ""
    nowhere: bool = False


def basis_of(desk: Desk, assumed: str, sources: str) -> Basis:
    """Return what a form says that something rests on.

    Raises Refused for a source that there is not from where one looks.
    """
    named = proof_of(desk, sources).get("sources", ()) if sources.strip() else ()
    return Basis(" ".join(assumed.split()), _listed(named))


def seen_digest(declared: Declarations, changes: Changes) -> str:
    """Return the digest of all wishes that changes are about, as they are declared.

    Raises Refused for wishes that are not there.
    """
    wants = {":".join(key): _wants(declared, key) for key in _keys(changes)}
    return digest(msgspec.json.encode(wants, order="sorted"))


def require_seen(changes: Changes, base: str, declared: Declarations) -> None:
    """Check that wishes are still declared as they were when the changes were made.

    Parameters:
        base: the `seen_digest` of then.

    Raises Refused where they are not.
    """
    if seen_digest(declared, changes) != base:
        names = ", ".join(dict.fromkeys(party for _, party in _keys(changes)))
        raise Refused(
            f"dossier.yaml: what it says of the wishes of {names} was changed meanwhile",
            hint="nothing was written; look at the wishes as they are now, and write the changes "
            "again if they still make sense",
        )


def rewrites(
    declared: Declarations, changes: Changes, basis: Basis
) -> tuple[tuple[Way, Rewrite], ...]:
    """Return what is to be changed in `dossier.yaml`, place by place.

    Raises Refused for what is not there, for changes that change nothing, and where it is not said
    what they rest on.
    """
    found = tuple(_rewrites(declared, changes, basis))
    if not found:
        raise Refused(
            "there is nothing to write: dossier.yaml says all of it already",
            hint="move a wish, or change a number",
        )
    if not basis.assumed and not basis.sources and any(has_proof(way) for way, _ in found):
        raise Refused(
            "it is not said what the changes rest on",
            hint="say who assumes them, or name the passages that say so as SOURCE#PASSAGE",
        )
    return found


def _rewrites(
    declared: Declarations, changes: Changes, basis: Basis
) -> Iterator[tuple[Way, Rewrite]]:
    told: dict[str, list[str]] = {}
    for key, order in changes.orders.items():
        wants, way = _wants(declared, key), _way(key)
        if sorted(order) != list(range(count_wishes(wants))):
            raise _no_such(key, "wish")
        if list(order) == sorted(order):
            continue
        if wants.ranking is not None:
            yield (*way, "ranking"), partial(_ranked, order, basis)
        else:
            yield (*way, "priorities"), partial(_picked, order)
            told.setdefault(key[0], []).append(f"the order of the wishes of {key[1]}")
    for key, weights in changes.weights.items():
        wants, way = _wants(declared, key), _way(key)
        for place, value in weights.items():
            if not 0 <= place < len(wants.weights):
                raise _no_such(key, f"weight {place + 1}")
            if wants.weights[place].weight != value:
                yield (*way, "weights", place), partial(_weighed, value, basis)
    for key, worth in changes.none.items():
        if _wants(declared, key).reservation != worth:
            yield (*_way(key), "reservation"), partial(_said, _number(worth))
            told.setdefault(key[0], []).append(f"what no agreement is worth to {key[1]}")
    for scope, things in told.items():
        if scope != "shared":
            yield (scope, "assumed"), partial(assumed_too, basis, things)
            yield (scope, "sources"), partial(cited_too, basis.sources)


def has_proof(way: Way) -> bool:
    """Whether the file has a place for what the change of a place rests on."""
    return way[0] != "preferences" or way[-1] not in ("priorities", "reservation")


def _keys(changes: Changes) -> list[Key]:
    return sorted({*changes.orders, *changes.weights, *changes.none})


def _way(key: Key) -> tuple[str, ...]:
    scope, party = key
    return ("preferences", party) if scope == "shared" else (scope, "preferences", party)


def _wants(declared: Declarations, key: Key) -> Preferences:
    scope, party = key
    sections: Mapping[str, Mapping[str, Preferences]] = {
        "shared": declared.preferences,
        "conflict": declared.conflict.preferences if declared.conflict is not None else {},
        "bargaining": declared.bargaining.preferences if declared.bargaining is not None else {},
    }
    found = sections[scope].get(party)
    if found is None:
        raise _no_such(key, "wish")
    return found


def _no_such(key: Key, what: str) -> Refused:
    place = "/".join(_way(key))
    return Refused(
        f"dossier.yaml: `{place}` has no such {what}",
        hint="go back to the dossier's own, and make the change again",
    )


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _said(value: object, now: Any) -> Any:
    return value


def _picked(order: Sequence[int], now: Any) -> Any:
    if not isinstance(now, list) or len(now) != len(order):
        raise Refused("dossier.yaml: expected the wishes as a list", hint="edit it as text")
    return [now[place] for place in order]


def _ranked(order: Sequence[int], basis: Basis, now: Any) -> Any:
    return _with_proof(now, {"outcomes": _picked(order, now.get("outcomes"))}, (), basis)


def _weighed(value: float, basis: Basis, now: Any) -> Any:
    return _with_proof(now, {"weight": _number(value)}, _kept(now), basis)


def _with_proof(
    now: Mapping[str, Any], changed: Mapping[str, Any], kept: Sequence[str], basis: Basis
) -> dict[str, Any]:
    """Return what is declared with other values and another proof.

    Parameters:
        now: what it says.
        kept: passages that stay.
    """
    found = {**now, **changed, "sources": _some(_joined(kept, basis.sources))}
    found["assumed"] = basis.assumed or None
    return {key: one for key, one in found.items() if one is not None}


def _kept(now: Mapping[str, Any]) -> tuple[str, ...]:
    """The passages that stay where a weight changes: those beside an assumption."""
    return _listed(now.get("sources")) if now.get("assumed") else ()


def _listed(sources: Any) -> tuple[str, ...]:
    return (sources,) if isinstance(sources, str) else tuple(sources or ())


def _joined(kept: Sequence[str], more: Sequence[str]) -> list[str]:
    return list(dict.fromkeys((*kept, *more)))


def _some(sources: Sequence[str]) -> Any:
    return (sources[0] if len(sources) == 1 else list(sources)) if sources else None


def assumed_too(basis: Basis, things: Sequence[str], now: Any) -> Any:
    """Return what something says of its assumptions, with who assumes these things.

    Parameters:
        things: each is told once; who assumed it before is not.
        now: what it says, its parts with semicolons between them; None for nothing.
    """
    parts = [one for one in str(now or "").split("; ") if one]
    for thing in things:
        parts = [one for one in parts if not one.endswith(f", as to {thing}")]
        if basis.assumed:
            parts.append(f"{basis.assumed.replace(';', ',')}, as to {thing}")
    return "; ".join(parts) or None


def cited_too(sources: Sequence[str], now: Any) -> Any:
    """Return the passages that something cites, with more of them."""
    return _some(_joined(_listed(now), sources))


def proved_by(declared: Declarations, told: Told) -> Proved:
    """Return what becomes of the proof of a change; raises Refused for wishes not there."""
    wants = _wants(declared, (told.scope, told.id))
    if told.kind == "weight":
        weight = wants.weights[int(told.at.rpartition(":")[2]) - 1]
        sources = tuple(weight.sources)
        kept = sources if weight.assumed else ()
        return Proved(kept, () if kept else sources, weight.assumed or "")
    if told.kind == "order" and wants.ranking is not None:
        return Proved((), tuple(wants.ranking.sources), wants.ranking.assumed or "")
    shared = told.scope == "shared"
    return Proved(section="" if shared else told.scope, nowhere=shared)


def whose(changes: Changes) -> str:
    """Return whose wishes change and how, in a few words for the history."""
    told = [f"order of {party}" for _, party in changes.orders]
    told += [f"weights of {party}" for _, party in changes.weights]
    told += [f"no agreement of {party}" for _, party in changes.none]
    return ", ".join(told)
