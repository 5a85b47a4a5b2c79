"""Verifying a ledger: forks, witnesses, keys, pins, several processes, and both kinds of store."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from parley.cables.events.kinds import (
    Card,
    CopyMade,
    Cosigned,
    Drafted,
    Opened,
    ReadBy,
    Released,
    Revoked,
)
from parley.cables.ledger.log import open_ledger
from parley.cables.ledger.reading import reading
from parley.cables.verifying import verify as verifying
from parley.cables.verifying.verified import Verified
from parley.cables.verifying.verify import verify
from parley.cables.verifying.witness_checks import against_pin
from tests import cable_logs as logs
from tests.cable_tampering import (
    checkpoint_at,
    fork,
    pin_at,
    tampered,
    verified,
    write_log,
)

TOTAL = 130


@cache
def made() -> tuple[logs.Made, ...]:
    """A made-up log."""
    return tuple(logs.events(TOTAL))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its ledger."""
    return write_log(tmp_path_factory.mktemp("log") / "log.db", made())


def cosigned() -> list[int]:
    """The events by which the other end signed what it had seen of the log."""
    return [one.entered.event.n for one in made() if isinstance(one.entered.event.what, Cosigned)]


def _seen(n: int) -> int:
    what = made()[n].entered.event.what
    assert isinstance(what, Cosigned)
    return what.checkpoint.size


def test_a_history_signed_anew_is_found_by_what_the_other_end_signed(tmp_path: Path) -> None:
    """Who has all keys of an office can write another history, but not what others signed of it."""
    last = cosigned()[-1]
    for n in (8, 20, _seen(last) - 1):
        path = write_log(tmp_path / f"{n}.db", fork(made(), n))
        first = next(one for one in cosigned() if _seen(one) > n)
        found = verified(path).wrong[0]
        assert found.n == first
        assert "registry signed that the first" in found.what


def test_a_history_signed_anew_since_is_found_by_the_pin_and_by_a_witness(
    log: Path, tmp_path: Path
) -> None:
    """The log alone does not show it; the pin does, and so does a checkpoint that others hold."""
    n = cosigned()[-1] + 1
    path = write_log(tmp_path / "log.db", fork(made(), n))
    assert verified(path).wrong == ()
    pin, registry = pin_at(log, n + 3), logs.post("registry")
    other = pin_at(path, n + 3)
    for depth in ("new", "full", "hashes"):
        told = verified(path, pin=pin, depth=depth).wrong
        assert len(told) == 1 and pin.root in told[0].what and other.root in told[0].what
    held = checkpoint_at(log, n + 3, registry)
    told = verified(path, witnesses=[held]).wrong
    assert "registry signed at" in told[0].what and pin.root in told[0].what
    assert verified(log, witnesses=[held], pin=pin).wrong == ()
    assert (
        verified(path, pin=pin_at(log, n - 1), witnesses=[checkpoint_at(log, n, registry)]).wrong
        == ()
    )


def test_a_witness_must_have_signed(log: Path) -> None:
    """A wrong signature proves nothing; a key that nobody knows, or was revoked, is told."""
    good = checkpoint_at(log, 50, logs.post("registry"))
    bad = msgspec.structs.replace(good, size=51)
    assert "proves nothing" in verified(log, witnesses=[bad]).warnings[0]
    stranger = checkpoint_at(log, 50, logs.post("stranger"))
    found = verified(log, witnesses=[stranger])
    assert found.wrong == () and "does not know its key" in found.warnings[0]
    longer = logs.checkpoint(logs.Log(logs.HERE, n=500), logs.post("registry"), 500, bytes(32))
    assert "cut off" in verified(log, witnesses=[longer]).wrong[0].what


def test_a_log_that_was_cut_off_does_not_go_on_from_its_pin(log: Path) -> None:
    """Both roots are told; another log does not, either."""
    pin = pin_at(log, TOTAL)
    cut = [
        ("DELETE FROM mentions WHERE n >= 100", ()),
        ("DELETE FROM events WHERE n >= 100", ()),
    ]
    with tampered(log, *cut) as path:
        told = verified(path, pin=pin)
        assert told.wrong[0].n is None and "cut off" in told.wrong[0].what
        assert pin.root in told.wrong[0].what and told.root in told.wrong[0].what
    with open_ledger(f"sqlite:///{log}") as ledger, reading(ledger) as now:
        other = msgspec.structs.replace(pin, log="other-1")
        assert "this is" in str(against_pin(now, other))
        assert against_pin(now, pin) is None


def _with(extra: Sequence[tuple[str, Any, dict[str, Any]]], upto: int, path: Path) -> Verified:
    """Verify a log whose last events somebody with a key here entered, lawful or not."""
    w = logs.world()
    begun = list(logs.events(upto, w))
    for by, what, changed in extra:
        begun.append(
            logs.Made(logs.enter(w.here, w.posts.get(by) or logs.post(by), what, **changed))
        )
    return verified(write_log(path, begun))


def test_what_nobody_may_do_is_found(tmp_path: Path) -> None:
    """Entered by one who holds keys: signed and chained as it should be, and still wrong."""
    draft = Drafted(draft="d", digest="0" * 64)
    clerk = logs.post("clerk")
    stolen = Card(post="clerk", signing=clerk.card.signing, sealing=clerk.card.sealing)
    sealed = CopyMade(copy=1, holder="chancery", sealed="0" * 64)
    release = Released(
        cable=f"{logs.HERE}/A/1",
        series="A",
        number=1,
        sender="delegation",
        cable_kind="request",
        commitment="0" * 64,
        parts=1,
        copies=(sealed,),
    )
    gap = msgspec.structs.replace(release, cable=f"{logs.HERE}/A/2", number=2)
    cases: list[tuple[int, str, list[tuple[str, Any, dict[str, Any]]]]] = [
        (8, "is not that of", [("clerk", draft, {"key": stolen.signing, "by": "delegation"})]),
        (8, "signature", [("clerk", draft, {"key": logs.post("delegation").card.signing})]),
        (8, "another office", [("mandator", draft, {})]),
        (8, "no post intruder", [("intruder", draft, {})]),
        (8, "may not release", [("clerk", release, {})]),
        (8, "number 1 is the next", [("delegation", gap, {})]),
        (8, "has no copy", [("clerk", Opened(cable=f"{logs.HERE}/A/1", copy=1), {})]),
        (8, "was signed as event 7", [("clerk", draft, {"n": 7})]),
        (8, "does not follow", [("clerk", draft, {"prev": "1" * 64})]),
        (8, "before the event before", [("clerk", draft, {"at": logs.at(1)})]),
        (8, "another log", [("clerk", draft, {"log": "other-1"})]),
        (8, "the clock", [("clerk", draft, {"clock": logs.at(9)})]),
        (
            12,
            "was not opened",
            [("chancery", ReadBy(cable=f"{logs.HERE}/A/1", copy=3, reader="x"), {})],
        ),
    ]
    for number, (n, words, extra) in enumerate(cases):
        found = _with(extra, n, tmp_path / f"{number}.db").wrong[0]
        assert (found.n, words in found.what) == (n, True), found


def test_a_revoked_key_signs_no_more_and_what_it_signed_since_is_doubtful(tmp_path: Path) -> None:
    """From the revocation on it is wrong; since the time that it names, a warning."""
    draft = Drafted(draft="d", digest="0" * 64)
    key = logs.post("clerk").card.signing
    revoked = Revoked(post="clerk", key=key, since=logs.at(9), reason="lost")
    steps: list[tuple[str, Any, dict[str, Any]]] = [("clerk", draft, {})] * 3
    found = _with([*steps, ("chancery", revoked, {})], 8, tmp_path / "a.db")
    assert found.wrong == () and found.doubts == 2
    assert found.warnings[0].startswith("event 9: ") and "event 11 revoked" in found.warnings[0]
    found = _with([*steps, ("chancery", revoked, {}), steps[0]], 8, tmp_path / "b.db")
    assert found.wrong[0].n == 12 and "is revoked" in found.wrong[0].what


def test_numbers_that_are_wrong_across_runs_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The runs that are looked at apart know nothing of each other; joined they do."""
    from parley.cables.verifying import event_joining

    monkeypatch.setattr(event_joining, "MOST_ROWS", 3)
    found = verified(write_log(tmp_path / "log.db", made()))
    assert found.wrong == () and found.checked["events"] == TOTAL
    gone = next(one for one in made() if isinstance(one.entered.event.what, Drafted))
    log = logs.Log(logs.HERE)
    keys = {
        post.card.signing: post
        for turn in range(9)
        for post in map(logs.post, ("chancery", "delegation", "clerk"), [turn] * 3)
    }
    fewer = [
        logs.Made(
            logs.enter(log, keys[one.entered.event.key], _renumbered(one.entered.event.what)),
            one.put,
        )
        for one in made()[: gone.entered.event.n + 2]
    ]
    assert (
        verified(write_log(tmp_path / "b.db", fewer)).wrong[0].what.startswith("series A: number 1")
    )


def _renumbered(what: Any) -> Any:
    if isinstance(what, Released):
        return msgspec.structs.replace(what, number=2, cable=f"{logs.HERE}/A/2")
    return what


def test_what_a_pin_does_not_cover_is_looked_at_in_full(log: Path) -> None:
    """New events are; and of the old ones those that they rest on, against the pin."""
    size = TOTAL - 20
    pin = pin_at(log, size)
    assert verified(log, pin=pin).checked["events"] == 20
    step = ("UPDATE events SET signature = zeroblob(64) WHERE n = ?", (size + 3,))
    with tampered(log, step) as path:
        assert verified(path, pin=pin).wrong[0].n == size + 3
    directory = ("UPDATE events SET record = ? WHERE n = 2", (made()[1].entered.record,))
    with tampered(log, directory) as path:
        assert verified(path, pin=pin).wrong
    resigned = made()[3].entered
    forged = ("UPDATE events SET signature = ? WHERE n = 3", (resigned.signature[::-1],))
    with tampered(log, forged) as path:
        found = verified(path, pin=pin).wrong[0]
        assert found.n == 3 and "under the pin" in found.what
    with tampered(
        log, ("UPDATE events SET signature = zeroblob(64) WHERE n = ?", (size - 1,))
    ) as path:
        assert verified(path, pin=pin).wrong[0].n == size - 1
        assert verified(path, pin=pin, depth="full").wrong[0].n == size - 1


def test_several_processes_find_the_same(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And tell how far they are."""
    monkeypatch.setattr(verifying, "_FEW", 1)
    told: list[tuple[str, int, int]] = []
    one = verified(log, workers=1)
    two = verified(log, workers=2, progress=lambda *what: told.append(what))
    assert (one.wrong, one.root, one.checked) == (two.wrong, two.root, two.checked)
    assert ("events", TOTAL, TOTAL) in told and {stage for stage, _, _ in told} >= {"cables"}
    step = ("UPDATE events SET signature = zeroblob(64) WHERE n = 77", ())
    with tampered(log, step) as path:
        assert verified(path, workers=2).wrong == verified(path, workers=1).wrong


def test_a_log_in_either_store_is_verified(ledger_url: str) -> None:
    """SQLite and PostgreSQL, from a pin and by the hashes, too."""
    with open_ledger(ledger_url, create=True) as ledger:
        logs.load(ledger, made())
        found = verify(ledger)
        assert (found.wrong, found.warnings, found.size) == ((), (), TOTAL)
        assert found.checked["cables"] > 10 and found.checked["copies"] > 10
        assert verify(ledger, depth="hashes").root == found.root
        with ledger.writer.begin() as connection:
            connection.exec_driver_sql("DELETE FROM mentions WHERE n = 30")
            connection.exec_driver_sql("UPDATE events SET kind = 'read' WHERE n = 99")
        assert verify(ledger).wrong[0].n in (30, 99)


def test_copies_that_should_be_gone_are_told(log: Path) -> None:
    """Sealed bytes of a copy that was given back or destroyed."""
    back = next(one for one in made() if one.drop)
    digest = back.drop[0]
    step = ("INSERT INTO blobs (digest, data) VALUES (?, ?)", (digest, b"x"))
    with tampered(log, step) as path:
        found = verified(path)
        assert "is gone, and its sealed bytes are here" in found.warnings[0]
        assert digest[:12] in found.wrong[0].what
