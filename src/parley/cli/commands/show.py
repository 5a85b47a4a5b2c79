"""`parley show`: everything about one thing of a dossier."""

from __future__ import annotations

from pathlib import Path

import click

from parley.brief.cards.card import card_data
from parley.brief.cards.named import cards_named
from parley.cli.cards import card_lines
from parley.cli.completing import complete_id
from parley.cli.findings_text import scope_line
from parley.cli.layout import dim, wrapped
from parley.cli.options import dossier_argument, output_options, reader_option, view_options
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.cli.viewpoint import Asked, Viewpoint, shown, viewpoint
from parley.dossier.dossier import Dossier
from parley.dossier.fold import View, view
from parley.kernel.errors import ParleyError
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import show_time

__all__ = ["command"]


@click.command("show")
@dossier_argument
@click.argument("name", metavar="ID", shell_complete=complete_id)
@view_options()
@reader_option
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
        dossier = read_for_viewing(path)
        seen = viewpoint(dossier, asked)
        known = view(dossier, seen.party, seen.as_of, seen.known_as_of)
        cards = tuple(cards_named(dossier, known, seen, name))
        if not cards:
            raise _nothing(dossier, known, seen, name)
    if output.format == "json":
        deliver(output, as_json_text([card_data(card) for card in cards]))
        return
    lines: list[str] = dim(wrapped(scope_line(dossier, seen)))
    for card in cards:
        lines.extend(("", *card_lines(card)))
    deliver(output, "\n".join(lines))


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
