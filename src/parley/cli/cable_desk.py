"""Sitting down at a message office: the folder, its log, the post that acts, and the clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from parley.cables.clerk import Clerk, directory_in
from parley.cables.custody.directory import Directory, standing
from parley.cables.keys.key_store import KeyStore, secret_of_key
from parley.cables.ledger.links import last_events
from parley.cables.ledger.log import instant, open_ledger, utc_now
from parley.cables.ledger.reading import Reading, reading
from parley.cables.office_folder import FILE, OfficeFolder, read_office, require_own_log
from parley.cables.primitives.legible import cut
from parley.cli.at_office import CLOCK, AtOffice
from parley.cli.unlocking import unlocked
from parley.cli.viewpoint import instant as typed
from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_dossier
from parley.kernel.errors import BadTime, Refused
from parley.kernel.spans import FIRST
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import read_time

__all__ = [
    "as_of",
    "cable_called",
    "clock",
    "desk",
    "dossier_of",
    "here_with_keys",
    "is_office",
    "office_at",
    "pins_path",
    "posts_here",
    "reading_at",
    "short_names",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clock() -> Callable[[], datetime]:
    """Return what tells the time: PARLEY_CLOCK where it is set, else the clock of the machine.

    Raises Refused where PARLEY_CLOCK is no time.
    """
    text = os.environ.get(CLOCK)
    if not text:
        return utc_now
    try:
        told = _EPOCH + timedelta(microseconds=read_time(text, "UTC").earliest)
    except (BadTime, OverflowError) as error:
        raise Refused(f"{CLOCK}: {error}", hint="write a time, such as 1951-07-13T15:00Z") from None
    return lambda: told


def as_of(text: str | None, zone: str, option: str = "--as-of") -> str:
    """Return the time that an option asks about, in UTC to the millisecond.

    Parameters:
        text: as it was typed; None for now. A day means its end, but with --since its beginning.

    Raises BadTime.
    """
    if text is None:
        return instant(clock()())
    latest = typed(text, zone, option)
    if option == "--since":
        latest = max(read_time(text, zone).earliest, FIRST)
    return instant(_EPOCH + timedelta(microseconds=latest))


def is_office(at: AtOffice) -> bool:
    """Tell whether an office was named, or the current folder is one."""
    return at.office is not None or Path(FILE).exists()


def office_at(at: AtOffice) -> OfficeFolder:
    """Return the office that was named, else the one in the current folder.

    Raises Refused where there is none.
    """
    return read_office(at.office if at.office is not None else Path("."))


@contextmanager
def reading_at(office: OfficeFolder) -> Iterator[Reading]:
    """Look at the log of an office; no keys are needed."""
    with open_ledger(office.ledger) as ledger, reading(ledger) as now:
        require_own_log(office, now.head.log)
        yield now


@contextmanager
def desk(at: AtOffice, *, as_keeper: bool = False, any_post: bool = False) -> Iterator[Clerk]:
    """Sit down at an office as a post, with its unlocked keys.

    Parameters:
        as_keeper: where no post was named, act as the one that keeps the log.
        any_post: where several posts here have unlocked keys, it does not matter which acts.

    Raises Refused where there is no office, where the keys cannot be unlocked, and where it is not
    clear which post is meant.
    """
    office, time = office_at(at), clock()
    with open_ledger(office.ledger) as ledger:
        with reading(ledger) as now:
            require_own_log(office, now.head.log)
            directory = directory_in(now)
        if at.post is not None and standing(directory, at.post) is None:
            raise _unknown(at.post, directory.posts, "--as")
        keys = unlocked(at.keys_path, at.passphrase_file)
        post = at.post or _post(directory, keys, as_keeper=as_keeper, any_post=any_post)
        yield Clerk(office, ledger, keys, post, time)


def here_with_keys(clerk: Clerk) -> tuple[Clerk, ...]:
    """Return a clerk for each post of the office whose keys are unlocked."""
    with reading(clerk.ledger) as now:
        posts = _keyed(directory_in(now), clerk.keys)
    return tuple(replace(clerk, post=post) for post in posts)


def _post(directory: Directory, keys: KeyStore, *, as_keeper: bool, any_post: bool) -> str:
    if as_keeper and directory.keeper:
        return directory.keeper
    found = _keyed(directory, keys)
    if len(found) == 1 or (any_post and found):
        return found[0]
    here = posts_here(directory)
    if not found:
        raise Refused(
            f"{keys.path}: expected keys of a post of this office ({', '.join(here)}), got none",
            hint="name the right key file with --keys",
        )
    raise Refused(
        f"expected one post, as {keys.path} has keys of {', '.join(found)}",
        hint="say which one acts with --as POST",
    )


def _keyed(directory: Directory, keys: KeyStore) -> tuple[str, ...]:
    """The posts of the office whose enrolled key is among the unlocked ones."""
    return tuple(
        post
        for post in directory.posts
        if (known := standing(directory, post)) is not None
        and _is_here(directory, post)
        and secret_of_key(keys, known.card.signing) is not None
    )


def posts_here(directory: Directory) -> tuple[str, ...]:
    """Return the posts whose copies are kept in this office."""
    return tuple(one for one in directory.posts if _is_here(directory, one))


def _is_here(directory: Directory, post: str) -> bool:
    known = standing(directory, post)
    return post == directory.keeper or (known is not None and known.here)


def _unknown(post: str, known: Collection[str], option: str) -> Refused:
    meant = did_you_mean(post, list(known))
    return Refused(
        f"{option}: expected a post that is enrolled here, got '{cut(post, 60)}'",
        hint=f"did you mean `{meant}`?" if meant else "parley cable posts lists them",
    )


def cable_called(now: Reading, text: str) -> str:
    """Return the whole name of a cable: its end is enough where no other ends so.

    `G/17` is looked for among this office's own cables first, then among those from elsewhere.

    Raises Refused for one that the log does not know, and for a name that may mean several.
    """
    names = [name for name, _ in last_events(now)]
    own = f"{now.head.log}/{text}"
    if text in names:
        return text
    if own in names:
        return own
    found = [one for one in names if one.endswith(f"/{text}") or _begun(one, text)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(
            f"cable: expected one, got '{cut(text, 80)}', which may be {' or '.join(found[:5])}",
            hint="write the whole name",
        )
    meant = did_you_mean(text, [*names, *short_names(names)])
    raise Refused(
        f"cable: expected one that was released or received here, got '{cut(text, 80)}'",
        hint=f"did you mean `{meant}`?" if meant else "`parley cable copies` lists them",
    )


def _begun(name: str, text: str) -> bool:
    """Whether a text is a name with the eight digits of its log left out."""
    log, _, rest = name.partition("/")
    return text == f"{log.rpartition('-')[0]}/{rest}"


def short_names(names: Sequence[str]) -> Iterator[str]:
    """Yield for each cable the shortest name that `cable_called` takes for it alone."""
    ends = [name.partition("/")[2] for name in names]
    for name, end in zip(names, ends, strict=True):
        yield end if ends.count(end) == 1 else name


def dossier_of(office: OfficeFolder) -> Dossier | None:
    """Return the dossier whose roles hold in an office, if it has one; raises as `read_dossier`."""
    return None if office.dossier is None else read_dossier(office.dossier)


def pins_path(at: AtOffice) -> Path:
    """Return where it is kept how logs were seen last: beside the keys, apart from the log."""
    return at.keys_path.with_name("pins.json")
