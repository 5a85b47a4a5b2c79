"""What the section of the brief on what would hold says, as records without formatting."""

from __future__ import annotations

from dataclasses import dataclass

from parley.brief.model import Cite

__all__ = ["Concept", "Holding", "Stance", "Wanted", "Wishes", "WouldHold"]


@dataclass(frozen=True, slots=True)
class Concept:
    """How far a party is taken to look before it leaves: a short name, the whole one, meaning."""

    concept: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A state that holds for all.

    Parameters:
        state: what it is called.
        says: as a statement.
        changes: what of it differs from the status quo; empty where there is none.
        meaning: of its values, or of those that differ, in the dossier's words.
        concepts: under which it holds.
        risks: what could still undo it.
        way: how it is reached from the status quo, and who can block that.
    """

    state: str
    says: str
    changes: str
    meaning: str
    concepts: tuple[str, ...]
    risks: tuple[str, ...]
    way: str


@dataclass(frozen=True, slots=True)
class Stance:
    """What somebody stands for on these issues, and whether it would hold.

    Parameters:
        whose: `status quo`, `own side` or `others`.
        says: as a statement.
        verdict: in words.
    """

    whose: str
    says: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One wish, and what it rests on."""

    says: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Wishes:
    """A party's wishes, the most important first, and the issues that it decides."""

    party: str
    name: str
    own: bool
    decides: tuple[str, ...]
    wants: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class WouldHold:
    """What would hold; without states there is only `lead`, which says why not.

    Parameters:
        lead: how to take it, and what is assumed of the others.
        outcomes: how many states there are.
        concepts: those asked.
        stances: where things stand, and what the sides stand for.
        holding: states that hold for all, those that hold under most concepts first.
        left_out: how many more hold.
        wishes: of every party.
        notes: what a reader must know.
        picture: SVG; not part of the data.
    """

    lead: str
    outcomes: int = 0
    concepts: tuple[Concept, ...] = ()
    stances: tuple[Stance, ...] = ()
    holding: tuple[Holding, ...] = ()
    left_out: int = 0
    wishes: tuple[Wishes, ...] = ()
    notes: tuple[str, ...] = ()
    picture: str = ""
