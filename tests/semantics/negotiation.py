"""A made-up negotiation between Red and Blue on which the rules are shown, and how to check it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_text_dossier
from parley.kernel.findings import Finding
from parley.kernel.times import read_time
from parley.mandate.running import check_dossier

Entry = dict[str, Any]

HEAD: dict[str, Any] = {
    "parley": 1,
    "id": "red-and-blue",
    "title": "Red and Blue (made up)",
    "fiction": True,
    "zone": "UTC",
    "parties": {
        "red": {"name": "Red"},
        "capital": {"name": "Red's capital", "within": "red", "zone": "Europe/Berlin"},
        "team": {"name": "Red's team", "within": "red", "mandator": "capital"},
        "ally": {"name": "Red's ally", "within": "red"},
        "friend": {"name": "A friend outside"},
        "blue": {"name": "Blue"},
    },
    "issues": {
        "x": {"question": "x?", "values": ["a", "b", "c"]},
        "y": {"question": "y?", "values": ["a", "b", "c"]},
        "z": {"question": "z?", "values": ["yes", "no"]},
        "share": {"question": "share?", "range": {"from": 0, "to": 100, "step": 5}},
        "press": {"question": "press?", "values": ["barred", "let_in"], "aspect": "procedure"},
        "word": {"question": "word?", "values": ["plain", "vague"], "aspect": "wording"},
        "listed": {"question": "x listed?", "values": ["yes", "no"], "aspect": "agenda"},
        "refusal": {"question": "refused?", "values": ["yes", "no"], "aspect": "fact"},
    },
    "agenda": {
        "item_x": {
            "title": "x",
            "wordings": {
                "narrow": {"text": "x only", "opens": ["x"], "says": "listed = yes"},
                "some": {"text": "x, not c", "opens": ["x in {a, b}"], "says": "listed = yes"},
                "wide": {"text": "x and all else", "opens": ["x", "y", "z"]},
            },
            "absent": "listed = no",
        },
        "item_share": {"title": "shares", "wordings": {"plain": {"text": "s", "opens": ["share"]}}},
    },
}

ORDERS: dict[str, Any] = {"by": "capital", "to": "team"}


def day(number: int, hour: int | None = None) -> str:
    """A day of March 2030, or an hour of it in UTC."""
    return f"2030-03-{number:02d}" + (f"T{hour:02d}:00Z" if hour is not None else "")


def must(name: str, says: str, at: str = day(1, 8), **more: Any) -> Entry:
    """An instruction of the capital to the team to insist on something."""
    return order(name, says, "must", at, **more)


def order(name: str, says: str, mode: str, at: str = day(1, 8), **more: Any) -> Entry:
    """An instruction of the capital to the team."""
    return {
        "id": name,
        "type": "instruction",
        "mode": mode,
        "says": says,
        "at": at,
        **ORDERS,
        **more,
    }


def offer(name: str, says: str | None, at: str = day(5, 8), **more: Any) -> Entry:
    """A proposal of the team."""
    said = {"says": says} if says is not None else {}
    return {"id": name, "type": "proposal", "at": at, "by": "team", **said, **more}


def theirs(name: str, says: str | None, at: str = day(4, 8), **more: Any) -> Entry:
    """A proposal of Blue."""
    return offer(name, says, at, **{"by": "blue", **more})


def answer(name: str, re: str, word: str, at: str = day(6, 8), **more: Any) -> Entry:
    """A response, of Blue unless said otherwise."""
    return {
        "id": name,
        "type": "response",
        "re": re,
        "answer": word,
        "at": at,
        **{"by": "blue", **more},
    }


def agreed(name: str, says: str | None, at: str = day(7, 8), **more: Any) -> Entry:
    """An agreement of Red's team with Blue."""
    said = {"says": says} if says is not None else {}
    return {"id": name, "type": "agreement", "at": at, **{"by": ["team", "blue"], **said, **more}}


def event(name: str, says: str | None, at: str = day(3, 8), **more: Any) -> Entry:
    """Something that happened."""
    said = {"says": says} if says is not None else {}
    return {"id": name, "type": "event", "at": at, **said, **more}


def dossier(entries: Sequence[Entry], head: Mapping[str, Any] | None = None) -> Dossier:
    """The dossier of Red and Blue with these entries, read through the file format."""
    marked = [
        entry if "sources" in entry else {"assumed": "the test", **entry} for entry in entries
    ]
    files = {
        "dossier.yaml": json.dumps({**HEAD, **(head or {})}),
        "log/all.yaml": json.dumps(marked),
    }
    return read_text_dossier(files)


def found(
    entries: Sequence[Entry],
    head: Mapping[str, Any] | None = None,
    *,
    party: str | None = "red",
    as_of: str = day(20, 12),
    known: str | None = None,
) -> tuple[Finding, ...]:
    """What the checks find, with what reading found; warnings and notes included."""
    read = dossier(entries, head)
    until = read_time(known, "UTC").latest if known else None
    return check_dossier(read, party, read_time(as_of, "UTC").latest, until).findings


def codes(findings: Sequence[Finding]) -> list[str]:
    """The codes of findings, sorted."""
    return sorted(finding.code for finding in findings)
