"""`parley add`: append an entry to the log."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from parley.brief.cards.entry import case_for
from parley.cli.asking import ask_entry
from parley.cli.completing import complete_field
from parley.cli.fields import entry_type, given_fields, read_entry, with_defaults
from parley.cli.findings_text import finding_lines
from parley.cli.options import dossier_argument
from parley.cli.output import tell
from parley.cli.viewpoint import Viewpoint, now
from parley.dossier.dossier import Dossier
from parley.dossier.editing.writing import EntryFaulty, append_entry, entry_text, with_appended
from parley.dossier.files.folder import dossier_root, find_files, read_file
from parley.dossier.reading import read_dossier, read_text_dossier
from parley.dossier.text.yaml_text import decode
from parley.kernel.errors import ParleyError
from parley.kernel.findings import Finding
from parley.mandate.check import Check
from parley.mandate.checks import unknown_reference
from parley.mandate.running import run_checks

__all__ = ["command"]


@click.command("add")
@dossier_argument
@click.argument("words", metavar="[TYPE] [KEY=VALUE]...", nargs=-1, shell_complete=complete_field)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="A field, as after TYPE; a key given twice is a list.",
)
@click.option("--file", metavar="LOG", help="The log to write to [default: log/YYYY-MM.yaml].")
@click.option("--ask", is_flag=True, help="Ask for the fields that are not given.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the entry.")
def command(path: Path, words: tuple[str, ...], **options: Any) -> None:
    """Append an entry to the log of a DOSSIER, checked before it is written.

    One that cannot be read, or names what the dossier does not have, is not written. What it
    does against an order is: it happened, and is told.

    TYPE is one of the entry types, such as event, proposal or instruction. Fields stand after it
    as KEY=VALUE; `[...]` and `{...}` are lists and maps in YAML. Without fields they are asked
    for on a terminal, else read as YAML from standard input. Without `id` a new one is made;
    without `at` it is now.

    \b
    Examples:
      parley add talks proposal by=us to=them says="line = general" assumed=us
      parley add talks event at=1951-07-13 text="They left." sources=cable-1#4
      parley add talks --ask instruction
      parley add talks < entry.yaml
    """
    dossier = read_dossier(path)
    fields = _fields(dossier, words, options["settings"], options["ask"])
    entry_type(fields)
    entry = with_defaults(fields)
    if options["dry_run"]:
        click.echo(entry_text(entry), nl=False)
        return
    try:
        _require_known_names(path, entry, options["file"])
        place = append_entry(path, entry, file=options["file"])
    except EntryFaulty:
        if options["ask"] or sys.stdin.isatty():  # so that no answers are lost
            click.echo(entry_text(entry), nl=False)
        raise
    click.echo(f"{place.file}:{place.line}: {entry['id']}")
    _tell_findings(read_dossier(path), str(entry["id"]))


def _fields(
    dossier: Dossier, words: tuple[str, ...], settings: tuple[str, ...], ask: bool
) -> dict[str, Any]:
    named = [word for word in words if "=" not in word]
    if len(named) > 1:
        raise ParleyError(
            f"expected KEY=VALUE after the type, got '{named[1]}'",
            hint=f'put what has blanks in quotes: {named[0]} text="several words"',
        )
    kind = {"type": named[0]} if named else {}
    record = entry_type(kind) if kind else None
    fields = given_fields((*(word for word in words if "=" in word), *settings), record)
    if ask or (not fields and sys.stdin.isatty()):
        if not named and "type" not in fields:
            kind = {"type": click.prompt("type")}
        asked = {**kind, **fields}
        return ask_entry(dossier, entry_type(asked), asked)
    if not fields:
        fields = read_entry(sys.stdin.read())
    return {**kind, **fields}


def _require_known_names(path: Path, entry: Mapping[str, object], file: str | None) -> None:
    """Refuse an entry that names a party, a source, ... that is not there: it is a slip."""
    folder = dossier_root(path)
    files = {one: decode(read_file(folder, one), one) for one in find_files(folder, [])}
    after = {**files, **with_appended(folder, files, [entry], file=file)}
    dossier = replace(read_text_dossier(after), root=folder)
    slips = [
        finding
        for finding in _findings(dossier, str(entry["id"]), [unknown_reference.CHECK])
        if finding.severity == "error"
    ]
    if slips:
        raise EntryFaulty(tuple(slips))


def _tell_findings(dossier: Dossier, name: str) -> None:
    """Say what the checks find about the new entry: it is written all the same."""
    for finding in _findings(dossier, name):
        tell("\n".join(("", *finding_lines(finding))))


def _findings(
    dossier: Dossier, name: str, chosen: Sequence[Check] | None = None
) -> Iterator[Finding]:
    """What the checks find about an entry, as soon as it is known; nothing where it is unread."""
    entry = dossier.by_id.get(name)
    if entry is None:
        return
    at = max(now(), dossier.spans[name].earliest)
    case = case_for(dossier, Viewpoint(None, at, at, dossier.declared.zone), (*entry.by, *entry.to))
    for finding in run_checks(case, chosen) if case is not None else ():
        if name in finding.entries:
            yield finding
