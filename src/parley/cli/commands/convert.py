"""`parley convert`: a scenario of another program as a dossier, and a dossier as a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.options import reader_option
from parley.cli.output import tell
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.dossier.editing.writing import write_atomically
from parley.dossier.files.folder import DECLARATIONS
from parley.kernel.errors import Refused

if TYPE_CHECKING:
    from parley.interop.scenarios import Scale, Written
    from parley.space.model import Model

__all__ = ["command"]


@click.command("convert")
@click.argument("path", metavar="SCENARIO", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "wanted",
    type=click.Choice(["dossier", "genius", "geniusweb", "negmas"]),
    required=True,
    help="What to write: a dossier, or the files of that program.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where to write [default: to the terminal, where it is one file].",
)
@click.option(
    "--steps",
    type=click.IntRange(2, 10_000),
    metavar="N",
    help="How many points of an issue of real numbers to take.",
)
@click.option(
    "--scale",
    type=click.Choice(["genius", "raw"]),
    default="genius",
    show_default=True,
    help="GENIUS files: as GENIUS counts, or nothing divided by a maximum.",
)
@reader_option
@click.option("--force", is_flag=True, help="Write over files that are there already.")
def command(
    path: Path, wanted: Written, folder: Path | None, steps: int | None, scale: Scale, force: bool
) -> None:
    """Turn a scenario of another program into a dossier, or into the files of a third, or back.

    A SCENARIO is a folder with a domain and a profile for each party, of GENIUS, GeniusWeb or
    NegMAS; or a dossier; or a file of GMCR+. What the format cannot hold is told.

    \b
    Examples:
      parley convert laptop --to dossier -o laptop-dossier
      parley convert talks --to genius -o talks-genius
      parley convert prices --to dossier --steps 21
    """
    with patience("reading"):
        model = _model(path, scale, steps)
    from parley.interop.scenarios import losses_of, write_scenario

    files = write_scenario(model, wanted)
    for text in (*model.notes, *losses_of(model, wanted)):
        tell(f"note: {text}")
    if folder is None:
        if len(files) > 1:
            raise click.UsageError(f"--to {wanted} makes {len(files)} files: say where with -o")
        click.echo(next(iter(files.values())), nl=False)
        return
    _write(folder, files, force)


def _model(path: Path, scale: Scale, steps: int | None) -> Model:
    from parley.interop.scenarios import read_scenario

    if path.name != DECLARATIONS and not (path / DECLARATIONS).is_file():
        return read_scenario(path, scale, steps)
    from parley.space.from_dossier import model_of

    dossier = read_for_viewing(path)
    errors = sum(one.severity == "error" for one in dossier.faults)
    if errors:
        tell(
            f"note: {errors} faults of the dossier were passed over; "
            f"`parley check {path}` lists them"
        )
    return model_of(dossier, part="bargaining")


def _write(folder: Path, files: dict[str, str], force: bool) -> None:
    taken = [name for name in files if (folder / name).exists()]
    if taken and not force:
        raise Refused(
            f"{folder / taken[0]}: is there already",
            hint="name another folder, or add --force to write over it",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"{folder}: cannot be made: {error.strerror or error}",
            hint="name a folder that you may write to",
        ) from None
    for name, text in files.items():
        write_atomically(folder / name, text)
    tell(f"wrote {', '.join(str(folder / name) for name in files)}")
