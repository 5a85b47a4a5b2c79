"""The file of users: who may come in beyond this machine, in which role, for which parties.

It is TOML: a table for each user with `password` (an Argon2id hash, never the password itself),
`role`, `parties` and, for need to know, `reader`. `parley user` writes it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from nacl import pwhash
from nacl.exceptions import InvalidkeyError

from parley.dossier.editing.writing import write_atomically
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.web.visitor import Role, Visitor

__all__ = ["ROLES", "User", "hashed", "read_users", "verified", "with_user", "write_users"]

#: The roles that a user may have.
ROLES: tuple[Role, ...] = tuple(one for one in get_args(Role) if one != "owner")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_KEYS = ("password", "role", "parties", "reader")
_LEAST = 10  # characters of a password
_MOST_BYTES = 1_000_000
_HEAD = "# Who may sign in; `parley user` writes this file. Passwords are Argon2id hashes.\n"


@dataclass(frozen=True, slots=True)
class User:
    """A user: the hash of the password, and who comes in with it."""

    password: str
    visitor: Visitor


def hashed(password: str) -> str:
    """Return the Argon2id hash of a password; raises Refused for one that is too short."""
    if len(password) < _LEAST:
        raise Refused(
            f"expected a password of at least {_LEAST} characters, got {len(password)}",
            hint="several words are easy to remember and hard to guess",
        )
    return pwhash.argon2id.str(password.encode()).decode("ascii")


def verified(users: Mapping[str, User], name: str, password: str) -> Visitor | None:
    """Return who comes in with a name and a password; None for nobody.

    Takes as long for a name that is not there.
    """
    user = users.get(name)
    known = user.password if user is not None else _nobody()
    try:
        fits = pwhash.verify(known.encode("ascii"), password.encode())
    except InvalidkeyError:
        return None
    return user.visitor if fits and user is not None else None


_made: list[str] = []


def _nobody() -> str:
    """The hash of a password that nobody has."""
    if not _made:
        from secrets import token_urlsafe

        _made.append(hashed(token_urlsafe(32)))
    return _made[0]


def read_users(path: Path) -> dict[str, User]:
    """Read a file of users; raises Refused with all that is wrong with it."""
    try:
        with path.open("rb") as stream:
            octets = stream.read(_MOST_BYTES + 1)
        if len(octets) > _MOST_BYTES:
            raise Refused(f"{path}: more than {_MOST_BYTES:,} bytes", hint="name a file of users")
        tables = tomllib.loads(octets.decode("utf-8"))
    except OSError as error:
        raise Refused(
            f"{path}: cannot be read: {error.strerror or error}",
            hint="make it with `parley user FILE NAME`",
        ) from None
    except ValueError as error:
        raise Refused(f"{path}: is no TOML: {error}", hint="mend it, or make it anew") from None
    faults: list[str] = []
    users = {name: _user(name, table, faults) for name, table in tables.items()}
    if not users and not faults:
        faults.append("expected at least one user, got none")
    if faults:
        raise Refused(
            f"{path}: {'; '.join(faults)}", hint="`parley user FILE NAME` writes what is expected"
        )
    return users


def _user(name: str, table: object, faults: list[str]) -> User:
    if not isinstance(table, dict):
        faults.append(f"`{name}`: expected a table such as [anna], got {type(table).__name__}")
        table = {}
    if not _NAME.fullmatch(name):
        faults.append(f"`{name[:64]}`: expected a name of letters, digits and - _ .")
    for key in table:
        if key not in _KEYS:
            meant = did_you_mean(key, _KEYS)
            faults.append(
                f"`{name}`: no such key `{key}`" + (f" (did you mean `{meant}`?)" if meant else "")
            )
    password, role, parties = table.get("password"), table.get("role"), table.get("parties", [])
    if not isinstance(password, str) or not password.startswith("$argon2id$"):
        faults.append(f"`{name}`: expected an Argon2id hash as `password`")
    if role not in ROLES:
        faults.append(f"`{name}`: expected `role` to be one of {', '.join(ROLES)}, got {role!r}")
    if not isinstance(parties, list) or not all(isinstance(one, str) for one in parties):
        faults.append(f"`{name}`: expected `parties` to be a list of parties, got {parties!r}")
        parties = []
    reader = table.get("reader", "")
    if not isinstance(reader, str):
        faults.append(f"`{name}`: expected `reader` to be a party, got {reader!r}")
        reader = ""
    return User(str(password), Visitor(name, cast("Role", role), tuple(parties), reader))


def with_user(
    users: Mapping[str, User],
    name: str,
    password: str,
    role: str,
    parties: Sequence[str],
    reader: str = "",
) -> dict[str, User]:
    """Return the users with one more, or with another password, role and parties for a known one.

    Raises Refused for a name, a role or a password that will not do.
    """
    if not _NAME.fullmatch(name):
        raise Refused(
            f"expected a name of letters, digits and - _ ., got '{name[:64]}'",
            hint="for example: anna",
        )
    known = next((one for one in ROLES if one == role), None)
    if known is None:
        raise Refused(f"expected a role, got '{role}'", hint=f"one of {', '.join(ROLES)}")
    visitor = Visitor(name, known, tuple(parties), reader)
    return {**users, name: User(hashed(password), visitor)}


def write_users(path: Path, users: Mapping[str, User]) -> None:
    """Write a file of users, readable by its owner alone; raises Refused where that fails."""
    parts = [_HEAD]
    for name, user in users.items():
        table: dict[str, Any] = {
            "password": _quoted(user.password),
            "role": _quoted(user.visitor.role),
            "parties": f"[{', '.join(map(_quoted, user.visitor.parties))}]",
        }
        if user.visitor.reader:
            table["reader"] = _quoted(user.visitor.reader)
        lines = "".join(f"{key} = {value}\n" for key, value in table.items())
        parts.append(f"\n[{_quoted(name)}]\n{lines}")
    if not path.exists():
        try:
            path.touch(mode=0o600)
        except OSError as error:
            raise Refused(
                f"{path}: cannot be written: {error.strerror or error}",
                hint="name a file in a folder that exists and that you may write to",
            ) from None
    write_atomically(path, "".join(parts))


def _quoted(text: str) -> str:
    """A text as TOML writes it; names, roles and hashes hold nothing that needs more."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
