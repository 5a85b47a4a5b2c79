"""Beginning a message office: its folder, its log, and the post that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from parley.cables.clerk import Clerk, act
from parley.cables.custody.roles import Roles
from parley.cables.events.kinds import Enrolled, LogOpened
from parley.cables.keys.cards import make_card
from parley.cables.keys.key_store import KeyStore, current_secret
from parley.cables.ledger.log import Signer, begin_log, open_ledger, utc_now
from parley.cables.office_folder import FILE, OfficeFolder, write_office
from parley.kernel.errors import Refused

__all__ = ["start"]


def start(
    office: OfficeFolder,
    keys: KeyStore,
    keeper: str,
    roles: Roles,
    *,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Make the folder of an office and begin its log.

    The folder is written last, so that an office that is there has its log.

    Parameters:
        keys: the unlocked keys, with one of the keeper.
        keeper: the post that keeps the log.
        roles: what it may do with cables.

    Raises Refused where there is an office already, and for keys without the keeper's.
    """
    if (office.root / FILE).exists():
        raise Refused(
            f"{office.root}: expected a folder without a message office, got one that has it",
            hint="name another folder",
        )
    secret = current_secret(keys, keeper)
    card = make_card(secret)
    office.root.mkdir(parents=True, exist_ok=True)
    with open_ledger(office.ledger, create=True) as ledger:
        opened = LogOpened(keeper=card, zone=office.zone)
        begin_log(ledger, office.log, Signer(keeper, secret.seed), opened, clock=clock)
        enrolled = Enrolled(
            card=card, here=True, releases_for=roles.releases_for, instructs=roles.instructs
        )
        act(Clerk(office, ledger, keys, keeper, clock), lambda _: [enrolled])
    write_office(office)
