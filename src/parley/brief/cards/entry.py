"""The card of an entry: its fields, its state, its findings, and who refers to it."""

from __future__ import annotations

from collections.abc import Iterable

from parley.brief.cards.card import Card, Part, Row, listed, referring, rows_of
from parley.brief.cards.entries import entry_data
from parley.brief.cards.kept import case_of, findings_of
from parley.brief.cards.seen import Seen
from parley.dossier.dossier import Dossier, side_of, zone_for
from parley.dossier.fold import Period, View, known_to
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.times import NEG_INF, show_time
from parley.mandate.case import Case, sides
from parley.mandate.entry_states import EntryState, entry_state

__all__ = ["case_for", "entry_card"]


def case_for(dossier: Dossier, seen: Seen, by: Iterable[str]) -> Case | None:
    """Return the case of the party asked for, else of the side of `by`; None without parties."""
    party = seen.party
    if party is None:
        known = [name for name in by if name in dossier.declared.parties]
        everybody = [side_of(dossier, name) for name in known] or list(sides(dossier))
        party = everybody[0] if everybody else None
    return case_of(dossier, party, seen.as_of, seen.known_as_of) if party is not None else None


def entry_card(dossier: Dossier, known: View, seen: Seen, entry: Entry) -> Card:
    """Return the card of an entry that the view knows."""
    case = case_for(dossier, seen, (*entry.by, *entry.to))
    parts = [
        Part("", rows_of(entry, but=("id", "type"))),
        Part("Times", _times(dossier, entry, seen)),
    ]
    data = entry_data(dossier, entry, seen)
    if case is not None:
        state = entry_state(case, entry)
        data["state"] = state.state
        parts.append(Part(f"State for {case.party}", _state(state, seen.zone)))
        findings = findings_of(case).get(entry.id, ())
        parts.append(
            Part(
                "Findings", tuple((one.code, f"{one.message} ({one.address})") for one in findings)
            )
        )
        parts.append(Part("Because of", listed(dossier, state.because, seen)))
    kind = str(entry.__struct_config__.tag)
    references = referring(dossier, known, "entry", entry.id)
    return Card(kind, entry.id, "", dossier.places[entry.id], tuple(parts), data, references)


def _times(dossier: Dossier, entry: Entry, seen: Seen) -> tuple[Row, ...]:
    """When it happened, by the clocks of whoever did it and of whoever looks, and was known."""
    span = dossier.spans[entry.id]
    zones = dict.fromkeys((seen.zone, zone_for(dossier, entry.by), "UTC"))
    rows = [("" if at else "happened", show_time(span, zone)) for at, zone in enumerate(zones)]
    knowing = (seen.party,) if seen.party is not None else sides(dossier)
    for party in knowing:
        learned = known_to(dossier, entry, party)
        text = show_time(learned, seen.zone) if learned is not None else "never"
        rows.append((f"known to {party}", text))
    return tuple(rows)


def _state(state: EntryState, zone: str) -> tuple[Row, ...]:
    return (
        ("state", state.state),
        *(("in force", _period(period, zone)) for period in state.periods),
        *((f"question {name}", word) for name, word in state.parts),
    )


def _period(period: Period, zone: str) -> str:
    start = "always" if period.start.earliest == NEG_INF else show_time(period.start, zone)
    if period.end is None:
        return f"since {start}; no end so far"
    how = f"ended by {period.ended_by}" if period.ended_by is not None else "its own end"
    return f"since {start}; until {show_time(period.end, zone)} ({how})"
