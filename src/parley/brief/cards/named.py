"""The cards of everything that a name may mean: an entry, a party, an issue, a finding ..."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parley.brief.cards.card import Card, Part, listed
from parley.brief.cards.declared import (
    agenda_card,
    feasibility_card,
    issue_card,
    line_card,
    party_card,
    source_card,
)
from parley.brief.cards.entry import entry_card
from parley.brief.cards.seen import Seen
from parley.dossier.dossier import Dossier, Place, side_of
from parley.dossier.fold import View
from parley.dossier.vocabulary.declarations import Line
from parley.kernel.findings import Finding, as_json
from parley.mandate.explaining import explanations
from parley.mandate.running import Report, check_dossier

__all__ = ["KINDS", "cards_named", "finding_card", "finding_cards"]

#: What a name may be asked for as: `party:ID`, `issue:ID` ...
KINDS = ("entry", "party", "issue", "agenda", "source", "feasibility", "line", "finding")
_ADDRESS = re.compile(r"[a-z][a-z-]*-[0-9a-f]{12}")


def cards_named(dossier: Dossier, known: View, seen: Seen, asked: str) -> Iterator[Card]:
    """Give a card for everything in a view that bears a name, `KIND:NAME` for one kind only."""
    kind, _, rest = asked.partition(":")
    only, name = (kind, rest) if kind in KINDS and rest else ("", asked)
    declared = dossier.declared
    if only in ("", "entry") and name in known.ids:
        yield entry_card(dossier, known, seen, dossier.by_id[name])
    if only in ("", "party") and name in declared.parties:
        yield party_card(dossier, known, seen, name)
    if only in ("", "issue") and name in declared.issues:
        yield issue_card(dossier, known, seen, name)
    if only in ("", "agenda") and name in declared.agenda:
        yield agenda_card(dossier, known, seen, name)
    if only in ("", "source") and name.partition("#")[0] in declared.sources:
        yield source_card(dossier, known, seen, name)
    if only in ("", "feasibility") and any(one.id == name for one in declared.feasibility):
        yield feasibility_card(dossier, name)
    if only in ("", "line"):
        for owner, line in _lines(dossier, seen):
            if line.id == name:
                yield line_card(dossier, owner, line)
    if only in ("", "finding") and _ADDRESS.fullmatch(name):
        report = check_dossier(dossier, seen.party, seen.as_of, seen.known_as_of)
        yield from finding_cards(dossier, seen, report, name)


def _lines(dossier: Dossier, seen: Seen) -> Iterator[tuple[str, Line]]:
    """The lines that may be seen: a party's own side's, or with no party all."""
    for owner, party in dossier.declared.parties.items():
        if seen.party is None or side_of(dossier, owner) == side_of(dossier, seen.party):
            yield from ((owner, line) for line in (*party.red_lines, *party.bottom_lines))


def finding_cards(dossier: Dossier, seen: Seen, report: Report, address: str) -> Iterator[Card]:
    """Give the card of a finding of a report, waived or not; nothing for an unknown address."""
    found = {one.address: (one, "") for one in report.findings}
    for waived in report.waived:
        why = f"waived by {waived.waiver.id} until {waived.waiver.until}: {waived.waiver.reason}"
        found[waived.finding.address] = waived.finding, why
    if address in found:
        yield finding_card(dossier, seen, *found[address])


def finding_card(dossier: Dossier, seen: Seen, finding: Finding, waived: str = "") -> Card:
    """Return the card of a finding; `waived` says by what it is set aside."""
    meaning = next((one for one in explanations() if one.code == finding.code), None)
    place = Place(finding.file, finding.line or 1) if finding.file is not None else None
    rows = [("code", finding.code), ("severity", finding.severity)]
    rows.extend((("mend", finding.hint),) if finding.hint else ())
    rows.extend((("waived", waived),) if waived else ())
    rows.extend((("passages", ", ".join(finding.sources)),) if finding.sources else ())
    told = (("meaning", meaning.meaning), ("mending", meaning.mending)) if meaning else ()
    return Card(
        "finding",
        finding.address,
        finding.message,
        place,
        (
            Part("", tuple(rows)),
            Part("Proof", listed(dossier, finding.entries, seen)),
            Part(f"About {finding.code}", told),
        ),
        as_json(finding),
    )
