"""`parley key new`: make the keys of a post."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from parley.cables.keys.cards import sign_card
from parley.cables.keys.key_store import KeyStore, add_secret, new_secret
from parley.cli.key_options import key_options
from parley.cli.key_text import card_lines
from parley.cli.output import Output, deliver, tell
from parley.cli.unlocking import SITTING, new_passphrase, passphrase_of, save, unlocked_by
from parley.dossier.vocabulary.field_types import ID_PATTERN
from parley.kernel.errors import Refused, quoted

__all__ = ["command"]


@click.command("new")
@click.argument("posts", metavar="POST...", nargs=-1, required=True)
@key_options
def command(posts: tuple[str, ...], keys_path: Path, passphrase_file: Path | None) -> None:
    """Make the keys of a POST, and the key store where there is none.

    A post is called as in the dossier: by the id of a party.

    \b
    Examples:
      parley key new envoys
      parley key new envoys council --keys work.age
    """
    made = [new_secret(post) for post in posts]  # before anybody is asked for a passphrase
    for post in posts:
        if re.fullmatch(ID_PATTERN, post, re.ASCII) is None:
            raise Refused(
                f"{quoted(post)} is no id of a party; expected letters, figures, _ . and -",
                hint="write the id that the party has in the dossier, and not its name",
            )
    fresh = not keys_path.exists()
    if fresh:
        passphrase, store = new_passphrase(passphrase_file), KeyStore(keys_path, ())
    else:
        passphrase = passphrase_of(keys_path, passphrase_file)
        store = unlocked_by(keys_path, passphrase)
    for one in made:
        store = add_secret(store, one)
    save(store, passphrase)
    for one in made:
        deliver(Output(), "\n".join(card_lines(sign_card(one))))
    tell(f"\nwrote {keys_path}")
    if fresh:
        tell("nobody can restore it: keep a copy of it and the passphrase in another place")
    if passphrase_file is None and not os.environ.get(SITTING):
        tell("every command with keys asks for the passphrase; to be asked only once today:")
        tell('  eval "$(parley key unlock)"      (`parley key unlock --help` for other shells)')
    tell(f"`parley key card {posts[0]} --format card -o FILE` writes the card to hand out")
