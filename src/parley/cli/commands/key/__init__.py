"""`parley key`: the keys of one's posts."""

from __future__ import annotations

import click

from parley.cli.lazy import LazyGroup, Listed

__all__ = ["command"]


@click.group(
    "key",
    cls=LazyGroup,
    package=__name__,
    listed=(
        Listed("new", "Make", "Make the keys of a post."),
        Listed("rotate", "Make", "Give a post new keys; the old ones stay, to open old copies."),
        Listed("passphrase", "Make", "Change the passphrase of the key store."),
        Listed("list", "Show", "Which posts have keys, with their fingerprints."),
        Listed("card", "Show", "The public keys of a post, to hand out; or a card that you got."),
        Listed("unlock", "Use", "Begin a sitting: no passphrase is asked for some hours."),
        Listed("lock", "Use", "End all sittings."),
    ),
)
def command() -> None:
    """The keys of your posts: what signs in their name, and what opens what is sealed to them.

    They are in one file, the key store, sealed by a passphrase. Nobody can restore it: keep a
    copy of the file, and the passphrase, in another place.

    \b
    Examples:
      parley key new envoys
      parley key card envoys --format card -o envoys.card
      eval "$(parley key unlock)"
    """
