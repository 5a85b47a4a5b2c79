"""`parley show`: everything about one thing of a dossier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from parley.cli.cards import Card, Part, card_data, card_lines, listed
from parley.cli.codes import explanations
from parley.cli.completing import complete_id
from parley.cli.declared_cards import (
    agenda_card,
    feasibility_card,
    issue_card,
    line_card,
    party_card,
    source_card,
)
from parley.cli.entry_card import entry_card
from parley.cli.findings_text import scope_line
from parley.cli.layout import dim, wrapped
from parley.cli.options import dossier_argument, output_options, view_options
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.patience import patience
from parley.cli.viewpoint import Asked, Viewpoint, shown, viewpoint
from parley.dossier.declarations import Line
from parley.dossier.dossier import Dossier, Place, side_of
from parley.dossier.fold import View, view
from parley.dossier.reading import read_dossier
from parley.kernel.errors import ParleyError
from parley.kernel.findings import Finding, as_json
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import show_time
from parley.mandate.running import check_dossier

__all__ = ["command"]

_KINDS = ("entry", "party", "issue", "agenda", "source", "feasibility", "line", "finding")
_ADDRESS = re.compile(r"[a-z][a-z-]*-[0-9a-f]{12}")


@click.command("show")
@dossier_argument
@click.argument("name", metavar="ID", shell_complete=complete_id)
@view_options()
@output_options("terminal", "json")
def command(path: Path, name: str, asked: Asked, output: Output) -> None:
    """Everything about one thing of a DOSSIER: what it is, where it stands, who refers to it.

    ID is an entry, a party, an issue, an agenda item, a source, a passage (SOURCE#PASSAGE), a red
    or bottom line, a feasibility statement, or the address of a finding. Where one id means two
    things, both are shown; `party:ID`, `issue:ID`, ... asks for one.

    \b
    Examples:
      parley show talks first-offer --for us --as-of 1951-07-14
      parley show talks issue:line
      parley show talks cable-21756#en/12
      parley show talks trade-unmet-1f09bb1f7d2a
    """
    with patience("reading"):
        dossier = read_dossier(path)
        seen = viewpoint(dossier, asked)
        known = view(dossier, seen.party, seen.as_of, seen.known_as_of)
        cards = tuple(_cards(dossier, known, seen, name))
        if not cards:
            raise _nothing(dossier, known, seen, name)
    if output.format == "json":
        deliver(output, as_json_text([card_data(card) for card in cards]))
        return
    lines: list[str] = dim(wrapped(scope_line(dossier, seen)))
    for card in cards:
        lines.extend(("", *card_lines(card)))
    deliver(output, "\n".join(lines))


def _cards(dossier: Dossier, known: View, seen: Viewpoint, asked: str) -> Iterator[Card]:
    kind, _, rest = asked.partition(":")
    only, name = (kind, rest) if kind in _KINDS and rest else ("", asked)
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
        yield from _finding_cards(dossier, seen, name)


def _lines(dossier: Dossier, seen: Viewpoint) -> Iterator[tuple[str, Line]]:
    """The lines that may be seen: a party's own side's, or with no party all."""
    for owner, party in dossier.declared.parties.items():
        if seen.party is None or side_of(dossier, owner) == side_of(dossier, seen.party):
            yield from ((owner, line) for line in (*party.red_lines, *party.bottom_lines))


def _finding_cards(dossier: Dossier, seen: Viewpoint, address: str) -> Iterator[Card]:
    report = check_dossier(dossier, seen.party, seen.as_of, seen.known_as_of)
    found = {one.address: (one, "") for one in report.findings}
    for waived in report.waived:
        why = f"waived by {waived.waiver.id} until {waived.waiver.until}: {waived.waiver.reason}"
        found[waived.finding.address] = waived.finding, why
    if address in found:
        yield _finding_card(dossier, seen, *found[address])


def _finding_card(dossier: Dossier, seen: Viewpoint, finding: Finding, waived: str) -> Card:
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


def _nothing(dossier: Dossier, known: View, seen: Viewpoint, name: str) -> ParleyError:
    declared = dossier.declared
    names = [
        *known.ids,
        *declared.parties,
        *declared.issues,
        *declared.agenda,
        *declared.sources,
    ]
    meant = did_you_mean(name.rpartition(":")[2], sorted(names))
    if seen.party is None and name in dossier.by_id:  # no secret, only later
        when = show_time(dossier.spans[name], seen.zone)
        raise ParleyError(
            f"`{name}` happened {when}, which is after {shown(seen.as_of, seen.zone)}",
            hint="look at a later time with --as-of",
        )
    where = f"what {seen.party} knew" if seen.party is not None else "the dossier"
    return ParleyError(
        f"expected the id of something, or the address of a finding, got `{name}`: there is no "
        f"such thing in {where} as of {shown(seen.as_of, seen.zone)}",
        hint=f"did you mean `{meant}`?" if meant else "`parley log DOSSIER` lists the entries",
    )
