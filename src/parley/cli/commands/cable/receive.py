"""`parley cable receive`: take in the parcels that came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from parley.cables.clerk import Clerk, directory_in, signer_of
from parley.cables.ledger.reading import reading
from parley.cables.steps.receive import Taken, receive
from parley.cables.steps.send import Outgoing, send_news
from parley.cli.cable_desk import desk, here_with_keys, posts_here
from parley.cli.cable_options import AtOffice, desk_options, server_options
from parley.cli.cable_parcels import (
    addressee,
    in_order,
    outgoing_data,
    outgoing_lines,
    parcel_files,
    read_parcel_file,
    shown_fault,
    taken_data,
    taken_lines,
    write_parcels,
)
from parley.cli.commands.cable.send import push_all
from parley.cli.layout import counted, wrapped
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.cli.patience import patience
from parley.cli.statuses import FOUND
from parley.kernel.errors import Refused

__all__ = ["command"]


@dataclass(slots=True)
class _Came:
    """What came in, what was refused and why, what was left, and the receipts that went out."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)
    receipts: list[Outgoing] = field(default_factory=list)


@click.command("receive")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@server_options
@click.option(
    "--receipts",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the receipts there, such as on the same stick.",
)
@click.option("--no-receipts", is_flag=True, help="With --server: send no receipts.")
@desk_options
@output_options("terminal", "json")
def command(
    paths: tuple[Path, ...], at: AtOffice, output: Output, folder: Path | None, **options: Any
) -> None:
    """Take in the parcels in files and folders, or those that wait on a server.

    What came twice is entered once; what is late, missing or double is told. A parcel that is
    refused does not stop the others; the exit status is then 1. A receipt tells the sender what
    came, and is a witness that its log was not changed since.

    \b
    Examples:
      parley cable receive /media/stick --receipts /media/stick
      parley cable receive --server https://office.example
    """
    server, ca_file = options["server"], options["ca_file"]
    if not paths and server is None:
        raise click.UsageError("say where from: files or folders, or --server URL")
    came = _Came()
    with desk(at, any_post=True) as clerk:
        with patience("receiving"):
            if paths:
                _from_files(clerk, paths, came)
            elif server is not None:
                for post in _each(clerk, at):
                    _from_server(post, server, ca_file, came)
        if folder is not None or (server is not None and not paths and not options["no_receipts"]):
            for post in _each(clerk, at):
                parcels = send_news(post)
                came.receipts += parcels
                if folder is not None:
                    write_parcels(folder, parcels)
                elif server is not None:
                    push_all(post, server, ca_file, parcels)
    if output.format == "json":
        deliver(output, as_json_text(_data(came)))
    else:
        deliver(output, "\n".join(_lines(came)))
        if any(one.state == "copy" for one in came.taken):
            tell("next: parley cable open CABLE")
        if not came.receipts and any(one.state != "again" for one in came.taken):
            tell("receipts go out with the next parley cable send")
    click.get_current_context().exit(FOUND if came.refused else 0)


def _each(clerk: Clerk, at: AtOffice) -> tuple[Clerk, ...]:
    return (clerk,) if at.post is not None else here_with_keys(clerk)


def _from_files(clerk: Clerk, paths: tuple[Path, ...], came: _Came) -> None:
    with reading(clerk.ledger) as now:
        here = posts_here(directory_in(now))
    for path in in_order(parcel_files(paths)):
        if path not in paths and addressee(path) not in (None, *here):
            came.left.append(path)  # on a stick there may be some for others
            continue
        try:
            came.taken.append(receive(clerk, read_parcel_file(path)))
        except Refused as error:
            came.refused.append((str(path), shown_fault(error)))


def _from_server(clerk: Clerk, server: str, ca_file: Path | None, came: _Came) -> None:
    from parley.office.client import acknowledge, connect, pull

    with reading(clerk.ledger) as now:
        signer = signer_of(clerk, directory_in(now))
    with connect(server, signer.post, signer.seed, ca_file=ca_file) as connection:
        for one in pull(connection):
            try:
                came.taken.append(receive(clerk, one.data))
            except Refused as error:
                came.refused.append((one.parcel, shown_fault(error)))
            else:
                acknowledge(connection, one.parcel)


def _lines(came: _Came) -> Iterator[str]:
    new = sum(one.state != "again" for one in came.taken)
    again = len(came.taken) - new
    told = f"{counted(new, 'parcel')} taken in" if came.taken or came.refused else "nothing came"
    if again:
        told += f", {again} taken in before"
    if came.refused:
        told += f", {len(came.refused)} REFUSED"
    if came.left:
        told += f"; {counted(len(came.left), 'parcel')} for other posts left there"
    yield told
    for one in came.taken:
        yield from taken_lines(one)
    for name, why in came.refused:
        yield from wrapped(f"REFUSED {name}: {why}", 2, 4)
    if came.receipts:
        yield f"{counted(len(came.receipts), 'receipt')} sent"
        yield from outgoing_lines(came.receipts)


def _data(came: _Came) -> dict[str, Any]:
    return {
        "taken": taken_data(came.taken),
        "refused": [{"from": name, "why": why} for name, why in came.refused],
        "left": [str(one) for one in came.left],
        "receipts": outgoing_data(came.receipts),
    }
