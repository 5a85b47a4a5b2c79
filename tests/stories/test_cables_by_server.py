"""The same story over the office server, with every log and the server's store in PostgreSQL."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.postgresql_support import new_database
from tests.stories.office_desks import Desk, begin, data, parley, story_of_the_plan

pytest.importorskip("httpx")


@dataclass(frozen=True, slots=True)
class Ends:
    """Who sits at both ends, and the address of the server."""

    mao: Desk
    li: Desk
    stalin: Desk
    url: str


@contextmanager
def served(database: str, folder: Path) -> Iterator[str]:
    """Run the server as a process of its own, on a free port; give its address."""
    told = folder / "server.log"
    with told.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "parley.cli.main", "office", "serve", "--port", "0"],
            env={**os.environ, "PARLEY_OFFICE_DATABASE": database},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.PIPE,
        )
    assert server.stderr is not None
    try:
        yield next(
            found[0]
            for line in iter(server.stderr.readline, b"")
            if (found := re.search(r"http://\S+", line.decode())) is not None
        )
    finally:
        server.terminate()
        server.communicate(timeout=120)


@pytest.fixture(scope="module")
def ends(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ends]:
    """After the story, some days later."""
    folder = tmp_path_factory.mktemp("server")
    here, there, store = (new_database(postgresql_server) for _ in range(3))
    mao, li, stalin = begin(folder, (here, there))
    for one in (mao, stalin):
        told = ("--database", store, "--fingerprint", one.fingerprint)
        parley(one, "office", "admit", one.card, *told)
    with served(store, folder) as url:
        way = ("--server", url)
        mao, stalin = story_of_the_plan(mao, li, stalin, way, way)
        yield Ends(mao, li, stalin, url)


def test_the_story_ends_as_by_file(ends: Ends) -> None:
    """Partial authority, the third question open, copy 1 back and copy 2 overdue."""
    mao, stalin = ends.mao, ends.stalin
    seen = ("kaesong-1951", "--for", "cpv-kpa", "--as-of", "1951-07-16T12:00Z")
    codes = [one["code"] for one in data(mao, "check", *seen, status=1)["findings"]]
    assert "reply-missing-part" in codes
    for one in (mao, stalin):
        found = {each["code"] for each in data(one, "cable", "check", status=1)["findings"]}
        assert found >= {"copy-overdue", "question-unanswered"}
    [cable] = data(mao, "cable", "copies", "G/1")
    states = {one["copy"]: one["state"] for one in cable["copies"]}
    assert (states[1], states[2]) == ("took-back", "received")


def test_both_logs_verify_in_postgresql(ends: Ends) -> None:
    """Each log is whole, and in each the other end's checkpoint is a witness."""
    mao, stalin = ends.mao, ends.stalin
    kept = stalin.folder / "kept"
    parley(mao, "cable", "checkpoint", "-o", kept)
    assert "nothing is wrong" in parley(mao, "cable", "verify", "--full", "--witness", kept)
    assert "nothing is wrong" in parley(stalin, "cable", "verify", "--full")


def test_what_was_taken_in_is_not_fetched_again(ends: Ends) -> None:
    """Every parcel was acknowledged; what is pushed once more is known, and taken in no more."""
    mao, stalin, url = ends.mao, ends.stalin, ends.url
    for _ in range(2):  # the first time also what another test left
        parley(mao, "cable", "send", "--repeat", "--server", url)
        came = data(stalin, "cable", "receive", "--server", url)
    assert data(stalin, "cable", "receive", "--server", url)["taken"] == []
    assert {one["state"] for one in came["taken"]} <= {"again"} and not came["refused"]


def test_who_is_no_member_gets_nothing(ends: Ends) -> None:
    """A post that was not admitted is refused by the server, in words."""
    told = parley(ends.li, "cable", "receive", "--server", ends.url, status=2)
    assert "expected to be let in as li-kenong, was not" in told


def test_a_server_that_is_away_loses_nothing(ends: Ends) -> None:
    """What could not be pushed is kept, and the message says how to send it again."""
    mao = ends.mao
    draft = ("note.yaml", "--to", "stalin", "--text", "A made-up note.", "--subject", "A note")
    parley(mao, "cable", "draft", *draft)
    parley(mao, "cable", "release", "note.yaml", "--yes")
    told = parley(mao, "cable", "send", "--server", "https://localhost:1", status=2)
    assert "--repeat" in told
    stick = mao.folder / "stick"
    again = data(mao, "cable", "send", "--repeat", "--out", stick)
    assert [one["copy"] for one in again["parcels"] if "/G/2" in one["cable"]] == [1]
