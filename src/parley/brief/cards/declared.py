"""The cards of what `dossier.yaml` declares: parties, issues, agenda items, lines and sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from parley.brief.cards.card import Card, Part, Row, listed, newest, referring, rows_of
from parley.brief.cards.kept import case_of, concerns_of
from parley.brief.cards.seen import Seen
from parley.brief.cards.short import one_line
from parley.dossier.dossier import Dossier, members, side_of, zone_for
from parley.dossier.fold import View, standing_at
from parley.dossier.language.formulas import issues_of, show
from parley.dossier.vocabulary.declarations import Line
from parley.kernel.errors import ParleyError
from parley.kernel.suggest import did_you_mean
from parley.mandate.case import Case, sides
from parley.mandate.commitments import holding
from parley.mandate.orders import Order

__all__ = [
    "agenda_card",
    "feasibility_card",
    "issue_card",
    "line_card",
    "party_card",
    "source_card",
]

#: What a party keeps to itself: not shown to another side.
_PRIVATE = ("red_lines", "bottom_lines", "no_agreement")


def party_card(dossier: Dossier, known: View, seen: Seen, name: str) -> Card:
    """Return the card of a party; its lines and plans only to its own side."""
    party = dossier.declared.parties[name]
    own = seen.party is None or side_of(dossier, seen.party) == side_of(dossier, name)
    hidden = () if own else _PRIVATE
    inside = [one for one in dossier.declared.parties if one in members(dossier, name)]
    rows: list[Row] = [
        *rows_of(party, but=("name", "zone", *hidden)),
        ("side", side_of(dossier, name)),
        ("inside it", ", ".join(one for one in inside if one != name)),
        ("zone", zone_for(dossier, (name,))),
    ]
    acts = [entry.id for entry in known.entries if name in entry.by]
    data = {key: one for key, one in msgspec.to_builtins(party).items() if key not in hidden}
    return Card(
        "party",
        name,
        party.name,
        dossier.places.get(f"party:{name}"),
        (
            Part("", tuple(row for row in rows if row != ("inside it", ""))),
            Part("Orders in force", _orders(dossier, seen, name) if own else ()),
            Part("Its entries", newest(dossier, acts, seen, f"parley log --party {name}")),
        ),
        data,
        referring(dossier, known, "party", name, acts),
    )


def _orders(dossier: Dossier, seen: Seen, name: str) -> tuple[Row, ...]:
    case = case_of(dossier, seen.party or name, seen.as_of, seen.known_as_of)
    return tuple(_order(case, order) for order in _standing(case) if name in order.bound)


def _standing(case: Case) -> Iterator[Order]:
    return (one for one in case.orders if standing_at(one.periods, case.seen.as_of))


def _order(case: Case, order: Order) -> Row:
    domains = case.dossier.domains
    said = show(order.says, domains)
    condition = f" if {show(order.condition, domains)}" if order.condition is not None else ""
    return order.entry, f"{order.mode}: {said}{condition} (by {', '.join(order.by)})"


def issue_card(dossier: Dossier, known: View, seen: Seen, name: str) -> Card:
    """Return the card of an issue: its values, what stands on it, and the entries about it."""
    issue = dossier.declared.issues[name]
    values = dossier.domains[name].values if name in dossier.domains else ()
    meanings = issue.values if isinstance(issue.values, dict) else {}
    about = concerns_of(dossier)
    entries = [entry.id for entry in known.entries if name in about[entry.id]]
    stands: list[Row] = []
    for party in (seen.party,) if seen.party is not None else sides(dossier):
        stands.extend(_stands(case_of(dossier, party, seen.as_of, seen.known_as_of), name))
    return Card(
        "issue",
        name,
        issue.question,
        dossier.places.get(f"issue:{name}"),
        (
            Part("", rows_of(issue, but=("question", "values", "range"))),
            Part("Values", tuple((value, str(meanings.get(value, ""))) for value in values)),
            Part("What stands", tuple(dict.fromkeys(stands))),
            Part("Entries about it", newest(dossier, entries, seen, f"parley log --issue {name}")),
        ),
        msgspec.to_builtins(issue),
        referring(dossier, known, "issue", name, entries),
    )


def _stands(case: Case, issue: str) -> Iterator[Row]:
    """Orders, offers and commitments on an issue, each with the entries that prove it."""
    for order in _standing(case):
        if issue in order.issues and not order.bound.isdisjoint(case.parties):
            entry, text = _order(case, order)
            yield f"{case.party} ordered", f"{text}: {entry}"
    for holder, pool in (("agreed", case.committed), (f"{case.party} concedes", case.conceded)):
        for item in holding(pool, (issue,), case.seen.as_of):
            if issue in issues_of(item.says):
                said = show(item.says, case.dossier.domains)
                yield holder, f"{said}: {', '.join(item.entries)}"


def agenda_card(dossier: Dossier, known: View, seen: Seen, name: str) -> Card:
    """Return the card of an agenda item: its wordings, what each opens, and who tabled it."""
    item = dossier.declared.agenda[name]
    wordings = tuple(
        row
        for key, wording in item.wordings.items()
        for row in (
            (key, wording.text),
            ("  opens", ", ".join(wording.opens) or "nothing"),
            *((("  settles", wording.says),) if wording.says else ()),
        )
    )
    return Card(
        "agenda item",
        name,
        item.title,
        dossier.places.get(f"agenda:{name}"),
        (
            Part("", rows_of(item, but=("title", "wordings"))),
            Part("Wordings", wordings),
            Part("Tabled", tuple(_tabled(dossier, known, name, seen))),
        ),
        msgspec.to_builtins(item),
    )


def _tabled(dossier: Dossier, known: View, name: str, seen: Seen) -> Iterator[Row]:
    for entry in known.entries:
        for line in getattr(entry, "agenda", ()):
            if line.item == name:
                (row,) = listed(dossier, (entry.id,), seen)
                worded = f"worded `{line.wording}`" if line.wording else "without a wording"
                yield entry.id, f"{worded}, by {', '.join(entry.by)}, {row[1]}"


def source_card(dossier: Dossier, known: View, seen: Seen, name: str) -> Card:
    """Return the card of a source, or of a passage of it named `SOURCE#PASSAGE`.

    Raises ParleyError for a passage that the source does not list.
    """
    source_name, mark, passage = name.partition("#")
    source = dossier.declared.sources[source_name]
    if mark and source.passages and passage not in source.passages:
        meant = did_you_mean(passage, source.passages)
        raise ParleyError(
            f"the source `{source_name}` has no passage `{passage}`",
            hint=f"did you mean `{source_name}#{meant}`?"
            if meant
            else f"`parley show ... {source_name}` lists its passages",
        )
    data: dict[str, Any] = msgspec.to_builtins(source)
    parts = [Part("", rows_of(source, but=("title", "passages")))]
    if mark:
        says = source.passages.get(passage, "")
        data = {"source": source_name, "passage": passage, "says": says}
        parts.append(Part("Passage", ((passage, says),)))
    else:
        passages = tuple((key, one_line(says, 200)) for key, says in source.passages.items())
        parts.append(Part("Passages", passages))
    return Card(
        "passage" if mark else "source",
        name,
        source.title,
        dossier.places.get(f"source:{source_name}"),
        tuple(parts),
        data,
        referring(dossier, known, "source", name),
    )


def feasibility_card(dossier: Dossier, name: str) -> Card:
    """Return the card of a feasibility statement."""
    record = next(one for one in dossier.declared.feasibility if one.id == name)
    place = dossier.places.get(f"feasibility:{name}")
    parts = (Part("", rows_of(record, but=("id", "text"))),)
    return Card("feasibility", name, record.text or "", place, parts, msgspec.to_builtins(record))


def line_card(dossier: Dossier, owner: str, line: Line) -> Card:
    """Return the card of a red line or bottom line of a party."""
    party = dossier.declared.parties[owner]
    kind = "red line" if line in party.red_lines else "bottom line"
    place = dossier.places.get(f"line:{line.id}")
    parts = (Part("", (("of", party.name), *rows_of(line, but=("id", "text")))),)
    return Card(kind, line.id, line.text or "", place, parts, msgspec.to_builtins(line))
