"""`parley cable enrol`: take a post into the directory."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from parley.cables.clerk import Clerk, directory_in
from parley.cables.custody.directory import standing
from parley.cables.custody.roles import Roles, roles_of
from parley.cables.events.kinds import Rotated
from parley.cables.keys.cards import SignedCard, fingerprint, read_card
from parley.cables.keys.key_store import secret_of_key
from parley.cables.ledger.reading import reading
from parley.cables.steps.enrol import enrol
from parley.cli.cable_desk import desk, dossier_of
from parley.cli.cable_options import AtOffice, complete_member, desk_options
from parley.cli.output import tell
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("enrol")
@click.argument("card", metavar="CARD", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--here", is_flag=True, help="Its copies are kept in this office.")
@click.option("--log", metavar="LOG", help="The log of its own office, if you were told its name.")
@click.option(
    "--fingerprint",
    "told",
    metavar="TEXT",
    help="What its owner read to you; a card with another one is refused.",
)
@click.option(
    "--releases-for",
    metavar="POST",
    multiple=True,
    shell_complete=complete_member,
    help="In whose name it may release cables  [default: as the dossier says, else its own].",
)
@click.option(
    "--instructs",
    metavar="POST",
    multiple=True,
    shell_complete=complete_member,
    help="Whom it may instruct  [default: as the dossier says].",
)
@desk_options
def command(
    card: Path,
    here: bool,
    log: str | None,
    told: str | None,
    at: AtOffice,
    **given: tuple[str, ...],
) -> None:
    """Take a post into the directory of the office, by the file of its CARD.

    Only the keeper does it. The fingerprint is compared with the card's owner, by telephone or face
    to face; for keys in your own store that is not needed. A second card of the same post with new
    keys is believed if the old key signed it. Enrolling again changes what the post may do.

    \b
    Examples:
      parley cable enrol stalin.card --fingerprint "s667 h2vl vfhh p6vb u54c mj7n"
      parley cable enrol li-kenong.card --here
    """
    signed = read_card(card)
    with desk(at, as_keeper=True) as clerk:
        _compare(clerk, card, signed, told)
        roles = _roles(clerk, signed.card.post, given)
        entered = enrol(clerk, signed, roles, here=here, log=log)
    post = signed.card.post
    if isinstance(entered.event.what, Rotated):
        click.echo(f"{post} has new keys, handed over by the old ones: {fingerprint(signed.card)}")
        return
    click.echo(f"{post} is enrolled{' here' if here else ''}: {fingerprint(signed.card)}")
    if roles.releases_for:
        click.echo(f"  it releases for {', '.join(roles.releases_for)}")
    if roles.instructs:
        click.echo(f"  it instructs {', '.join(roles.instructs)}")


def _roles(clerk: Clerk, post: str, given: dict[str, tuple[str, ...]]) -> Roles:
    roles = roles_of(dossier_of(clerk.office), post)
    return Roles(given["releases_for"] or roles.releases_for, given["instructs"] or roles.instructs)


def _compare(clerk: Clerk, path: Path, signed: SignedCard, told: str | None) -> None:
    """Have the fingerprint compared, where the keys are neither one's own nor known already."""
    card, printed = signed.card, fingerprint(signed.card)
    if told is None:
        if secret_of_key(clerk.keys, card.signing) is not None or _is_known(clerk, signed):
            return
        if not sys.stdin.isatty():
            raise Refused(
                f"{path}: expected the fingerprint that the owner of the card read to you, got "
                "none",
                hint="give it with --fingerprint",
            )
        tell(f"Card of {card.post}. Call its owner, and let the fingerprint be read to you.")
        told = click.prompt("What they read", err=True)
    if _plain(told) != _plain(printed):
        raise Refused(
            f"{path}: expected the fingerprint {told}, the card has {printed}",
            hint="do not use this card: ask for it again, by another way",
        )


def _is_known(clerk: Clerk, signed: SignedCard) -> bool:
    """Whether the keys are enrolled, or handed over by those that are (which is checked later)."""
    with reading(clerk.ledger) as now:
        directory = directory_in(now)
    known = standing(directory, signed.card.post)
    if known is None or known.card.signing in directory.revoked:
        return False
    return known.card == signed.card or (
        signed.handover is not None and signed.handover.old == known.card.signing
    )


def _plain(text: str) -> str:
    return "".join(text.lower().split()).replace("-", "")
