"""`parley office admit`: let a post use the server."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.commands.office._options import database_option
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("admit")
@click.argument("card", metavar="CARD", type=click.Path(path_type=Path, dir_okay=False))
@database_option
@click.option(
    "--fingerprint",
    metavar="TEXT",
    help="What the post read to you over another line; a card with another one is refused.",
)
@click.option("--replace", is_flag=True, help="Revoke the key that the post has here, if any.")
@output_options("terminal", "json")
def command(
    card: Path, database: str, fingerprint: str | None, replace: bool, output: Output
) -> None:
    """Let a post use the server, by the file of its card.

    A card that the post's key before has signed takes that key's place; any other needs --replace.

    \b
    Examples:
      parley office admit mandator.card --database sqlite:///office.db
      parley office admit mandator.card --database sqlite:///office.db \\
        --fingerprint "s667 h2vl vfhh p6vb u54c mj7n"
    """
    from parley.cables.keys import cards
    from parley.office.members import admit, member_of_post
    from parley.office.storage import open_storage, writing

    signed = cards.read_card(card)
    post, printed = signed.card.post, cards.fingerprint(signed.card)
    if fingerprint is not None and _plain(fingerprint) != _plain(printed):
        raise Refused(
            f"{card}: expected the fingerprint {fingerprint}, the card has {printed}",
            hint="do not admit it: ask for the card again, over another line",
        )
    with open_storage(database, create=True) as storage, writing(storage) as connection:
        before = member_of_post(connection, post)
        follows = (
            before is not None
            and signed.handover is not None
            and signed.handover.old == before.signing
        )
        new = admit(connection, post, signed.card.signing, printed, replace=replace or follows)
    if output.format == "json":
        deliver(output, as_json_text({"post": post, "fingerprint": printed, "new": new}))
        return
    lines = [f"{post} is admitted." if new else f"{post} was admitted before.", f"  {printed}"]
    if fingerprint is None:
        lines.append("Compare this fingerprint with the post, over another line.")
    deliver(output, "\n".join(lines))


def _plain(text: str) -> str:
    return "".join(text.lower().split()).replace("-", "")
