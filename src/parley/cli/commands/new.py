"""`parley new`: start a dossier."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.output import tell
from parley.dossier.editing.starting import identifier_of, starting_files
from parley.kernel.errors import ParleyError, Refused

__all__ = ["command"]


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The dossier's title [default: made of the folder's name].")
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="ID[=NAME]",
    help="A side, with its name; give two or more [default: us and them].",
)
@click.option(
    "--zone",
    metavar="ZONE",
    default="UTC",
    show_default=True,
    help="The zone of times that name none, such as Asia/Seoul.",
)
def command(folder: Path, title: str | None, parties: tuple[str, ...], zone: str) -> None:
    """Start a dossier in the folder DIR: small, valid, with comments that say what goes where.

    Nothing that is there already is overwritten.

    \b
    Examples:
      parley new talks
      parley new river --party north=North --party south="The South"
      parley new talks --title "The line" --zone Asia/Seoul
    """
    name = folder.resolve().name
    sides = _sides(parties) if parties else {"us": "Our side", "them": "The other side"}
    files = starting_files(
        identifier_of(name), title or name.replace("-", " ").capitalize(), sides, zone
    )
    taken = [one for one in files if (folder / one).exists()]
    if taken:
        raise Refused(
            f"{folder / taken[0]}: is there already, and `parley new` overwrites nothing",
            hint="name another folder",
        )
    try:
        for file, text in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise Refused(
            f"{folder}: cannot be written: {error.strerror or error}",
            hint="name a folder that you may write to",
        ) from None
    tell(f"wrote {', '.join(str(folder / file) for file in files)}")
    tell(f"edit {folder / 'dossier.yaml'}, then `parley add {folder}` and `parley check {folder}`")


def _sides(given: tuple[str, ...]) -> dict[str, str]:
    sides: dict[str, str] = {}
    for text in given:
        name, _, shown = (part.strip() for part in text.partition("="))
        if name in sides:
            raise ParleyError(
                f"--party: expected each id once, got `{name}` twice", hint="rename one of the two"
            )
        sides[name] = shown or name.replace("-", " ").replace("_", " ").capitalize()
    return sides
