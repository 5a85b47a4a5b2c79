"""Dossiers with things in compartments, each beside the one in which those had never been.

The innocent dossier comes first; what is withheld is then added to it, with everything that hangs
on it. So the pair says by itself what a reader may see, and owes nothing to the code under test.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.semantics.negotiation import HEAD, Entry, answer, day, event, must, offer, order, theirs

__all__ = ["MARK", "READER", "Pair", "pairs", "write"]

#: Every word that is withheld has this in it; nothing else does.
MARK = "zqx"
READER = "team"


class Pair(NamedTuple):
    """A dossier, and what it is to its reader: files as text, by path."""

    whole: Mapping[str, str]
    innocent: Mapping[str, str]


_SOURCES: dict[str, Any] = {
    "paper": {"title": "A paper", "passages": {"p1": "On x.", "p2": "On y."}},
    "memo": {"title": "A memo", "date": "2030-03-01", "author": "A clerk"},
}
_WANTED: dict[str, Any] = {
    name: {"weights": [
        {"issue": "x", "weight": 2, "scores": {worst: 0, "b": 1, best: 2}, "sources": ["paper#p1"]},
        {"says": "z = yes", "weight": sign, "assumed": "the test"},
    ]}
    for name, worst, best, sign in (("red", "c", "a", 1), ("blue", "a", "c", 3))
}  # fmt: skip
#: Entries that the reader sees, in an order in which each names only earlier ones.
_OPEN: tuple[Entry, ...] = (
    must("insist", "x in {a, b}", sources=["paper#p1"]),
    order("line", "z = yes", "red-line", assumed="the test"),
    {"id": "paper-came", "type": "document", "at": day(2), "by": "team", "source": "paper"},
    {"id": "swap", "type": "trade", "at": day(2), "by": "capital", "to": "team",
     "give": "y = b", "get": "x = a", "sources": ["paper"]},
    {"id": "else", "type": "fallback", "at": day(2), "by": "capital", "to": "team",
     "on_refusal": "x = a", "rungs": [{"do": "x = b"}], "assumed": "the test"},
    {"id": "ask", "type": "request", "at": day(3), "by": "team", "to": "capital",
     "questions": [{"id": "q1", "text": "May we?", "says": "x = c", "due": day(5)}],
     "sources": ["paper#p2"]},
    offer("open-offer", "x = a", sources=["paper#p1"]),
    answer("refused", "open-offer", "reject", sources=["memo"]),
    theirs("their-offer", "y = b and x = c", sources=["memo"]),
    event("flood", "refusal = yes", sources=["paper#p2"]),
    {"id": "claim", "type": "assertion", "at": day(4), "by": "team", "about": "boats",
     "number": 3, "assumed": "the test"},
)  # fmt: skip
_REFS = ("replaces", "revokes", "triggers", "authorises")


def _secret(nth: int, kind: str) -> tuple[Entry, ...]:
    """Something that is withheld, and what cannot stand without it; only the first is marked."""
    name = f"s{nth}-{MARK}"
    base: Entry = {"id": name, "at": day(3 + nth), "text": f"About {name}words."}
    wide = {"assumed": f"somebody {name}", "by": "capital", "to": "team"}
    match kind:
        case "event":
            return ({**base, **wide, "type": "event", "says": "refusal = no"},)
        case "order":
            return ({**base, **wide, "type": "instruction", "mode": "may", "says": "x = c"},)
        case "trade":
            return ({**base, **wide, "type": "trade", "give": "z = yes", "get": "x = a"},)
        case "reply":
            return (
                {**base, **wide, "type": "reply", "re": "ask",
                 "answers": [{"question": "q1", "answer": "yes", "text": f"Yes, {name}."}]},
            )  # fmt: skip
        case "request":
            asked = {"id": f"q-{name}", "text": f"Really {name}?"}
            return (
                {**base, **wide, "type": "request", "questions": [asked]},
                {**wide, "id": f"r{name}", "type": "reply", "at": day(9), "re": name,
                 "answers": [{"question": f"q-{name}", "answer": "no"}]},
            )  # fmt: skip
        case "offer":
            return (
                {**base, **wide, "type": "proposal", "says": "x = b"},
                {**wide, "id": f"a{name}", "type": "response", "at": day(9), "by": "blue",
                 "re": name, "answer": "accept"},
            )  # fmt: skip
        case _:  # a paper, what it alone proves, what came by it, and what is said about it
            return (
                {**base, "type": "document", "by": "capital", "source": f"src{nth}-{MARK}"},
                {"id": f"p{name}", "type": "event", "at": day(9), "sources": [f"src{nth}-{MARK}"]},
                {**wide, "id": f"v{name}", "type": "event", "at": day(9), "via": name},
                {**wide, "id": f"c{name}", "type": "assertion", "at": day(9),
                 "about": f"{name}/number", "number": 7},
            )  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn, policy: str = "silent") -> Pair:
    """Draw a dossier with compartments that its reader is no member of."""
    head = copy.deepcopy(HEAD) | {"sources": copy.deepcopy(_SOURCES)}
    for issue in ("x", "z"):
        head["issues"][issue]["decided_by"] = ["red", "blue"]
    head["preferences"] = copy.deepcopy(_WANTED)
    head["bargaining"] = {"issues": ["x", "z"], "status_quo": "x = c and z = no"}
    own = {"title": "Shared", "readers": [READER, "capital"], "sources": ["memo"]}
    head["compartments"] = {"shared": own}
    entries = [copy.deepcopy(one) for one in _OPEN if draw(st.booleans()) or one["id"] == "ask"]
    there = {one["id"] for one in entries}
    entries = [one for one in entries if one.get("re", "ask") in there]
    for one in entries:
        if draw(st.integers(0, 3)) == 0:
            one["compartment"] = "shared"
    innocent = _files(head, entries)

    hidden = {f"{MARK}-{at}": {"title": f"Title {MARK}{at}", "readers": list(readers)}
              for at, readers in enumerate((["capital"], ["red"], []))}  # fmt: skip
    for one in hidden.values():
        one["withheld"] = policy
    head["compartments"] |= hidden
    kinds = st.sampled_from(["event", "order", "trade", "reply", "request", "offer", "paper"])
    secrets: list[str] = []
    for nth, kind in enumerate(draw(st.lists(kinds, min_size=1, max_size=4))):
        first, *rest = _secret(nth, kind)
        names = draw(st.lists(st.sampled_from(list(hidden)), min_size=1, max_size=2, unique=True))
        first["compartment"] = [*names, *["shared"] * draw(st.integers(0, 1))]
        if "source" in first:
            head["sources"][first["source"]] = {"title": f"Secret {MARK}{nth}"}
        if bool(secrets) and draw(st.booleans()):
            first[draw(st.sampled_from(_REFS))] = [draw(st.sampled_from(secrets))]
        at = draw(st.integers(0, len(entries)))
        entries[at:at] = [first, *rest]
        secrets.append(first["id"])
    _passages(draw, head, entries, list(hidden))
    for one in entries:
        if MARK not in one["id"] and draw(st.booleans()):
            key = draw(st.sampled_from(_REFS))
            one[key] = [*one.get(key, []), draw(st.sampled_from(secrets))]
    return Pair(_files(head, entries), innocent)


def _passages(
    draw: st.DrawFn, head: dict[str, Any], entries: list[Entry], compartments: list[str]
) -> None:
    """Add a secret passage and a secret source, cited by what the reader sees as well."""
    passage = f"{MARK}1"
    head["sources"]["paper"]["passages"][passage] = f"Secret words {MARK}."
    head["sources"][f"book-{MARK}"] = {"title": f"Book {MARK}", "passages": {"a": f"{MARK}b"}}
    marked = head["compartments"][draw(st.sampled_from(compartments))]
    marked["sources"] = [f"paper#{passage}", f"book-{MARK}"]
    cites = [f"paper#{passage}", f"paper#{passage}.2", f"book-{MARK}#a", f"book-{MARK}"]
    for one in entries:
        if one.get("sources") and draw(st.booleans()):
            one["sources"] = [*one["sources"], draw(st.sampled_from(cites))]
    alone = {"id": f"alone-{MARK}", "type": "event", "at": day(8)}
    entries.append({**alone, "sources": [draw(st.sampled_from(cites))]})
    head["preferences"]["blue"]["weights"].append(
        {"says": "y = a", "weight": 5, "sources": draw(st.sampled_from([cites[:1], cites[2:]]))}
    )
    head["parties"]["blue"]["red_lines"] = [
        {"id": f"line-{MARK}", "says": "x = a", "sources": [cites[0]]}
    ]


def _files(head: dict[str, Any], entries: list[Entry]) -> dict[str, str]:
    return {"dossier.yaml": json.dumps(head), "log/all.yaml": json.dumps(entries)}


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write the files of a dossier into a folder."""
    (root / "log").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
