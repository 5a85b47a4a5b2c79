"""Turns of keys and custody: rotated, revoked, handed over, passed on, destroyed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parley.cables.keys.cards import fingerprint, make_card, sign_card, write_card
from parley.cables.keys.key_store import (
    current_secret,
    new_secret,
    rotate_secret,
    save_store,
    unlock,
)
from parley.cables.keys.sittings import begin_sitting
from tests.stories.in_process import (
    copied,
    data_of,
    enrol_each_other,
    new_office,
    released,
    run,
    run_refused,
)
from tests.stories.office_desks import LATE, READ, REPLY, Desk, answer, desk
from tests.unit.key_support import PASSPHRASE, cheap_seals

ASK = ("--to", "stalin", "--question", "agenda=Is the agenda right?")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Desk]]:
    """Two offices that know each other."""
    folder = tmp_path_factory.mktemp("begun")
    offices = (
        new_office(folder, "beijing", "mao", "li-kenong", "peng"),
        new_office(folder, "moscow", "stalin"),
    )
    enrol_each_other(*offices)
    return folder, [one for office in offices for one in office]


@pytest.fixture
def desks(begun: tuple[Path, list[Desk]], tmp_path: Path) -> dict[str, Desk]:
    """The offices, for one test alone."""
    folder, posts = begun
    return {one.post: one for one in copied(posts, folder, tmp_path)}


def rotated(who: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Give a post new keys, handed over by the old ones; the old ones stay in its store."""
    cheap_seals(monkeypatch)
    store = unlock(who.keys, PASSPHRASE)
    fresh = new_secret(who.post)
    write_card(who.card, sign_card(fresh, current_secret(store, who.post)))
    store = save_store(rotate_secret(store, fresh), PASSPHRASE)
    return replace(who, token=begin_sitting(store).token, fingerprint=fingerprint(make_card(fresh)))


def test_keys_may_be_rotated_between_request_and_reply(
    desks: dict[str, Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sealed to the old key is opened; the reply is signed by the new, and believed."""
    mao, stalin = desks["mao"], desks["stalin"]
    name = released(mao, "ask", *ASK)
    run(mao, "send", "--out", tmp_path / "out")
    stalin = replace(rotated(stalin, monkeypatch), clock=REPLY)
    run(stalin, "enrol", stalin.card)
    run(stalin, "receive", tmp_path / "out")
    draft = stalin.folder / "answer.yaml"
    run(stalin, "reply", name, "-o", draft)
    answer(draft, {"agenda": "answer: yes"})
    run(stalin, "release", draft, "--yes")
    run(stalin, "send", "--out", tmp_path / "back")
    mao = replace(mao, clock=READ)
    told = data_of(mao, "receive", tmp_path / "back", status=1)["refused"]
    assert all("enrolled key of stalin" in one["why"] for one in told) and told
    run(mao, "enrol", stalin.card)  # believed, as the old key has signed it
    run(mao, "receive", tmp_path / "back")
    assert "ANSWERS" in run(mao, "open", "STALIN/1")
    for one in (mao, stalin):
        assert "nothing is wrong" in run(one, "verify", "--full")


def test_a_revoked_key_is_refused(desks: dict[str, Desk], tmp_path: Path) -> None:
    """Its parcels are not taken in, nothing goes to it, and the directory says since when."""
    mao, stalin = desks["mao"], desks["stalin"]
    released(stalin, "note", "--to", "mao", "--text", "A made-up note.")
    run(stalin, "send", "--out", tmp_path / "out")
    run(mao, "revoke", "stalin", "--since", "1951-07-13 06:00", "--reason", "the key was lost")
    came = data_of(mao, "receive", tmp_path / "out", status=1)
    assert "revoked" in came["refused"][0]["why"]
    [known] = [one for one in data_of(mao, "posts")["posts"] if one["post"] == "stalin"]
    assert known["revoked_since"] == "1951-07-13T06:00:00.000Z"
    assert "REVOKED" in run(mao, "posts")


def test_who_may_not_release_is_refused(desks: dict[str, Desk]) -> None:
    """A post of the office drafts in another's name, and cannot release it."""
    li = desks["li-kenong"]
    draft = li.folder / "ask.yaml"
    run(li, "draft", draft, *ASK, "--sender", "mao")
    told = run_refused(li, "release", draft, "--yes")
    assert "li-kenong cannot do this" in told and "nothing was entered" in told
    assert data_of(desks["mao"], "copies") == []


def test_nobody_opens_the_copy_of_another(desks: dict[str, Desk]) -> None:
    """A post of the same office has no copy, and is told who has."""
    mao, li = desks["mao"], desks["li-kenong"]
    name = released(mao, "ask", *ASK)
    told = run_refused(li, "open", name)
    assert "expected a copy that li-kenong holds" in told and "mao" in told


def test_a_copy_is_passed_on_inside_the_office(desks: dict[str, Desk]) -> None:
    """The next holder opens it; the one before no longer can."""
    mao, li = desks["mao"], desks["li-kenong"]
    name = released(mao, "ask", *ASK)
    run(mao, "open", name, "--reader", "the secretary", "--print", mao.folder / "clear.txt")
    run(mao, "pass", name, "--to", "li-kenong")
    assert "Copy:         No. 2, to li-kenong" in run(li, "open", name)
    run_refused(mao, "open", name)
    told = " ".join(run(mao, "copies", name).split())
    assert "read to the secretary" in told and "passed to li-kenong" in told


def test_a_copy_is_destroyed_before_two_witnesses(desks: dict[str, Desk], tmp_path: Path) -> None:
    """Each signs with their own keys; one is too few, and another reason is another statement."""
    mao = desks["mao"]
    name = released(mao, "ask", *ASK)
    log = name.partition("/")[0]
    reason = ("--reason", "read and done with")
    told = run(mao, "destroy", name, *reason)
    assert f"parley cable witness {name} 2 --by mao --log {log}" in told
    files = []
    for one in (desks["li-kenong"], desks["peng"]):
        file = tmp_path / f"{one.post}.witness"
        run(one, "witness", name, 2, "--by", "mao", "--log", log, *reason, "-o", file)
        files += ["--witness", file]
    run_refused(mao, "destroy", name, *reason, *files[:2])
    run_refused(mao, "destroy", name, "--reason", "another", *files)
    run_refused(mao, "destroy", name, *reason, *files[:2], *files[:2])
    assert "copy 2" in run(mao, "destroy", name, *reason, *files)
    run_refused(mao, "open", name)
    [cable] = data_of(mao, "copies", name)
    [step] = [one for one in cable["copies"][1]["steps"] if one["kind"] == "destroyed"]
    assert step["witnesses"] == ["li-kenong", "peng"]
    assert "nothing is wrong" in run(mao, "verify")


def test_an_emergency_destroys_all_and_reports(desks: dict[str, Desk], tmp_path: Path) -> None:
    """All copies of the post are gone, those out of reach are named, and the sender hears of it."""
    mao, stalin = desks["mao"], desks["stalin"]
    name = released(mao, "ask", *ASK, "--copies", 2)
    run(mao, "send", "--out", tmp_path / "out")
    stalin = replace(stalin, clock=REPLY)
    run(stalin, "receive", tmp_path / "out")
    run_refused(stalin, "destroy-all", "--reason", "fire")  # it asks, and there is no terminal
    report = tmp_path / "report.txt"
    told = run(
        stalin, "destroy-all", "--reason", "fire", "--left", name, 2, "--yes", "--report", report
    )
    assert "destroyed: 1 copy" in told and "NOT DESTROYED: 1 copy" in told
    assert "REPORT OF EMERGENCY DESTRUCTION" in report.read_text(encoding="utf-8")
    run(stalin, "send", "--out", tmp_path / "back")
    mao = replace(mao, clock=READ)
    run(mao, "receive", tmp_path / "back")
    states = {one["copy"]: one["state"] for one in data_of(mao, "copies", name)[0]["copies"]}
    assert states[1] == "destroyed" and states[2] == "received"


def test_a_post_is_handed_over_with_its_copies_counted(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    """The inventory names what was found and what was missing; the new keys act from then on."""
    mao, li = desks["mao"], desks["li-kenong"]
    name = released(li, "note", "--to", "mao", "--text", "A made-up note.", "--file-copies", 2)
    assert data_of(mao, "inventory", "li-kenong")[0]["holds"] == [
        {"cable": name, "copy": 2},
        {"cable": name, "copy": 3},
    ]
    new = desk(li.folder, "beijing", "li-kenong", "new-li")
    told = run(mao, "hand-over", "li-kenong", new.card, "--missing", name, 3)
    assert "copy 2" in told and f"MISSING {name}: copy 3" in told
    found = data_of(replace(mao, clock=LATE), "check", status=1)["findings"]
    assert "copy-missing" in [one["code"] for one in found]
    run_refused(li, "void", "LI-KENONG", "--reason", "with the old keys")
    run(new, "void", "LI-KENONG", "--reason", "with the new keys")
    assert "nothing is wrong" in run(mao, "verify", "--full")
