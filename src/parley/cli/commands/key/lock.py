"""`parley key lock`: end all sittings."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.keys.sittings import end_sittings
from parley.cli.key_options import keys_option
from parley.cli.layout import counted
from parley.cli.output import tell

__all__ = ["command"]


@click.command("lock")
@keys_option
def command(keys_path: Path) -> None:
    """End all sittings of the key store, in every shell; the passphrase is asked for again.

    \b
    Examples:
      parley key lock
    """
    ended = end_sittings(keys_path)
    tell(f"locked: {counted(ended, 'sitting')} ended" if ended else "locked: no sitting was open")
