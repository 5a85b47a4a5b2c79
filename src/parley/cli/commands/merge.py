"""`parley merge`: join two copies of a dossier."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.layout import counted, wrapped
from parley.cli.output import tell
from parley.cli.patience import patience
from parley.cli.statuses import FOUND
from parley.dossier.merging.folder_merging import merge_dossiers

__all__ = ["command"]


@click.command("merge")
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "out",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="The folder to make; it must not be there yet [default: OURS-merged].",
)
@click.option(
    "--base",
    type=click.Path(path_type=Path),
    help="The copy that both started from; without it nothing counts as deleted.",
)
@click.pass_context
def command(
    ctx: click.Context, ours: Path, theirs: Path, out: Path | None, base: Path | None
) -> None:
    """Join two copies of a dossier, OURS and THEIRS, into a new folder.

    Logs are joined entry by entry, dossier.yaml id by id; what both sides added is kept. What
    both changed differently stands between the markers that git uses, is listed, and makes the
    exit status 1. The two copies stay as they are.

    \b
    Examples:
      parley merge talks /media/stick/talks -o joined
      parley merge talks theirs --base talks-of-monday -o joined
    """
    target = out if out is not None else ours.with_name(f"{ours.resolve().name}-merged")
    with patience("merging"):
        conflicts = merge_dossiers(ours, theirs, target, base)
    for conflict in conflicts:
        place = f"{conflict.file}:{conflict.line}" if conflict.line else conflict.file
        click.echo("\n".join(wrapped(f"{place}: {conflict.message}", 0, 4)))
    tell(f"wrote {target}; {counted(len(conflicts), 'conflict')}")
    if conflicts:
        tell("settle what stands between <<<<<<< and >>>>>>>, then run `parley check`")
    ctx.exit(FOUND if conflicts else 0)
