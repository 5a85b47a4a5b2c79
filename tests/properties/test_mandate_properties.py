"""What must hold of the checks for every dossier, on generated ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parley.dossier.fold import Period, fold_periods, known_to, view
from parley.kernel.findings import Finding
from parley.kernel.times import read_time
from tests.semantics.negotiation import Entry, day, dossier, found

STATEMENTS = (
    "x = a",
    "x = b",
    "x in {b, c}",
    "y = b",
    "x = b and y = b",
    "not (x = a)",
    "z = yes",
    "share <= 30",
    "share >= 50",
    "x = a or y = a",
    "x = c if z = yes",
    "y != a and z = no",
)
KINDS = (
    "must",
    "must-not",
    "may",
    "red-line",
    "offer",
    "theirs",
    "agreed",
    "accept",
    "reject",
    "event",
    "trade",
    "fallback",
    "exclusion",
    "view",
    "revoke",
)
FEASIBLE = {"feasibility": [{"id": "f", "says": "y = a if x = a", "assumed": "t"}]}


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """Entries of Red and Blue at distinct hours, in order of time."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=9))
    entries: list[Entry] = []
    for number, kind in enumerate(kinds):
        says = draw(st.sampled_from(STATEMENTS))
        also = draw(st.sampled_from(STATEMENTS))
        earlier = [entry["id"] for entry in entries]
        tabled = [entry["id"] for entry in entries if entry["type"] == "proposal"]
        entry = _entry(kind, f"e{number}", says, also, tabled, draw)
        entry["at"] = day(1 + number, draw(st.integers(0, 23)))
        if earlier and draw(st.integers(0, 5)) == 0:
            entry[draw(st.sampled_from(["replaces", "revives"]))] = [draw(st.sampled_from(earlier))]
        if kind == "revoke" and earlier:
            entry["revokes"] = [draw(st.sampled_from(earlier))]
        if draw(st.integers(0, 4)) == 0:
            entry["known"] = {"red": day(draw(st.integers(1 + number, 15)), 23), "blue": "never"}
        entries.append(entry)
    return entries


def _entry(
    kind: str, name: str, says: str, also: str, tabled: Sequence[str], draw: st.DrawFn
) -> Entry:
    if kind in ("must", "must-not", "may", "red-line"):
        return {
            "id": name,
            "type": "instruction",
            "mode": kind,
            "says": says,
            "by": "capital",
            "to": "team",
        }
    if kind in ("accept", "reject") and tabled:
        return {
            "id": name,
            "type": "response",
            "answer": kind,
            "re": draw(st.sampled_from(list(tabled))),
            "by": draw(st.sampled_from(["team", "blue"])),
        }
    plans: dict[str, dict[str, Any]] = {
        "offer": {
            "type": "proposal",
            "says": says,
            "by": "team",
            "covers": draw(st.sampled_from(["whole", "listed"])),
        },
        "theirs": {"type": "proposal", "says": says, "by": "blue"},
        "agreed": {"type": "agreement", "says": says, "by": ["team", "blue"]},
        "trade": {"type": "trade", "give": says, "get": also, "by": "capital", "to": "team"},
        "fallback": {
            "type": "fallback",
            "on_refusal": says,
            "rungs": [{"do": also}],
            "by": "capital",
            "to": "team",
        },
        "exclusion": {"type": "exclusion", "matters": ["y"], "reason": "r", "by": "team"},
        "view": {
            "type": "assessment",
            "kind": "view",
            "says": says,
            "by": draw(st.sampled_from(["team", "ally"])),
        },
    }
    return {"id": name, **plans.get(kind, {"type": "event", "says": "refusal = yes"})}


def told(findings: Sequence[Finding]) -> list[tuple[str, frozenset[str]]]:
    """What was found, whatever the order and the wording."""
    return sorted(((one.code, frozenset(one.entries)) for one in findings), key=repr)


@given(logs(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_file_does_not_matter(log: list[Entry], chance: Any, tied: bool) -> None:
    """Happened-time decides; where entries stand in the files does not."""
    head = FEASIBLE if tied else None
    mixed = list(log)
    chance.shuffle(mixed)
    assert told(found(mixed, head)) == told(found(log, head))


@given(logs(), st.booleans())
def test_the_wording_of_statements_does_not_matter(log: list[Entry], tied: bool) -> None:
    """Saying the same by a double negation changes no finding."""
    head = FEASIBLE if tied else None
    reworded = [
        {
            key: f"not (not ({value}))"
            if key in ("says", "give", "get", "on_refusal") and " if " not in value
            else value
            for key, value in entry.items()
        }
        for entry in log
    ]
    assert told(found(reworded, head)) == told(found(log, head))


@given(logs(), st.integers(1, 16), st.integers(1, 16))
def test_no_finding_cites_what_the_party_did_not_know(
    log: list[Entry], as_of: int, known: int
) -> None:
    """Neither in its proof nor in its message."""
    read = dossier(log)
    instant, by = read_time(day(as_of, 23), "UTC").latest, read_time(day(known, 23), "UTC").latest
    hidden = [
        entry.id
        for entry in read.entries
        if (span := known_to(read, entry, "red")) is None
        or span.earliest > by
        or read.spans[entry.id].earliest > instant
    ]
    for one in found(log, as_of=day(as_of, 23), known=day(known, 23)):
        assert not set(one.entries) & set(hidden)
        words = one.message.replace(",", " ").replace(":", " ").replace("(", " ").split()
        assert not set(words) & set(hidden)


@given(logs(), st.integers(1, 12))
def test_what_comes_later_changes_nothing_known_then(log: list[Entry], as_of: int) -> None:
    """A dossier cut off at a time gives what the whole one gives as of that time."""
    cut = [entry for entry in log if entry["at"] <= day(as_of, 23)]
    kept = {entry["id"] for entry in cut}
    cut = [entry for entry in cut if entry.get("re", "e0") in kept or "re" not in entry]
    assert told(found(cut, as_of=day(as_of, 23))) == told(found(log, as_of=day(as_of, 23)))


def plain_periods(log: Sequence[Entry], name: str) -> list[tuple[int, int | None]]:
    """The twin: walk the log and write down when one entry begins and ends."""
    stretches: list[tuple[int, int | None]] = []
    successor: str | None = None
    ended: dict[str, str] = {}
    for entry in log:
        at = read_time(entry["at"], "UTC").earliest
        if entry["id"] == name:
            stretches.append((at, None))
        gone = list(entry.get("replaces", [])) + list(entry.get("revokes", []))
        for old in entry.get("replaces", []):
            ended[old] = entry["id"]
        for old in entry.get("revives", []):
            successor = ended.pop(old, None)
            if successor is not None:
                gone.append(successor)
        if name in gone and stretches and stretches[-1][1] is None:
            stretches[-1] = (stretches[-1][0], at)
        if name in entry.get("revives", []) and stretches and stretches[-1][1] is not None:
            stretches.append((at, None))
    return stretches


@given(logs())
def test_periods_agree_with_the_plain_twin(log: list[Entry]) -> None:
    """The fold, entry by entry, against a walk for each entry alone."""
    read = dossier(log)
    seen = view(read, None, read_time(day(28, 0), "UTC").latest)
    folded = fold_periods(seen)
    for entry in log:
        periods: Sequence[Period] = folded[entry["id"]]
        assert [
            (one.start.earliest, one.end.earliest if one.end else None) for one in periods
        ] == plain_periods(log, entry["id"])
