"""What the section of the brief on what an agenda opens says, as records without formatting."""

from __future__ import annotations

from dataclasses import dataclass

from parley.brief.model import Cite

__all__ = ["AgendaOpens", "DraftOpens", "Extreme", "Rests", "WordingOpens", "WorthTo"]


@dataclass(frozen=True, slots=True)
class WorthTo:
    """What an agenda is worth to one party, on its own scale.

    Parameters:
        party: its id.
        name: in words, short.
        worth: at the fair point of Nash; of no agreement where nothing is acceptable to all.
        lowest, highest: the ends of the range of settlements.
        agreed: whether anything is acceptable to all.
        difference: against the base; None for the base itself.
        text: the same in words.
    """

    party: str
    name: str
    worth: float
    lowest: float
    highest: float
    agreed: bool
    difference: float | None
    text: str


@dataclass(frozen=True, slots=True)
class DraftOpens:
    """A draft that the party knew: what it opens, settles and leaves alone, and its worth.

    Parameters:
        letter: as in the section that compares agendas.
        base: whether the others are held against it.
        agenda: its items and wordings in words.
        opens, settles, closes: in words.
        worth: to each party.
        cite: the entries that hold it.
    """

    letter: str
    status: str
    by: str
    at: str
    base: bool
    agenda: str
    opens: str
    settles: str
    closes: str
    worth: tuple[WorthTo, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class WordingOpens:
    """A wording of one item, or its absence, the rest of the agenda being that of the base.

    Parameters:
        item, title: of the agenda.
        wording: its name; empty where the item is left out.
        same_as: other wordings that open the same.
        base: whether the base has it.
        gains: who gains and who loses, in words.
        worth: to each party.
    """

    item: str
    title: str
    wording: str
    same_as: tuple[str, ...]
    base: bool
    gains: str
    worth: tuple[WorthTo, ...]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The agendas that are worth least, or most, to one party, of all that the wordings give.

    Parameters:
        party, name: whose.
        which: `least` or `most`.
        worth: on its own scale.
        count: how many agendas.
        text: what they are and why, in sentences.
    """

    party: str
    name: str
    which: str
    worth: float
    count: int
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rests:
    """One weight that this rests on, and its proof.

    Parameters:
        party, name: whose wish it is.
        on: the statement or issue.
        weight: a number or an interval, in words.
    """

    party: str
    name: str
    on: str
    weight: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class AgendaOpens:
    """What the agendas that a party knew open; without drafts there is only `lead`.

    Parameters:
        lead: how to take it, or why there is nothing.
        base: what changes are held against.
        combinations: how many agendas the known wordings give.
        drafts: that can be valued, in order of time.
        wordings: every known wording against that of the base.
        extremes: for each party the agendas worth least and most to it.
        rests: the weights.
        notes: what a reader must know.
        picture: SVG; not part of the data.
    """

    lead: str
    base: str = ""
    combinations: int = 0
    drafts: tuple[DraftOpens, ...] = ()
    wordings: tuple[WordingOpens, ...] = ()
    extremes: tuple[Extreme, ...] = ()
    rests: tuple[Rests, ...] = ()
    notes: tuple[str, ...] = ()
    picture: str = ""
