"""The stability of a whole conflict: each concept by the method that suits its size and form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from parley import __version__
from parley.conflict.coalescing import coalesce
from parley.conflict.coalitions import Jump, jumps, partition_stable, universally_stable
from parley.conflict.game import MOST_STATES, Game, game_of
from parley.conflict.limited_move import limited_move_stable, non_myopic_stable
from parley.conflict.sanctions import standard
from parley.conflict.simultaneous import MOST_EFFECTS, effects_to_weigh, simultaneous
from parley.conflict.stability import CONCEPTS, Stability, equilibria
from parley.conflict.stackelberg import stackelberg_stable
from parley.conflict.threshold import THRESHOLD_CONCEPTS, secured, stable
from parley.conflict.unknown import VARIANTS, with_unknowns
from parley.kernel.errors import Refused
from parley.space.space import Bools, Ints, Space, outcomes

__all__ = [
    "ALL_CONCEPTS",
    "COALITION_NAMES",
    "Coalitions",
    "analyse",
    "analyse_coalitions",
    "analyse_unknown",
    "equilibrium_sets",
    "game_for",
    "known_concept",
]

#: What can be asked for: `L` with a number is limited-move stability of that horizon.
ALL_CONCEPTS = (*CONCEPTS, "L2", "L3", "NM", "ST")
COALITION_NAMES = ("CNash", "CSMR", "CSEQ", "CGMR")
_LIMITED = re.compile(r"L([1-9][0-9]{0,2})")
#: Up to so many outcomes margins are kept beside verdicts.
MOST_WITH_MARGINS = 1 << 20
_MOST_SIMULTANEOUS = 1 << 16


@dataclass(slots=True)
class _Found:
    """Verdicts as they come in."""

    stable: dict[str, Bools] = field(default_factory=dict)
    margins: dict[str, Ints] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Coalitions:
    """What coalitions make of a conflict.

    Parameters:
        blocks: the partition that was asked for, by numbers of parties; empty: every coalition.
        equilibria: concept -> places of the states that are stable for all these.
        jumps: who could leave which equilibrium for another that all of them prefer.
        concept: the concept whose equilibria `jumps` is about.
    """

    blocks: tuple[frozenset[int], ...]
    equilibria: Mapping[str, tuple[int, ...]]
    jumps: tuple[Jump, ...]
    concept: str


def known_concept(name: str) -> bool:
    """Whether a concept of this name can be asked for."""
    return name in ALL_CONCEPTS or _LIMITED.fullmatch(name) is not None


def game_for(
    space: Space, together: Sequence[Bools] = (), names: Sequence[str] = ()
) -> Game | None:
    """Return the conflict in graph form, coalesced as asked; None where it is too large for that.

    Parameters:
        together: per set of outcomes that count as one bool, shape (size,).
        names: what messages call these sets.
    """
    count = space.size if space.feasible is None else int(space.feasible.sum())
    if count > MOST_STATES:
        return None
    game = game_of(space)
    return coalesce(game, [one[game.states] for one in together], names) if together else game


def analyse(
    space: Space,
    concepts: Iterable[str] = CONCEPTS,
    *,
    together: Sequence[Bools] = (),
    names: Sequence[str] = (),
    notes: Iterable[str] = (),
) -> Stability:
    """Find which outcomes are stable for whom.

    Parameters:
        space: the compiled conflict.
        concepts: of `ALL_CONCEPTS`, or `L` and a number.
        together, names: sets of outcomes that count as one; see `game_for`.
        notes: what is to be said with the results.

    A concept that this conflict cannot be asked about is left out, and a note says why.
    Raises Refused for a conflict with coalesced outcomes that is too large for graph form.
    """
    wanted = tuple(dict.fromkeys(concepts))
    game = game_for(space, together, names) if together else None
    if together and game is None:
        raise Refused(
            f"expected at most {MOST_STATES:,} feasible outcomes where some count as one, got more",
            hint="leave out issues, or leave out `coalesce`",
        )
    found = _Found(notes=list(notes))
    states = outcomes(space) if game is None else game.states
    if game is None:
        _by_threshold(space, wanted, found)
        method = "threshold form over columns of the outcome space"
        if "SIM" in wanted:
            _simultaneous(space, found)
    else:
        _by_matrices(game, wanted, found)
        method = "graph form over Boolean matrices, with coalesced states"
    _look_ahead(space, game, wanted, found)
    kept = {one: found.stable[one] for one in _in_order(wanted, found.stable)}
    return Stability(
        method, __version__, space, states, kept, found.margins, tuple(dict.fromkeys(found.notes))
    )


def _in_order(wanted: tuple[str, ...], found: Mapping[str, Bools]) -> list[str]:
    stackelberg = [name for name in found if name.startswith("ST-")]
    return [
        name
        for one in wanted
        for name in ([one] if one in found else []) or (stackelberg if one == "ST" else [])
    ]


def _by_threshold(space: Space, wanted: tuple[str, ...], found: _Found) -> None:
    asked = tuple(one for one in wanted if one in THRESHOLD_CONCEPTS)
    if not asked:
        return
    at = outcomes(space)
    if space.size > MOST_WITH_MARGINS:
        verdicts = stable(space, asked)
        found.stable.update({one: verdicts[one][:, at] for one in asked})
        return
    ranks = np.stack(space.ranks)[:, at]
    for concept, value in secured(space, asked).items():
        margin = ranks - value[:, at]
        found.margins[concept] = margin
        found.stable[concept] = margin >= 0


def _by_matrices(game: Game, wanted: tuple[str, ...], found: _Found) -> None:
    for concept in wanted:
        if concept in THRESHOLD_CONCEPTS:
            rows = [standard(game, party, concept) for party in range(len(game.parties))]
            found.stable[concept] = np.stack(rows)
    if "SIM" in wanted:
        found.notes.append("SIM is left out: it is defined on options, not on coalesced states.")


def _simultaneous(space: Space, found: _Found) -> None:
    effects = effects_to_weigh(space)
    if effects > MOST_EFFECTS or space.size > _MOST_SIMULTANEOUS:
        found.notes.append(
            f"SIM is left out: it looks at outcomes one by one, at most {_MOST_SIMULTANEOUS:,} of "
            f"them and {MOST_EFFECTS:,} joint effects; here are up to {space.size:,} and "
            f"{effects:,}. Leave out issues to ask about it."
        )
        return
    rows = [simultaneous(space, party) for party in range(len(space.parties))]
    found.stable["SIM"] = np.stack(rows)


def _look_ahead(space: Space, game: Game | None, wanted: tuple[str, ...], found: _Found) -> None:
    asked = [one for one in wanted if one in ("NM", "ST") or _LIMITED.fullmatch(one)]
    if not asked:
        return
    joint = any(len(each) > 1 for each in space.deciders)
    if len(space.parties) != 2 or joint:
        found.notes.append(
            f"{', '.join(asked)}: left out: looking ahead is defined for two parties that decide "
            f"every issue alone, and here are {len(space.parties)}"
            + (", some of which decide together." if joint else ".")
        )
        return
    game = game or game_for(space)
    if game is None:
        found.notes.append(
            f"{', '.join(asked)}: left out: looking ahead takes at most {MOST_STATES:,} states."
        )
        return
    for concept in asked:
        _look_ahead_one(game, concept, found)


def _look_ahead_one(game: Game, concept: str, found: _Found) -> None:
    if concept == "ST":
        for leader, name in enumerate(game.parties):
            led = stackelberg_stable(game, leader)
            found.stable[f"ST-{name}"] = np.stack([led.certain] * 2)
            _tell_of_ties(f"ST-{name}", led.certain, led.possible, found)
        return
    if concept == "NM":
        ahead = non_myopic_stable(game).stable
    else:
        ahead = limited_move_stable(game, int(concept[1:]))
    found.stable[concept] = ahead.certain
    _tell_of_ties(concept, ahead.certain, ahead.possible, found)


def _tell_of_ties(concept: str, certain: Bools, possible: Bools, found: _Found) -> None:
    open_cases = int((certain != possible).sum())
    if open_cases:
        found.notes.append(
            f"{concept}: {open_cases} verdicts depend on how a tie falls; they count as unstable."
        )


def analyse_coalitions(
    game: Game,
    concepts: Iterable[str] = COALITION_NAMES,
    *,
    blocks: tuple[frozenset[int], ...] = (),
    single: tuple[str, Iterable[int]] = ("R", ()),
) -> Coalitions:
    """Find what is stable for coalitions, and which equilibria a coalition could leave for another.

    Parameters:
        game: in graph form.
        concepts: of `COALITION_NAMES`.
        blocks: a partition of the parties, each block acting as one; empty: every coalition.
        single: a concept and the places of its equilibria, for the jumps between them.
    """
    found = {}
    for concept in concepts:
        if blocks:
            verdict = partition_stable(game, blocks, concept).all(axis=0)
        else:
            verdict = universally_stable(game, concept)
        found[concept] = tuple(np.flatnonzero(verdict).tolist())
    concept, places = single
    return Coalitions(blocks, found, jumps(game, places), concept)


def analyse_unknown(
    game: Game, unknowns: Sequence[Bools], concepts: Iterable[str]
) -> Mapping[str, Mapping[str, Bools]]:
    """Find what is stable where some preferences are unknown: variant -> concept -> verdicts.

    Parameters:
        unknowns: per party bool, shape (m, m).
        concepts: R, GMR, SMR, SEQ or SSEQ; others are left out.
    """
    wanted = [one for one in concepts if one in THRESHOLD_CONCEPTS]
    return {
        variant: {
            concept: np.stack(
                [
                    with_unknowns(game, party, concept, variant=variant, unknowns=unknowns)
                    for party in range(len(game.parties))
                ]
            )
            for concept in wanted
        }
        for variant in VARIANTS
    }


def equilibrium_sets(stability: Stability, most: int) -> Mapping[str, tuple[int, ...]]:
    """Return the first equilibria of every concept, at most so many, as places in `states`."""
    return {one: tuple(equilibria(stability, one)[:most].tolist()) for one in stability.stable}
