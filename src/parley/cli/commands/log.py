"""`parley log`: the entries in order of time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parley.brief.cards.entries import Filter, as_csv, as_data, chosen
from parley.cli.completing import complete_issue, complete_party
from parley.cli.findings_text import scope_line
from parley.cli.layout import counted, wrapped
from parley.cli.options import dossier_argument, output_options, reader_option, view_options
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.patience import patience
from parley.cli.timeline import entry_lines
from parley.cli.viewing import read_for_viewing
from parley.cli.viewpoint import Asked, Viewpoint, instant, known_party, viewpoint
from parley.dossier.dossier import Dossier
from parley.dossier.fold import view
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Entry
from parley.kernel.errors import BadTime, ParleyError
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import read_time

__all__ = ["command"]


@click.command("log")
@dossier_argument
@view_options()
@reader_option
@click.option(
    "--issue",
    "issues",
    multiple=True,
    metavar="ISSUE",
    shell_complete=complete_issue,
    help="Only what is about this issue; can be repeated.",
)
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="PARTY",
    shell_complete=complete_party,
    help="Only what names this party or somebody inside it; can be repeated.",
)
@click.option(
    "--type",
    "types",
    multiple=True,
    type=click.Choice(sorted(ENTRY_TYPES)),
    metavar="TYPE",
    help="Only entries of this type; can be repeated.",
)
@click.option("--since", metavar="TIME", help="Only what may have happened then or later.")
@click.option("--until", metavar="TIME", help="Only what may have happened by then.")
@click.option("--text", metavar="WORDS", help="Only entries with these words anywhere in them.")
@output_options("terminal", "json", "csv", "svg")
def command(path: Path, asked: Asked, output: Output, **options: Any) -> None:
    """The entries of a DOSSIER in order of time.

    With --for, only what that party knew by --known-as-of of what had happened by --as-of.

    \b
    Examples:
      parley log talks --for us --since 1951-07-10
      parley log talks --issue line --party them --type proposal
      parley log talks --text newsmen --format csv -o newsmen.csv
    """
    with patience("reading"):
        dossier = read_for_viewing(path)
        seen = viewpoint(dossier, asked)
        wanted = _filter(dossier, seen, options)
        known = view(dossier, seen.party, seen.as_of, seen.known_as_of).entries
        entries = chosen(dossier, known, wanted)
        text = _text(dossier, seen, entries, output.format)
    deliver(output, text)


def _filter(dossier: Dossier, seen: Viewpoint, options: dict[str, Any]) -> Filter:
    for name in options["issues"]:
        if name not in dossier.declared.issues:
            meant = did_you_mean(name, dossier.declared.issues)
            raise ParleyError(
                f"--issue: `{name}` is not declared in dossier.yaml",
                hint=f"did you mean `{meant}`?" if meant else "`parley show` lists what there is",
            )
    since, until = options["since"], options["until"]
    return Filter(
        options["issues"],
        tuple(known_party(dossier, name) for name in options["parties"]),
        options["types"],
        _start(since, dossier.declared.zone) if since is not None else None,
        instant(until, dossier.declared.zone, "--until") if until is not None else None,
        options["text"],
    )


def _start(text: str, zone: str) -> int:
    try:
        return read_time(text, zone).earliest
    except BadTime as error:
        raise BadTime(f"--since: {error.message}", hint=error.hint) from None


def _text(dossier: Dossier, seen: Viewpoint, entries: tuple[Entry, ...], form: str) -> str:
    if form == "json":
        return as_json_text(as_data(dossier, entries, seen))
    if form == "csv":
        return as_csv(dossier, entries)
    if form == "svg":
        from parley.brief.cards.picture import entries_picture

        return entries_picture(dossier, entries, seen.zone)
    lines = [*wrapped(f"{scope_line(dossier, seen)}; times in {seen.zone}"), ""]
    for entry in entries:
        lines.extend((*entry_lines(dossier, entry, seen.zone), ""))
    lines.append(counted(len(entries), "entry", "entries"))
    return "\n".join(lines)
