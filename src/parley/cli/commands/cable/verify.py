"""`parley cable verify`: prove that the log was not changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parley.cables.clerk import directory_in
from parley.cables.custody.directory import Directory
from parley.cables.ledger.log import instant, open_ledger
from parley.cables.messages.reading_text import OnPaper, reading_text
from parley.cables.messages.redaction import Exported, check_export
from parley.cables.verifying.pins import Pin, read_pins, write_pin
from parley.cables.verifying.verified import Depth, Verified
from parley.cables.verifying.verify import verify
from parley.cli.cable_checkpoints import read_checkpoint, read_export
from parley.cli.cable_desk import clock, is_office, office_at, pins_path, reading_at
from parley.cli.cable_options import AtOffice, office_options
from parley.cli.layout import counted, heading, wrapped
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.cli.patience import progress
from parley.cli.statuses import FOUND
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("verify")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--full", is_flag=True, help="Look at everything, not only at what came since.")
@click.option("--hash-only", is_flag=True, help="Look at the hashes of everything, and no more.")
@click.option(
    "--witness",
    "witnesses",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="A checkpoint that somebody kept: the log must have it in it; may be given again.",
)
@office_options
@output_options("terminal", "json")
def command(
    file: Path | None,
    full: bool,
    hash_only: bool,
    witnesses: tuple[Path, ...],
    at: AtOffice,
    output: Output,
) -> None:
    """Prove that the log was not changed, and that nobody did what they may not.

    The chain, every signature and every step are looked at; the first event that is wrong is named,
    and the exit status is then 1. It goes on from where it ended the last time, which is pinned
    beside your keys; --full begins anew. A checkpoint that somebody else kept finds out a log that
    was rewritten as a whole.

    With FILE, an export of a cable is checked instead.

    \b
    Examples:
      parley cable verify
      parley cable verify --full --witness theirs.checkpoint
      parley cable verify g1675.json
    """
    if full and hash_only:
        raise click.UsageError("give --full or --hash-only, not both")
    if file is not None:
        _check_file(file, at, output)
        return
    office, pins = office_at(at), pins_path(at)
    depth: Depth = "full" if full else "hashes" if hash_only else "new"
    theirs = [read_checkpoint(one, office.log) for one in witnesses]
    with open_ledger(office.ledger) as ledger, progress("verifying") as told:
        pin = read_pins(pins).get(office.log)
        found = verify(ledger, pin=pin, witnesses=theirs, depth=depth, progress=told)
    if not found.wrong and depth != "hashes":
        write_pin(pins, Pin(log=found.log, size=found.size, root=found.root, at=instant(clock()())))
    if output.format == "json":
        deliver(output, as_json_text(_data(found)))
    else:
        deliver(output, "\n".join(_lines(found, len(theirs), pinned=pin is not None)))
    click.get_current_context().exit(FOUND if found.wrong else 0)


def _lines(found: Verified, witnesses: int, *, pinned: bool) -> list[str]:
    lines: list[str] = []
    for one in found.wrong:
        where = "WRONG" if one.n is None else f"WRONG at event {one.n}"
        lines += wrapped(f"{where}: {one.what}", 0, 4)
    for text in found.warnings:
        lines += wrapped(f"warning: {text}", 0, 4)
    if found.wrong:
        lines.append(f"the log {found.log} is not as it should be")
        lines += wrapped("keep it as it is, and compare it with a copy and with what others hold")
        return lines
    events = counted(found.size, "event")
    lines.append(heading(f"{found.log}: {events}, nothing is wrong"))
    if found.depth == "hashes":
        lines.append("  only the hashes were looked at")
    elif pinned and found.since:
        new = found.size - found.since
        lines += wrapped(
            f"looked at in full: {counted(new, 'event')} since the last time; the "
            f"{found.since:,} before are those of then",
            2,
        )
    if witnesses:
        lines.append(f"  it goes on from {counted(witnesses, 'checkpoint')} that others kept")
    return lines


def _data(found: Verified) -> dict[str, Any]:
    return {
        "log": found.log,
        "size": found.size,
        "root": found.root,
        "depth": found.depth,
        "since": found.since,
        "wrong": [{"n": one.n, "what": one.what} for one in found.wrong],
        "warnings": list(found.warnings),
        "doubts": found.doubts,
    }


def _check_file(file: Path, at: AtOffice, output: Output) -> None:
    directory = Directory()
    if is_office(at):
        with reading_at(office_at(at)) as now:
            directory = directory_in(now)
    keys: dict[str, set[str]] = {}
    for key, life in directory.keys.items():
        if key not in directory.revoked:
            keys.setdefault(life.post, set()).add(key)
    data = read_export(file)
    try:
        found = check_export(data, keys)
    except Refused as error:
        raise Refused(f"{file}: {error.message}", hint=error.hint) from None
    if output.format == "json":
        deliver(output, as_json_text(_export_data(found)))
        return
    deliver(output, reading_text(found.parts, OnPaper()))
    for text in found.proved:
        tell("\n".join(wrapped(f"proved: {text}", 0, 4)))
    for text in found.unproved:
        tell("\n".join(wrapped(f"NOT PROVED: {text}", 0, 4)))


def _export_data(found: Exported) -> dict[str, Any]:
    return {
        "cable": found.released.cable,
        "released": found.event.at,
        "by": found.event.by,
        "known_releaser": found.known_releaser,
        "known_witness": found.known_witness,
        "shown": [one.name for one in found.parts if hasattr(one, "value")],
        "withheld": sum(not hasattr(one, "value") for one in found.parts),
        "proved": list(found.proved),
        "unproved": list(found.unproved),
    }
