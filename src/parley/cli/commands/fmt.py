"""`parley fmt`: the files of a dossier in canonical form."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import click

from parley.cli.layout import counted
from parley.cli.output import tell
from parley.cli.patience import patience
from parley.cli.statuses import FOUND
from parley.dossier.editing.writing import write_atomically
from parley.dossier.files.folder import DECLARATIONS, dossier_root, find_files, read_file
from parley.dossier.text.formatting import format_text
from parley.dossier.text.yaml_text import YamlFault, decode
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.findings import Finding

__all__ = ["command"]


class _File(NamedTuple):
    """A file of a dossier: where it is, and its text before and after."""

    path: Path
    old: str
    new: str


@click.command("fmt")
@click.argument(
    "paths", metavar="DOSSIER...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; list what would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Change nothing; show what would change.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], only_check: bool, show_diff: bool) -> None:
    """Put the files of each DOSSIER into canonical form, each all at once.

    Comments, the order of entries and the author's line breaks in long texts stay. A DOSSIER may
    also be one of its files. With --check or --diff nothing is written, and the exit status is 1
    where something would change. A file that is not YAML is told of and left as it is.

    \b
    Examples:
      parley fmt talks
      parley fmt --check talks
      parley fmt --diff talks/log/1951-07.yaml
    """
    broken: list[ParleyError] = []
    with patience("formatting"):
        files = [
            _File(path, old, new)
            for path, name, old in _texts(paths)
            if (new := _formatted(old, name, path, broken)) != old
        ]
    for file in files:
        if show_diff:
            click.echo("".join(_difference(file)), nl=False)
        elif not only_check:
            write_atomically(file.path, file.new)
        if not show_diff:
            click.echo(str(file.path))
    told = "would change" if only_check or show_diff else "changed"
    tell(f"{counted(len(files), 'file')} {told}")
    if broken:
        raise ParleyError("\nerror: ".join(str(error) for error in broken))
    ctx.exit(FOUND if files and (only_check or show_diff) else 0)


def _texts(paths: tuple[Path, ...]) -> Iterator[tuple[Path, str, str]]:
    """Give each file, its name in the dossier and its text."""
    for path in paths:
        if path.is_file() and path.name != DECLARATIONS:
            if path.suffix not in (".yaml", ".yml"):
                raise Refused(
                    f"{path}: is no file of a dossier: its name does not end in .yaml",
                    hint="name the folder of a dossier, its dossier.yaml, or a file of its log",
                )
            yield path, path.name, decode(read_file(path.parent, path.name), str(path))
            continue
        faults: list[Finding] = []
        root = dossier_root(path)
        shown = path.parent if path.is_file() else path
        for name in find_files(root, faults):
            yield shown / name, name, decode(read_file(root, name), str(shown / name))
        for fault in faults:
            tell(f"warning: {fault.message}")


def _formatted(text: str, name: str, path: Path, broken: list[ParleyError]) -> str:
    kind: Literal["dossier", "log"] = "dossier" if name == DECLARATIONS else "log"
    try:
        return format_text(text, kind, str(path))
    except YamlFault as fault:
        broken.append(fault)
        return text


def _difference(file: _File) -> Iterator[str]:
    return difflib.unified_diff(
        file.old.splitlines(keepends=True),
        file.new.splitlines(keepends=True),
        str(file.path),
        str(file.path),
    )
