"""The office server's database, its limits in numbers, and what it says when something fails."""

from __future__ import annotations

import io
import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from starlette.types import ASGIApp

from parley.cables.messages.container import decode_parcel, parcel_digest
from parley.kernel.errors import Refused
from parley.office import parcels, sessions, storage
from parley.office.api import create_app
from parley.office.buckets import Buckets, take_token
from parley.office.limits import Rate
from parley.office.logs import Brief
from parley.office.members import admit, list_members, revoke
from parley.office.schema import VERSION_TABLE, metadata
from parley.office.state import office_of
from parley.office.storage import open_storage, reading, writing
from parley.office.times import now
from tests.unit.office_support import WIDE, Person, answer_to, finished, parcel

NAME = "testserver:80"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the URL of a database that is not there yet."""
    return f"sqlite:///{tmp_path / 'office.db'}"


def asked(app: ASGIApp, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    """Ask a server in this process; its failures are answers."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{NAME}") as http:
            return await http.request(method, path, headers=headers)

    return finished(ask())


def test_the_migrations_make_the_tables_that_the_code_uses(ledger_url: str) -> None:
    """No table, column or index differs."""
    with open_storage(ledger_url, create=True) as opened, reading(opened) as connection:
        opts = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == "0001"


def test_a_database_that_is_none_of_ours_is_told_of(url: str, tmp_path: Path) -> None:
    """Missing, another kind of address, noise, a newer one: refused, without a password."""
    with pytest.raises(Refused, match="found no file"), open_storage(url):
        pass
    for wrong in ("office.db", "mysql://a:secret@b/c", "sqlite://", "postgresql://a:secret@[b"):
        with pytest.raises(Refused) as caught, open_storage(wrong):
            pass
        assert "secret" not in str(caught.value)
    (tmp_path / "noise.db").write_bytes(b"noise" * 1000)
    with pytest.raises(Refused, match="not a database"), open_storage(url[:-9] + "noise.db"):
        pass
    with open_storage(url, create=True) as opened, writing(opened) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(Refused, match=r"version 0001 or older, got '9999'"), open_storage(url):
        pass
    assert (tmp_path / "office.db").stat().st_mode & 0o077 == 0


def test_a_transaction_that_fails_leaves_nothing(ledger_url: str) -> None:
    """All of it stays, or none."""
    with open_storage(ledger_url, create=True) as opened:
        with pytest.raises(ZeroDivisionError), writing(opened) as connection:
            admit(connection, "team", Person("team").key, "made up")
            raise ZeroDivisionError
        with reading(opened) as connection:
            assert list_members(connection) == []


def test_a_post_has_one_key(ledger_url: str) -> None:
    """A second key needs a word; one that was revoked, or is another's, never comes in."""
    first, second = Person("team").key, Person("team").key
    with open_storage(ledger_url, create=True) as opened, writing(opened) as connection:
        assert admit(connection, "team", first, "a")
        assert not admit(connection, "team", first, "a")
        with pytest.raises(Refused, match="has another one"):
            admit(connection, "team", second, "b")
        assert admit(connection, "team", second, "b", replace=True)
        with pytest.raises(Refused, match="one that is revoked"):
            admit(connection, "team", first, "a", replace=True)
        with pytest.raises(Refused, match="that of another post"):
            admit(connection, "mandator", second, "b")
        with pytest.raises(Refused, match="public key"):
            admit(connection, "mandator", "01" + "0" * 62, "c")
        revoke(connection, "team")
        with pytest.raises(Refused, match="a post with a key"):
            revoke(connection, "team")
        assert [one.revoked_since is None for one in list_members(connection)] == [False, False]


def test_sessions_are_few_and_end(ledger_url: str) -> None:
    """The oldest goes when there are too many; after its time none is left, nor a challenge."""
    person, at = Person("team"), now()
    with open_storage(ledger_url, create=True) as opened, writing(opened) as connection:
        admit(connection, "team", person.key, "made up")
        terms = office_of(opened, frozenset({NAME}), WIDE).terms
        tokens = []
        for n in range(WIDE.sessions + 2):
            then = at + timedelta(seconds=n)
            challenge, _ = sessions.make_challenge(terms, person.key, NAME, then)
            answer = sessions.SignIn(**answer_to(challenge, person, NAME))
            begun = sessions.begin_session(connection, terms, answer, then)
            assert begun is not None
            tokens.append(begun[0])
        last = at + timedelta(seconds=WIDE.sessions + 2)
        found = [sessions.session_of(connection, one, last) is not None for one in tokens]
        assert found == [False, False, *[True] * WIDE.sessions]
        challenge, _ = sessions.make_challenge(terms, person.key, "other:1", last)
        answer = sessions.SignIn(**answer_to(challenge, person, "other:1"))
        assert sessions.begin_session(connection, terms, answer, last) is None
        # revoked while it signed in: its session was not there yet to be ended
        stamp = connection.begin_nested()
        connection.execute(text("UPDATE office_members SET revoked_since = added"))
        assert sessions.session_of(connection, tokens[-1], last) is None
        stamp.rollback()
        later = last + timedelta(seconds=WIDE.session_s)
        assert sessions.session_of(connection, tokens[-1], later) is None
        sessions.end_sessions(connection, later)
        for table in ("office_sessions", "office_used_challenges"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
        stored = str(connection.execute(text("SELECT * FROM office_members")).all())
        assert person.seed.hex() not in stored


def test_boxes_have_a_bottom(ledger_url: str) -> None:
    """One sender fills half of a box at most; all of them, the box; who fetches has room again."""
    people = [Person(post) for post in ("team", "other", "third")]
    tight = replace(WIDE, box_count=4, box=6_000, office=5_000)

    def put(connection: Connection, sender: Person, to: str, size: int = 10) -> str:
        data = parcel(sender, to, bytes(size))
        header = decode_parcel(data).header
        kept = parcels.put(connection, header, data, parcel_digest(data), tight)
        return kept if isinstance(kept, str) else f"{header.parcel} {kept.state}"

    team, other, third = people
    with open_storage(ledger_url, create=True) as opened, writing(opened) as connection:
        for one in people:
            admit(connection, one.post, one.key, "made up")
        first = put(connection, team, "third")
        assert [first[-6:], put(connection, team, "third")[-6:]] == ["stored"] * 2
        assert put(connection, team, "third") == "box-full"
        assert put(connection, other, "third", 1_500).endswith("stored")
        assert put(connection, other, "third", 1_000) == "box-full"
        assert put(connection, other, "third").endswith("stored")
        assert put(connection, third, "third") == "box-full"
        assert put(connection, third, "team", 2_000) == "office-full"
        assert put(connection, third, "team").endswith("stored")
        assert put(connection, team, "nobody") == "unknown-recipient"
        assert parcels.take(connection, "third", first[:32])
        assert put(connection, team, "third").endswith("stored")


@given(
    st.floats(1, 50),
    st.floats(0.1, 50),
    st.lists(st.floats(0, 3), max_size=60),
)
def test_a_bucket_gives_what_its_rate_says(
    burst: float, a_second: float, pauses: list[float]
) -> None:
    """Never more than its burst and what has come back; and as much as it said, when it said."""
    buckets, at, taken = Buckets(Rate(burst, a_second)), 0.0, 0
    for pause in pauses:
        at += pause
        wait = take_token(buckets, "a", at)
        taken += wait == 0
        assert taken <= burst + at * a_second + 1e-6
        if wait:
            assert take_token(buckets, "a", at + wait * 0.9) > 0
            at += wait * 1.000001
            assert take_token(buckets, "a", at) == 0
            taken += 1
    assert take_token(buckets, "b", at) == 0


def test_buckets_are_forgotten_before_they_fill_the_memory() -> None:
    """Of many addresses, those that asked last are known."""
    buckets = Buckets(Rate(1, 0.001))
    for n in range(25_000):
        take_token(buckets, str(n), 0.0)
    assert len(buckets.left) == 20_000
    assert take_token(buckets, "24999", 0.0) > 0


def test_a_failure_tells_nothing_of_its_inside(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A defect and a database that does not answer are problems without a word of their cause."""
    person = Person("team")

    def defect(*_: object) -> None:
        raise RuntimeError("the 38th parallel")

    monkeypatch.setattr(storage, "_WAIT_S", 0.05)
    with open_storage(url, create=True) as opened:
        office = office_of(opened, frozenset({NAME}), WIDE)
        app = create_app(office)
        with writing(opened) as connection:
            admit(connection, "team", person.key, "made up")
            challenge, _ = sessions.make_challenge(office.terms, person.key, NAME, now())
            answer = sessions.SignIn(**answer_to(challenge, person, NAME))
            begun = sessions.begin_session(connection, office.terms, answer, now())
        assert begun is not None
        headers = {"Authorization": f"Bearer {begun[0]}"}
        assert asked(app, "GET", "/v1/parcels", headers).status_code == 200
        holder = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        busy = asked(app, "DELETE", f"/v1/parcels/{'0' * 32}", headers)
        holder.close()
        assert (busy.status_code, busy.json()["type"]) == (503, "urn:parley:office:not-now")
        assert busy.headers["retry-after"] == "5"
        monkeypatch.setattr(parcels, "waiting", defect)
        failed = asked(app, "GET", "/v1/parcels", headers)
        assert (failed.status_code, failed.json()["type"]) == (500, "urn:parley:office:failed")
        for told in (busy, failed):
            assert "38th" not in told.text and "sqlite" not in told.text.lower()
            assert told.headers["content-security-policy"]
    assert "38th" not in capsys.readouterr().err


def test_the_log_tells_of_a_fault_by_its_kind_and_place() -> None:
    """Its words are left out, as they may hold what it was about."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Brief("%(message)s"))
    logger = logging.Logger("made up")
    logger.addHandler(handler)
    try:
        raise ValueError("the 38th parallel")
    except ValueError:
        logger.exception("failed")
    assert stream.getvalue().startswith("failed\nValueError at test_office_storage.py:")
    assert "38th" not in stream.getvalue()
