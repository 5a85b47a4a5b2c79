"""`parley key rotate`: give a post new keys."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.keys.cards import sign_card
from parley.cables.keys.key_store import current_secret, new_secret, rotate_secret
from parley.cli.key_options import complete_post, key_options
from parley.cli.key_text import card_lines
from parley.cli.output import Output, deliver, tell
from parley.cli.unlocking import passphrase_of, save, unlocked_by

__all__ = ["command"]


@click.command("rotate")
@click.argument("post", shell_complete=complete_post)
@key_options
def command(post: str, keys_path: Path, passphrase_file: Path | None) -> None:
    """Give a POST new keys, whose card is signed by the old ones as well.

    The old keys stay in the store, so that what was sealed to them can still be opened. Others go
    on using them until they have the new card.

    \b
    Examples:
      parley key rotate envoys
    """
    fresh = new_secret(post)
    passphrase = passphrase_of(keys_path, passphrase_file)
    store = unlocked_by(keys_path, passphrase)
    before = current_secret(store, post)
    save(rotate_secret(store, fresh), passphrase)
    deliver(Output(), "\n".join(card_lines(sign_card(fresh, before))))
    tell(f"\nwrote {keys_path}")
    tell(f"`parley key card {post} --format card -o FILE` writes the new card to hand out")
