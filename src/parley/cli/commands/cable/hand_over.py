"""`parley cable hand-over`: give a post to a new holder."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.events.kinds import HeldCopy
from parley.cables.keys.cards import fingerprint, read_card
from parley.cables.ledger.reading import reading
from parley.cables.steps.destroy import hand_over
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_options import AtOffice, complete_member, desk_options
from parley.cli.cable_text import held_lines
from parley.cli.output import tell
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("hand-over")
@click.argument("post", metavar="POST", shell_complete=complete_member)
@click.argument("card", metavar="CARD", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--missing",
    metavar="CABLE N",
    nargs=2,
    type=(str, click.IntRange(1)),
    multiple=True,
    help="A copy that the count did not find; may be given again.",
)
@desk_options
def command(post: str, card: Path, missing: tuple[tuple[str, int], ...], at: AtOffice) -> None:
    """Hand a POST over to a new holder, who made the keys of CARD; the copies are counted.

    Count them first: `parley cable inventory POST`. Copies that the old holder did not pass on stay
    sealed to the old keys, which the new holder needs to open them.

    \b
    Examples:
      parley cable hand-over mao new-mao.card
      parley cable hand-over mao new-mao.card --missing G/1675 3
    """
    signed = read_card(card)
    if signed.card.post != post:
        raise Refused(
            f"{card}: expected a card of {post}, got one of {signed.card.post}",
            hint="name the card of the new holder of the same post",
        )
    with desk(at, as_keeper=True) as clerk:
        with reading(clerk.ledger) as now:
            gone = [HeldCopy(cable=cable_called(now, name), copy=n) for name, n in missing]
        found = hand_over(clerk, post, signed.card, gone)
    click.echo(f"{post} is handed over: {fingerprint(signed.card)}")
    click.echo("\n".join(held_lines(post, found)))
    for one in gone:
        click.echo(f"  MISSING {one.cable}: copy {one.copy}")
    tell("send the new card to all correspondents, and compare its fingerprint by telephone")
