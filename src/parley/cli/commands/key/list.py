"""`parley key list`: which posts have keys."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.key_options import key_options
from parley.cli.key_text import store_data, store_lines
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.unlocking import unlocked

__all__ = ["command"]


@click.command("list")
@key_options
@output_options("terminal", "json")
def command(keys_path: Path, passphrase_file: Path | None, output: Output) -> None:
    """Which posts have keys in the store, with their fingerprints.

    \b
    Examples:
      parley key list
      parley key list --format json
    """
    store = unlocked(keys_path, passphrase_file)
    if output.format == "json":
        deliver(output, as_json_text(store_data(store)))
    else:
        deliver(output, "\n".join(store_lines(store)))
