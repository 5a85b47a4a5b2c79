"""`parley key passphrase`: change the passphrase of the key store."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.key_options import key_options
from parley.cli.output import tell
from parley.cli.unlocking import new_passphrase, passphrase_of, save, unlocked_by

__all__ = ["command"]


@click.command("passphrase")
@key_options
@click.option(
    "--new-passphrase-file",
    "new_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="A file with the new passphrase in one line; - is standard input  [default: it is asked "
    "for].",
)
def command(keys_path: Path, passphrase_file: Path | None, new_file: Path | None) -> None:
    """Change the passphrase of the key store; sittings other than this shell's are over.

    Copies of the file that were made before keep the old passphrase.

    \b
    Examples:
      parley key passphrase
    """
    if new_file is not None and str(new_file) == str(passphrase_file) == "-":
        raise click.UsageError("standard input can have one of the two passphrases only")
    store = unlocked_by(keys_path, passphrase_of(keys_path, passphrase_file))
    save(store, new_passphrase(new_file, "--new-passphrase-file"))
    tell(f"wrote {keys_path}, sealed by the new passphrase")
