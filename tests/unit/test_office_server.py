"""The office server as a process: two offices, what it keeps, and what it knows of them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from parley.kernel.errors import Refused
from parley.office.client import Pushed, acknowledge, connect, pull, push
from parley.office.members import admit, list_members, revoke
from parley.office.parcels import waiting
from parley.office.schema import metadata
from parley.office.storage import open_storage, reading, writing
from tests.unit.office_support import (
    WIDE,
    Person,
    Running,
    admitted,
    bearer,
    parcel,
    serving,
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, folder: Path) -> str:
    """Return the URL of a database, once of SQLite and once of PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'office.db'}"
    server: str = request.getfixturevalue("postgresql_server")
    return server.format("postgres")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the servers that these tests share."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def running(database: str, folder: Path) -> Iterator[Running]:
    """Run a server that lists few parcels at a time."""
    with serving(database, folder, replace(WIDE, page=20)) as server:
        yield server


@pytest.fixture
def people(database: str) -> dict[str, Person]:
    """Return posts that are let in, other ones in each test."""
    mark = secrets.token_hex(4)
    names = {one: f"{one}-{mark}" for one in ("team", "mandator", "other")}
    found = admitted(database, *names.values())
    return {one: found[name] for one, name in names.items()}


def test_a_parcel_goes_from_one_office_to_another(
    running: Running, people: dict[str, Person]
) -> None:
    """Stored once, fetched as it was sent, dropped when it is acknowledged, known when replayed."""
    team, mandator = people["team"], people["mandator"]
    sent = [parcel(team, people["mandator"].post, b"letter %d" % n, serial=n) for n in (1, 2, 3)]
    with (
        connect(running.url, team.post, team.seed) as here,
        connect(running.url, mandator.post, mandator.seed) as there,
    ):
        assert [push(here, one).state for one in sent] == ["stored"] * 3
        assert push(here, sent[1]).state == "waiting"
        got = list(pull(there))
        assert [one.data for one in got] == sent
        assert [(one.sender, one.serial) for one in got] == [(team.post, n) for n in (1, 2, 3)]
        assert [one.parcel for one in pull(there, skip={got[0].parcel})] == [
            got[1].parcel,
            got[2].parcel,
        ]
        assert acknowledge(there, got[0].parcel)
        assert not acknowledge(there, got[0].parcel)
        assert push(here, sent[0]) == Pushed(got[0].parcel, "taken")
        assert [one.data for one in pull(there)] == sent[1:]
        assert list(pull(here)) == []
        assert not acknowledge(there, "0" * 32)


def test_more_parcels_than_a_page(running: Running, people: dict[str, Person]) -> None:
    """All of them come, in order, while they are acknowledged one by one."""
    team = people["team"]
    with (
        connect(running.url, team.post, team.seed) as here,
        connect(running.url, people["mandator"].post, people["mandator"].seed) as there,
    ):
        for n in range(1, 46):
            push(here, parcel(team, people["mandator"].post, serial=n))
        got = []
        for one in pull(there):
            got.append(one.serial)
            acknowledge(there, one.parcel)
        assert got == list(range(1, 46))
        assert list(pull(there)) == []


def test_many_at_once(running: Running, people: dict[str, Person]) -> None:
    """Offices that send at the same time, the same parcel too, lose and double nothing."""
    team, other = people["team"], people["other"]
    same = parcel(team, people["mandator"].post)
    states: list[str] = []

    def work(person: Person, data: list[bytes]) -> None:
        with connect(running.url, person.post, person.seed) as here:
            states.extend(push(here, one).state for one in data)

    shares = [
        (team, [same, *(parcel(team, people["mandator"].post) for _ in range(5))]) for _ in range(3)
    ]
    shares.append((other, [parcel(other, people["mandator"].post) for _ in range(5)]))
    threads = [threading.Thread(target=work, args=share) for share in shares]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(states) == ["stored"] * 21 + ["waiting"] * 2
    with open_storage(running.database) as storage, reading(storage) as connection:
        kept = waiting(connection, people["mandator"].post, 0, 100)
    assert len({one.parcel for one in kept}) == len(kept) == 21


def test_a_restart_loses_nothing(database: str, people: dict[str, Person], tmp_path: Path) -> None:
    """Killed at once after its answer, it has the parcel; sessions go on, and clients wait."""
    team, mandator = people["team"], people["mandator"]
    data, more = parcel(team, mandator.post), parcel(team, mandator.post)
    states: list[str] = []
    with serving(database, tmp_path) as first, connect(first.url, team.post, team.seed) as here:
        headers, port = bearer(first, mandator), first.address[1]
        push(here, data)
        first.process.kill()
        first.process.wait()
        late = threading.Thread(target=lambda: states.append(push(here, more).state))
        late.start()
        with serving(database, tmp_path, port=port) as second:
            late.join()
            listed = httpx.get(f"{second.url}/v1/parcels", headers=headers)
            assert [one["size"] for one in listed.json()["parcels"]] == [len(data), len(more)]
            assert push(here, data).state == "waiting"
    assert states == ["stored"]


def test_a_revoked_key_is_let_in_no_more(running: Running, people: dict[str, Person]) -> None:
    """A session ends with its key; a new key of the post finds what waited."""
    team, mandator = people["team"], people["mandator"]
    headers = bearer(running, mandator)
    with connect(running.url, team.post, team.seed) as here:
        push(here, parcel(team, people["mandator"].post))
    with open_storage(running.database) as storage:
        with writing(storage) as connection:
            revoke(connection, mandator.post)
        assert httpx.get(f"{running.url}/v1/parcels", headers=headers).status_code == 401
        with (
            connect(running.url, mandator.post, mandator.seed) as there,
            pytest.raises(Refused, match=f"expected to be let in as {mandator.post}"),
        ):
            list(pull(there))
        with (
            connect(running.url, team.post, team.seed) as here,
            pytest.raises(Refused, match="recipient that is a member"),
        ):
            push(here, parcel(team, people["mandator"].post))
        after = Person(mandator.post)
        with writing(storage) as connection:
            admit(connection, after.post, after.key, "made up")
            mine = [one for one in list_members(connection) if one.post == after.post]
            assert [one.revoked_since is None for one in mine] == [False, True]
    with connect(running.url, after.post, after.seed) as there:
        assert len(list(pull(there))) == 1


def test_the_server_learns_nothing_of_what_is_sealed(
    running: Running, people: dict[str, Person], folder: Path
) -> None:
    """Neither text nor subject is in its files and its log, nor, after taking, what was sealed.

    The log has no post either.
    """
    from parley.cables.primitives.sealing import new_sealing_secret, recipient_of, seal

    team, mandator = people["team"], people["mandator"]
    text = b"the 38th parallel as the military demarcation line"
    subject = b"INSTRUCTIONS FOR THE ARMISTICE TALKS"
    holder = recipient_of(new_sealing_secret())
    letter, copy = seal(subject, holder), seal(subject + text * 50, holder)
    with (
        connect(running.url, team.post, team.seed) as here,
        connect(running.url, mandator.post, mandator.seed) as there,
    ):
        push(here, parcel(team, people["mandator"].post, letter, copy=copy))
        stored = all_that_is_kept(running.database, folder)
        assert copy[200:264] in stored  # what is looked for would be found
        assert text not in stored and subject not in stored
        for one in pull(there):
            acknowledge(there, one.parcel)
        left = all_that_is_kept(running.database, folder)
        assert mandator.post.encode() in left
        assert copy[200:264] not in left and letter[-64:] not in left
    log = running.log.read_text()
    assert "PUT /v1/parcels/{parcel} 201" in log
    assert mandator.post not in log and team.post not in log


def all_that_is_kept(database: str, folder: Path) -> bytes:
    """Return what is in every column of every table, and the bytes of all files in a folder."""
    kept = [one.read_bytes() for one in folder.rglob("*") if one.is_file()]
    with open_storage(database) as storage, reading(storage) as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                kept += [one if isinstance(one, bytes) else str(one).encode() for one in row]
    return b"\n".join(kept)
