"""`parley key card`: the public keys of a post, or a card that somebody sent."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.keys.cards import SignedCard, encode_card, read_card, sign_card
from parley.cables.keys.key_store import KeyStore, current_secret, posts_of, secrets_of
from parley.cli.key_options import complete_post, key_options
from parley.cli.key_text import card_data, card_lines
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.cli.unlocking import unlocked
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("card")
@click.argument("post", required=False, shell_complete=complete_post)
@click.option(
    "--from",
    "got",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A card that somebody sent: check it, and show its fingerprint.",
)
@key_options
@output_options("terminal", "json", "card")
def command(
    post: str | None,
    got: Path | None,
    keys_path: Path,
    passphrase_file: Path | None,
    output: Output,
) -> None:
    """The public keys of a POST: what others need to seal to it, and to believe it.

    Without POST it is that of the only one. `--format card` writes the file to hand out: a small
    text that may be sent openly. A card tells nobody whose it is: the two of you compare its
    fingerprint by telephone or face to face.

    \b
    Examples:
      parley key card envoys
      parley key card envoys --format card -o envoys.card
      parley key card --from council.card
    """
    if post is not None and got is not None:
        raise click.UsageError("give a POST of your own or --from FILE, not both")
    signed = read_card(got) if got is not None else _own(unlocked(keys_path, passphrase_file), post)
    if output.format == "json":
        deliver(output, as_json_text(card_data(signed)))
    elif output.format == "card":
        deliver(output, encode_card(signed).decode())
    else:
        deliver(output, "\n".join(card_lines(signed)))
        if got is not None:
            tell("\ncompare the fingerprint with its owner, by telephone or face to face")


def _own(store: KeyStore, post: str | None) -> SignedCard:
    posts = posts_of(store)
    if post is None and len(posts) != 1:
        raise Refused(
            f"expected a POST, as {store.path} has keys of {len(posts)}",
            hint=f"name one of {', '.join(posts)}" if posts else "`parley key new POST` makes some",
        )
    secret = current_secret(store, posts[0] if post is None else post)
    older = secrets_of(store, secret.post)[:-1]
    return sign_card(secret, older[-1] if older else None)
