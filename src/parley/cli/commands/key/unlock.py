"""`parley key unlock`: begin a sitting."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from parley.cables.keys.sittings import MOST_HOURS, begin_sitting
from parley.cli.key_options import key_options
from parley.cli.output import tell
from parley.cli.unlocking import SITTING, passphrase_of, unlocked_by

__all__ = ["command"]

#: How each shell sets a variable for the programs that it starts.
_SET = {
    "bash": "export {}='{}'",
    "fish": "set -gx {} '{}'",
    "powershell": "$env:{} = '{}'",
    "zsh": "export {}='{}'",
}


def _shell() -> str:
    if os.name == "nt":
        return "powershell"
    name = Path(os.environ.get("SHELL", "")).name
    return name if name in _SET else "bash"


@click.command("unlock")
@click.option(
    "--hours",
    metavar="HOURS",
    type=click.FloatRange(0, MOST_HOURS, min_open=True),
    default=12,
    show_default=True,
    help="How long the sitting lasts.",
)
@click.option(
    "--shell",
    type=click.Choice(sorted(_SET)),
    default=_shell,
    help="Whose command is printed  [default: yours].",
)
@key_options
def command(hours: float, shell: str, keys_path: Path, passphrase_file: Path | None) -> None:
    """Begin a sitting: in this shell, no passphrase is asked for some hours.

    It prints a command that your shell is to run; what it sets opens the keys, so show it to
    nobody and write it nowhere. `parley key lock` ends the sitting.

    \b
    Examples:
      eval "$(parley key unlock)"
      parley key unlock --hours 2 --shell fish | source
      parley key unlock --shell powershell | Out-String | Invoke-Expression
    """
    store = unlocked_by(keys_path, passphrase_of(keys_path, passphrase_file))
    sitting = begin_sitting(store, hours)
    click.echo(_SET[shell].format(SITTING, sitting.token))
    tell(f"unlocked until {sitting.until.astimezone():%Y-%m-%d %H:%M}; `parley key lock` ends it")
    if sys.stdout.isatty():
        tell('your shell must run the line above: eval "$(parley key unlock)"')
