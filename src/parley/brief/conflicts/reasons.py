"""Why each state of a conflict holds or not, and what the table of verdicts says, as lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from parley.brief.blocks import Badge, Bullets, Card, Line, Paragraph, Run, Table, line
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.words import (
    explained,
    holds_under,
    in_own_words,
    is_merged,
    label,
    listed,
    party_name,
    shared,
    statement,
    stays_under,
    tempted,
)
from parley.conflict.explanation import Explanation

__all__ = ["held_by", "is_quiet", "reasons_card", "state_line", "verdict_blocks", "why_lines"]


def state_line(study: Study, place: int, *, words: bool = True, now: bool = True) -> Line:
    """A state: its label, and what it is; with a status quo, how it differs from that.

    Parameters:
        words: whether to add what the dossier calls its values.
        now: whether to say of the status quo that it is that; without, it is told in full.
    """
    base = shared(study, (study.start,)) if study.start is not None else {}
    if now and place == study.start:
        return line(Run(label(place), "strong"), " as things stand")
    if place == study.start or is_merged(study, place):
        base = {}
    meaning = in_own_words(study, place, base) if words else ""
    return line(
        Run(label(place), "strong"),
        " as things stand, but " if base else " ",
        Run(statement(study, place, base), "code"),
        *((Run(f" ({meaning})", "muted"),) if meaning else ()),
    )


@lru_cache(maxsize=4)
def _by_state(study: Study) -> dict[tuple[int, int], list[Explanation]]:
    found: dict[tuple[int, int], list[Explanation]] = {}
    for one in study.explanations:
        found.setdefault((one.state, one.party), []).append(one)
    return found


def why_lines(study: Study, place: int) -> tuple[Line, ...]:
    """Return why parties stay at a state or would leave it; what several share stands once."""
    settled, lines = [], []
    for party in range(len(study.space.parties)):
        told = _by_state(study).get((place, party), [])
        if told and all(one.tempted_to is None for one in told):
            settled.append(party_name(study, party))
            continue
        for text, concepts in _reasons(study, told).items():
            lines.append(line(Run(f"{', '.join(concepts)}: ", "muted"), text))
    if settled:
        have = "has no move of its own" if len(settled) == 1 else "have no move of their own"
        lines.append(line(f"{listed(settled)} {have} from {label(place)} to anything better."))
    return tuple(lines)


#: What deters nobody under one concept deters nobody under these either.
_WEAKER = {"GMR": ("SEQ", "SMR", "SSEQ", "R"), "SEQ": ("SSEQ", "R"), "SMR": ("SSEQ", "R")}


def _reasons(study: Study, told: list[Explanation]) -> dict[str, list[str]]:
    """Each reason with the concepts under which it is one; what follows from another is not told.

    Where nothing at all deters a party, that it leaves under the other concepts needs no words.
    """
    leaves = {one.concept: one for one in told if one.stable is False}
    spoken: dict[str, Explanation] = {one.concept: one for one in told}
    for concept, weaker in _WEAKER.items():
        for other in weaker:
            both = concept in leaves and other in leaves
            if both and leaves[concept].tempted_to == leaves[other].tempted_to:
                spoken[other] = spoken[concept]
    reasons: dict[str, list[str]] = {}
    for concept, one in spoken.items():
        reasons.setdefault(explained(study, one), []).append(concept)
    return reasons


def is_quiet(study: Study, place: int) -> bool:
    """Whether no party is known to have a move of its own from a state to anything better."""
    told = (_by_state(study).get((place, party)) for party in range(len(study.space.parties)))
    return all(each and all(one.tempted_to is None for one in each) for each in told)


def reasons_card(study: Study, place: int) -> Card:
    """A state with the reasons of every party."""
    holds = holds_under(study, place)
    if not holds:
        verdict = "does not hold"
    elif len(holds) == len(study.stability.stable):
        verdict = "holds under every concept asked"
    else:
        verdict = f"holds under {listed(holds)}"
    badges = [Badge(verdict)]
    if place == study.start:
        badges.append(Badge("status quo"))
    title = state_line(study, place, words=False)
    return Card(title, (Bullets(why_lines(study, place)),), tuple(badges))


def verdict_blocks(study: Study, places: Iterable[int]) -> tuple[Table | Paragraph, ...]:
    """Return the table of who stays where; parties that always stay are told in a line."""
    every = tuple(study.stability.stable)
    shown = list(places)
    moving = [
        party
        for party in range(len(study.space.parties))
        if any(len(stays_under(study, party, place)) < len(every) for place in shown)
    ]
    names = [party_name(study, party) for party in range(len(study.space.parties))]
    still = [name for party, name in enumerate(names) if party not in moving]
    blocks: list[Table | Paragraph] = []
    if still:
        which = f"Of the {len(shown)} states listed, " if moving else "Of these states, "
        stay = f"{listed(still)} would leave none under any concept."
        blocks.append(Paragraph(line(which, stay)))
    if moving:
        rows = tuple(_row(study, place, moving) for place in shown)
        share = max(66 // len(moving), 1)
        columns = ("State", *(names[party] for party in moving))
        blocks.append(
            Table("Who stays, who would leave", columns, rows, (34, *(share for _ in moving)))
        )
    return tuple(blocks)


def _row(study: Study, place: int, parties: list[int]) -> tuple[tuple[Line, ...], ...]:
    holds = holds_under(study, place)
    words = f"holds for all under {listed(holds)}" if holds else "does not hold"
    first = (state_line(study, place, words=False), line(Run(words, "muted")))
    return (first, *(_cell(study, party, place) for party in parties))


def _cell(study: Study, party: int, place: int) -> tuple[Line, ...]:
    every = tuple(study.stability.stable)
    stays = stays_under(study, party, place)
    leaves = [one for one in every if one not in stays]
    if not leaves:
        return (line("stays under every concept"),)
    if not stays:
        return (line(Run("would leave", "strong"), " under every concept"),)
    return (
        line(f"stays under {listed(stays)}"),
        line(Run("would leave", "strong"), f" under {listed(leaves)}"),
    )


def held_by(study: Study, place: int) -> str:
    """Return who is tempted to leave a state that holds; empty where nobody is."""
    names = [party_name(study, party) for party in tempted(study, place)]
    if not names:
        return ""
    return f"held only by how the others could answer {listed(names)}"
