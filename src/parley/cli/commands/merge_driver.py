"""`parley merge-driver`: lets git merge the files of a dossier entry by entry."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click

from parley.cli.layout import counted
from parley.cli.output import tell
from parley.cli.statuses import FOUND
from parley.dossier.editing.writing import write_atomically
from parley.dossier.files.folder import DECLARATIONS, read_file
from parley.dossier.merging.folder_merging import Merged, merge_declarations, merge_logs
from parley.dossier.text.yaml_text import decode
from parley.kernel.errors import ParleyError, Refused

__all__ = ["command"]


@click.command("merge-driver")
@click.argument("base", metavar="%O", type=click.Path(path_type=Path))
@click.argument("ours", metavar="%A", type=click.Path(path_type=Path))
@click.argument("theirs", metavar="%B", type=click.Path(path_type=Path))
@click.argument("name", metavar="%P", default="")
@click.pass_context
def command(ctx: click.Context, base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Merge one file of a dossier for git, entry by entry instead of line by line.

    git calls this itself, once it is told to. In the repository:

    \b
      git config merge.parley.name "parley: entry by entry"
      git config merge.parley.driver "parley merge-driver %O %A %B %P"

    and in its file .gitattributes:

    \b
      dossier.yaml  merge=parley
      log/*.yaml    merge=parley
      log/**/*.yaml merge=parley

    Entries that both sides added are both kept. What both changed stands between git's markers,
    and the exit status is 1, as git expects. A file that cannot be read as a dossier's is merged
    line by line, as git would.

    \b
    Examples:
      parley merge-driver base.yaml ours.yaml theirs.yaml log/1951-07.yaml
    """
    try:
        merged = _merged(_text(base), _text(ours), _text(theirs), name)
    except ParleyError as error:
        tell(f"parley: {name or ours}: {error}; merged line by line")
        ctx.exit(_line_by_line(base, ours, theirs))
    write_atomically(ours, merged.text)
    for conflict in merged.conflicts:
        tell(f"parley: {name or ours}:{conflict.line}: {conflict.message}")
    if merged.conflicts:
        tell(f"parley: {counted(len(merged.conflicts), 'conflict')} left between markers")
    ctx.exit(FOUND if merged.conflicts else 0)


def _text(path: Path) -> str:
    return decode(read_file(path.parent, path.name), str(path))


def _merged(base: str, ours: str, theirs: str, name: str) -> Merged:
    # Where both sides added the file, git gives an empty one as their common base.
    before = base if base.strip() else None
    if Path(name).name == DECLARATIONS:
        return merge_declarations(before, ours, theirs)
    return merge_logs(before if before is not None else "", ours, theirs)


def _line_by_line(base: Path, ours: Path, theirs: Path) -> int:
    """Merge as git itself would, into `ours`; return the exit status."""
    git = shutil.which("git")
    if git is None:
        raise Refused(
            "git: not found, so the file cannot be merged line by line either",
            hint="mend the file that the message before names, and merge again",
        )
    names = [str(path) for path in (ours, base, theirs)]
    done = subprocess.run([git, "merge-file", *names], check=False)
    if not 0 <= done.returncode < 128:
        raise Refused(f"{ours}: git cannot merge it line by line", hint="merge it by hand")
    return FOUND if done.returncode else 0
