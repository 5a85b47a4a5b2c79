"""What the section of the brief on what all could accept says, as records without formatting."""

from __future__ import annotations

from dataclasses import dataclass

from parley.brief.conflicts.holding import Wishes
from parley.brief.model import Cite

__all__ = ["Bottom", "CouldAccept", "Definition", "Settlement", "Share", "TradeVerdict"]


@dataclass(frozen=True, slots=True)
class Share:
    """What a settlement is worth to a party, and by how much that is more than no agreement.

    Parameters:
        worth: a number of the party's own scale, or a height where only its order is known.
        gain: with its sign; empty where only its order is known.
    """

    name: str
    worth: str
    gain: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """An efficient outcome.

    Parameters:
        point: what it is called on the frontier.
        chosen_by: the definitions whose fair point it is.
        shares: one for each party.
        says: what of it differs from the others shown, as a statement.
        meaning: of these values, in the dossier's words.
        risks: who gains little and when it would refuse, and orders that it goes against.
        ties: how many other outcomes are worth the same to all.
    """

    point: str
    chosen_by: tuple[str, ...]
    shares: tuple[Share, ...]
    says: str
    meaning: str
    risks: tuple[str, ...]
    ties: str


@dataclass(frozen=True, slots=True)
class Bottom:
    """What no agreement is worth to a party, and where that number is from."""

    name: str
    own: bool
    worth: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A fair point, and what it maximises."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TradeVerdict:
    """What a trade of the log, or one rung of a fallback, can come to.

    Parameters:
        entry: its id in the log.
        rung: which rung of a fallback, from 1; null for a trade.
        says: what holds where it is carried out; empty where it was not judged.
        verdict: in one line; where it was not judged, why not.
        cite: the entry.
    """

    entry: str
    rung: int | None
    says: str
    verdict: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class CouldAccept:
    """What all could accept; without outcomes there is only `lead`, which says why not.

    Parameters:
        lead: how to take it.
        outcomes: how many combinations of values there are.
        efficient: how many efficient points.
        acceptable: how many of these all could accept; null where only orders are known.
        told: what is to be said of these numbers.
        common: what all settlements shown have in common, as a statement.
        settlements: in the order of the frontier.
        bottoms: what no agreement is worth to each party.
        definitions: of the fair points.
        ties_rule: which of several equally good points is taken.
        wishes: of every party, and what they rest on.
        notes: what a reader must know.
        trades: what the trades and fallbacks can come to that the party knew of.
        picture: SVG; not part of the data.
    """

    lead: str
    outcomes: int = 0
    efficient: int = 0
    acceptable: int | None = None
    told: tuple[str, ...] = ()
    common: str = ""
    settlements: tuple[Settlement, ...] = ()
    bottoms: tuple[Bottom, ...] = ()
    definitions: tuple[Definition, ...] = ()
    ties_rule: str = ""
    wishes: tuple[Wishes, ...] = ()
    notes: tuple[str, ...] = ()
    trades: tuple[TradeVerdict, ...] = ()
    picture: str = ""
