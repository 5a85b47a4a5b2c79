"""A message office on the disk: a folder with `office.toml`, which says where its log is.

office/
  office.toml      the name of the log, where it is kept, the zone, the dossier
  ledger.db        the log with the sealed copies (or a PostgreSQL database elsewhere)
"""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from anyascii import anyascii

from parley.cables.messages.precedence import LIMITS
from parley.cables.primitives.legible import cut
from parley.dossier.editing.writing import write_atomically
from parley.kernel.durations import read_duration
from parley.kernel.errors import BadTime, Refused, quoted
from parley.kernel.times import valid_zone

__all__ = ["FILE", "OfficeFolder", "log_name", "read_office", "require_own_log", "write_office"]

FILE = "office.toml"
_MOST_BYTES = 100_000
_KEYS = ("log", "ledger", "zone", "dossier", "limits", "zones")


@dataclass(frozen=True, slots=True)
class OfficeFolder:
    """Where a message office keeps its things.

    Parameters:
        root: its folder.
        log: the name of its log, its own in the world.
        ledger: where the log is kept, as a database URL.
        zone: the zone in which the office shows times.
        dossier: the folder of the dossier whose roles hold here, if there is one.
        limits: precedence -> how long a cable may take.
        zones: post elsewhere -> its zone, where the dossier does not say it.
    """

    root: Path
    log: str
    ledger: str
    zone: str
    dossier: Path | None = None
    limits: Mapping[str, timedelta] = field(default_factory=lambda: dict(LIMITS))
    zones: Mapping[str, str] = field(default_factory=dict)


def log_name(office: str) -> str:
    """Return a new name for the log of an office: what it is called, and eight digits of chance."""
    slug = "-".join("".join(c if c.isalnum() else " " for c in anyascii(office).lower()).split())
    return f"{slug[:40] or 'office'}-{secrets.token_hex(4)}"


def read_office(root: Path) -> OfficeFolder:
    """Read the `office.toml` of a folder.

    Raises Refused with all its faults.
    """
    file = root / FILE
    try:
        if file.exists() and not file.is_file():  # a pipe would be waited on for ever
            raise Refused(f"{file}: expected a file, got something else", hint="it is no office")
        with file.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise Refused(f"{file}: expected at most {_MOST_BYTES:,} bytes", hint="it is no office")
        read = tomllib.loads(data.decode("utf-8").replace("\r\n", "\n"))
    except FileNotFoundError:
        raise Refused(
            f"{root} is no message office: it has no {FILE}",
            hint="name one with --office FOLDER, or begin one: parley cable start FOLDER",
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(f"{file} cannot be read: {error}", hint="mend the file") from None
    faults = [f"unknown key '{one}'" for one in read if one not in _KEYS]
    office = OfficeFolder(
        root,
        _text(read, "log", faults) or "",
        _url(root, _text(read, "ledger", faults) or ""),
        _text(read, "zone", faults) or "",
        _dossier(root, read, faults),
        _limits(read, faults),
        _zones(read, faults),
    )
    if office.zone and not valid_zone(office.zone):
        faults.append(f"zone: expected a time zone such as Europe/Paris, got {quoted(office.zone)}")
    if faults:
        raise Refused(f"{file}: " + "; ".join(faults), hint="mend the file")
    return office


def require_own_log(office: OfficeFolder, log: str) -> None:
    """Refuse a ledger that is another office's: one of the two was put in another's place.

    Parameters:
        log: the name of the log in the ledger.

    Raises Refused for another log than the office's.
    """
    if log != office.log:
        raise Refused(
            f"{office.root / FILE}: expected the ledger of the log {cut(office.log, 80)}, got that "
            f"of {cut(log, 80)}",
            hint="one of the two was put in another's place: mend `log` or `ledger` in the file",
        )


def write_office(office: OfficeFolder) -> None:
    """Write the `office.toml` of a folder, which is made if it is not there.

    Raises Refused where it cannot be written.
    """
    office.root.mkdir(parents=True, exist_ok=True)
    ledger = office.ledger
    if ledger == _url(office.root, "ledger.db"):
        ledger = "ledger.db"
    lines = [
        "# A message office: its log and copies, and whose roles hold here.",
        f"log = {_quoted(office.log)}",
        f"ledger = {_quoted(ledger)}",
        f"zone = {_quoted(office.zone)}",
    ]
    if office.dossier is not None:
        lines.append(f"dossier = {_quoted(os.path.relpath(office.dossier, office.root))}")
    lines += ["", "# From release until it is in the addressee's hands.", "[limits]"]
    lines += [
        f"{_quoted(name)} = {_quoted(_short(limit))}" for name, limit in office.limits.items()
    ]
    if office.zones:
        lines += ["", "# The zones of posts elsewhere.", "[zones]"]
        lines += [f"{_quoted(post)} = {_quoted(zone)}" for post, zone in office.zones.items()]
    write_atomically(office.root / FILE, "\n".join(lines) + "\n")
    if not ledger.startswith("sqlite:") and "://" in ledger:
        (office.root / FILE).chmod(0o600)  # the address may have a password in it


def _text(read: Mapping[str, Any], key: str, faults: list[str]) -> str | None:
    value = read.get(key)
    if isinstance(value, str) and value:
        return value
    faults.append(f"{key}: expected a text, got {value!r}" if key in read else f"{key} is missing")
    return None


def _dossier(root: Path, read: Mapping[str, Any], faults: list[str]) -> Path | None:
    return root / (_text(read, "dossier", faults) or "") if "dossier" in read else None


def _url(root: Path, ledger: str) -> str:
    """A plain file name is a file in the folder."""
    return ledger if "://" in ledger else f"sqlite:///{root / ledger}"


def _limits(read: Mapping[str, Any], faults: list[str]) -> dict[str, timedelta]:
    given = read.get("limits", {})
    if not isinstance(given, dict):
        faults.append("limits: expected precedences with durations")
        return dict(LIMITS)
    found = dict(LIMITS)
    for name, text in given.items():
        try:
            found[name] = timedelta(microseconds=read_duration(str(text)))
        except BadTime as error:
            faults.append(f"limits.{name}: {error}")
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _zones(read: Mapping[str, Any], faults: list[str]) -> dict[str, str]:
    given = read.get("zones", {})
    if not isinstance(given, dict):
        faults.append("zones: expected posts with time zones")
        return {}
    for post, zone in given.items():
        if not isinstance(zone, str) or not valid_zone(zone):
            faults.append(f"zones.{post}: expected a time zone such as Europe/Paris, got {zone!r}")
    return {post: zone for post, zone in given.items() if isinstance(zone, str)}


def _short(limit: timedelta) -> str:
    minutes = int(limit.total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    parts = ((days, "d"), (rest // 60, "h"), (rest % 60, "m"))
    return " ".join(f"{count}{unit}" for count, unit in parts if count) or "0m"


def _quoted(text: str) -> str:
    """A text as TOML writes it; the escapes of JSON are among its own."""
    return json.dumps(text, ensure_ascii=False)
