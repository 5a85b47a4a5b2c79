"""Attacks on the office server: each is refused, by a real process, in its own words."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from parley.cables.messages.container import MAGIC, decode_parcel, encode_parcel
from parley.cables.primitives.signing import for_purpose, sign
from parley.office.limits import Rate
from tests.unit.office_support import (
    MOST_S,
    WIDE,
    Person,
    Running,
    admitted,
    answer_to,
    bearer,
    challenge_of,
    heard,
    parcel,
    request,
    serving,
    spoken,
    status_of,
)

#: Limits in sizes and seconds that a test can wait for; a connection as such outlives every test.
TIGHT = replace(WIDE, parcel=300_000, head_s=0.6, idle_s=0.6, body_s=1.5, connection_s=10 * MOST_S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the server that these tests share."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def people(folder: Path) -> dict[str, Person]:
    """Return the posts that are let in."""
    return admitted(f"sqlite:///{folder / 'office.db'}", "team", "mandator", "other")


@pytest.fixture(scope="module")
def running(folder: Path, people: dict[str, Person]) -> Iterator[Running]:
    """Run a server with tight limits; after all attacks, its log must tell of no failure."""
    assert people
    with serving(f"sqlite:///{folder / 'office.db'}", folder, TIGHT) as server:
        yield server
        assert httpx.get(f"{server.url}/v1/health").json()["status"] == "ok"
    log = server.log.read_text()
    assert " 500 " not in log and "Traceback" not in log and "Exception" not in log
    assert "GET /v1/health 200" in log and "mandator" not in log


@pytest.fixture(scope="module")
def team(running: Running, people: dict[str, Person]) -> dict[str, str]:
    """Return the headers of a session of the team."""
    return bearer(running, people["team"])


def sign_in(running: Running, answer: dict[str, str]) -> httpx.Response:
    """Try to begin a session."""
    return httpx.post(f"{running.url}/v1/sessions", json=answer)


def put(running: Running, headers: dict[str, str], data: bytes, name: str = "") -> httpx.Response:
    """Try to send bytes as a parcel."""
    name = name or decode_parcel(data).header.parcel
    return httpx.put(f"{running.url}/v1/parcels/{name}", content=data, headers=headers)


def kind(response: httpx.Response) -> tuple[int, str]:
    """Return the status and the kind of a problem, which has its form."""
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert set(told) == {"type", "title", "status", "detail", "hint"}
    assert told["status"] == response.status_code
    return response.status_code, told["type"].removeprefix("urn:parley:office:")


def test_a_sign_in_must_be_right_in_every_part(running: Running, people: dict[str, Person]) -> None:
    """Another's key, another's signature, another purpose, a changed challenge: one answer to all.

    Nothing tells a stranger from a member with a wrong signature.
    """
    here, name = people["team"], running.name
    stranger = Person("stranger")
    challenge = challenge_of(running.url, here, name)
    good = answer_to(challenge, here, name)
    swapped = "B" if challenge[0] == "A" else "A"
    changed = answer_to(swapped + challenge[1:], here, name)
    event = sign(here.seed, for_purpose("event", b"{}")).hex()
    wrong = [
        {**good, "signature": answer_to(challenge, stranger, name)["signature"]},
        {**good, "signature": event},
        {**answer_to(challenge, stranger, name)},  # the challenge of another key
        {**good, "key": people["other"].key},
        changed,
        answer_to(challenge_of(running.url, stranger, name), stranger, name),
        {**good, "signature": "0" * 128, "key": "01" + "0" * 62},  # a point of small order
    ]
    answers = [sign_in(running, one) for one in wrong]
    assert [kind(one) for one in answers] == [(401, "not-signed-in")] * len(wrong)
    assert len({one.text for one in answers}) == 1
    assert sign_in(running, good).status_code == 201


def test_a_challenge_is_good_once(running: Running, people: dict[str, Person]) -> None:
    """The same answer again, whoever heard it, begins no second session."""
    answer = answer_to(
        challenge_of(running.url, people["team"], running.name), people["team"], running.name
    )
    assert sign_in(running, answer).status_code == 201
    assert kind(sign_in(running, answer)) == (401, "not-signed-in")


def test_a_challenge_ends(people: dict[str, Person], running: Running, tmp_path: Path) -> None:
    """After its time, a right answer is too late; so is the token of a session."""
    brief = replace(TIGHT, challenge_s=0.05, session_s=3)
    with serving(running.database, tmp_path, brief) as server:
        name = server.name
        late = answer_to(challenge_of(server.url, people["team"], name), people["team"], name)
        time.sleep(0.1)
        assert kind(sign_in(server, late)) == (401, "not-signed-in")
    with (
        serving(running.database, tmp_path, replace(brief, challenge_s=60)) as server,
        httpx.Client(headers=bearer(server, people["team"])) as http,
    ):
        path, until = f"{server.url}/v1/parcels", time.monotonic() + MOST_S
        assert http.get(path).status_code == 200
        while (answer := http.get(path)).status_code == 200:
            assert time.monotonic() < until, "the session does not end"
            time.sleep(0.1)
        assert kind(answer)[0] == 401


def test_a_challenge_cannot_be_passed_on(running: Running, people: dict[str, Person]) -> None:
    """A server between gets an answer with its own name in it, which is worth nothing here."""
    here, between = people["team"], "127.0.0.1:1"
    asked = httpx.post(f"{running.url}/v1/challenges", json={"key": here.key, "server": between})
    assert kind(asked) == (421, "other-server")
    challenge = challenge_of(running.url, here, running.name)
    answer = answer_to(challenge, here, between)
    assert kind(sign_in(running, answer)) == (421, "other-server")
    renamed = {**answer, "server": running.name}
    assert kind(sign_in(running, renamed)) == (401, "not-signed-in")


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer x", "Bearer " + "A" * 43, "Basic YTpi", "Bearer \xff"]
)
def test_nothing_without_a_session(running: Running, value: str) -> None:
    """Everything but signing in and the server's health asks for a session first."""
    headers = [(b"Authorization", value.encode("latin-1"))] if value else []
    path = f"{running.url}/v1/parcels"
    name = "0" * 32
    answers = [
        httpx.get(path, headers=headers),
        httpx.get(f"{path}/{name}", headers=headers),
        httpx.delete(f"{path}/{name}", headers=headers),
        httpx.put(f"{path}/{name}", content=b"x", headers=headers),
        httpx.get(f"{path}/no-name", headers=headers),
    ]
    assert [kind(one) for one in answers] == [(401, "not-signed-in")] * 5
    assert all(one.headers["www-authenticate"] == "Bearer" for one in answers)


def test_anothers_parcel_is_not_there(
    running: Running, people: dict[str, Person], team: dict[str, str]
) -> None:
    """Who is not its recipient cannot tell a parcel that waits from one that never was."""
    data = parcel(people["team"], "mandator")
    name = decode_parcel(data).header.parcel
    assert put(running, team, data).status_code == 201
    path = f"{running.url}/v1/parcels"
    for headers in (team, bearer(running, people["other"])):
        for method in ("GET", "DELETE"):
            there = httpx.request(method, f"{path}/{name}", headers=headers)
            never = httpx.request(method, f"{path}/{'0' * 32}", headers=headers)
            assert kind(there) == (404, "not-found")
            assert there.content == never.content
        assert httpx.get(path, headers=headers).json()["parcels"] == []
    mandator = bearer(running, people["mandator"])
    assert httpx.get(f"{path}/{name}", headers=mandator).content == data


def test_only_ones_own_parcels_can_be_sent(
    running: Running, people: dict[str, Person], team: dict[str, str]
) -> None:
    """Another's parcel, one in another's name, one with a forged header, and other bytes."""
    data = parcel(people["team"], "mandator")
    name = decode_parcel(data).header.parcel
    assert put(running, team, data).status_code == 201
    assert put(running, team, data).status_code == 200
    others = bearer(running, people["other"])
    assert kind(put(running, others, data)) == (403, "not-yours")
    in_name = parcel(Person("team"), "mandator")
    assert kind(put(running, team, in_name)) == (403, "not-yours")
    second = parcel(people["team"], "mandator", b"another letter", name=name)
    assert kind(put(running, team, second)) == (409, "other-bytes")
    stolen = parcel(people["other"], "mandator", name=name)
    assert kind(put(running, others, stolen)) == (409, "other-bytes")
    forged = decode_parcel(parcel(people["team"], "mandator"))
    forged = replace(forged, signature=bytes(64))
    assert kind(put(running, team, encode_parcel(forged))) == (422, "not-a-parcel")
    assert kind(put(running, team, data, "f" * 32)) == (422, "not-a-parcel")
    assert kind(put(running, team, parcel(people["team"], "nobody"))) == (422, "not-a-parcel")


def test_garbage_is_no_parcel(
    running: Running, people: dict[str, Person], team: dict[str, str]
) -> None:
    """Nothing, noise, a parcel that is cut, lengthened or changed anywhere."""
    data = parcel(people["team"], "mandator")
    name = decode_parcel(data).header.parcel
    flipped = [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(0, len(data), 23)]
    garbage = [b"", b"\0" * 1000, MAGIC, MAGIC + b"\xff" * 12, data[:-1], data + b"x", *flipped]
    with httpx.Client(headers=team) as http:
        for one in garbage:
            answer = http.put(f"{running.url}/v1/parcels/{name}", content=one)
            assert kind(answer)[0] in (403, 422), one[:80]
        assert http.get(f"{running.url}/v1/parcels/{name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/v1/parcels/../../etc/passwd",
        "/v1/parcels/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/parcels/%2e%2e/%2e%2e/office.db",
        "/v1/parcels/%00",
        "/v1/parcels/" + "a" * 32 + "%00",
        "/v1/parcels/" + "A" * 32,
        "/v1/parcels/" + "0" * 33,
        "/v1/parcels/%ff%fe",
        "/v1/parcels/" + "0" * 31 + "%0a",
        "//etc/passwd",
        "/static/../../office.db",
        "/v1/parcels/' OR 1=1 --",
        "/v1/parcels?after=1;DROP TABLE office_parcels",
        "/v1/parcels?after=-1&limit=0",
        "/v1/parcels?after=99999999999999999999999999",
        "/v1/parcels?limit=1e9",
    ],
)
def test_no_path_leads_out(running: Running, team: dict[str, str], path: str) -> None:
    """What a client calls a parcel is its name, or nothing; it is never a path."""
    for method in ("GET", "PUT", "DELETE"):
        said = request(method, path.replace(" ", "%20"), {**team, "Content-Length": "0"})
        answer = spoken(running, said)
        assert status_of(answer) in (404, 405, 422), (method, answer[:300])
        assert b"root:" not in answer and b"SQLite" not in answer


def test_a_body_that_is_too_large_is_not_taken(
    running: Running, people: dict[str, Person], team: dict[str, str]
) -> None:
    """It is refused by its declared length, before a byte is sent, or once it is too long."""
    path = f"/v1/parcels/{'a' * 32}"
    for length in ("300001", "99999999999999999999999999999", "1" * 3000):
        answer = spoken(running, request("PUT", path, {**team, "Content-Length": length}))
        assert status_of(answer) in (400, 413), answer  # and not 408, after a wait for the body
    chunk = b"10000\r\n" + bytes(65_536) + b"\r\n"
    said = request("PUT", path, {**team, "Transfer-Encoding": "chunked"}) + chunk * 100
    assert status_of(spoken(running, said)) == 413
    said = request("POST", "/v1/challenges", {"Transfer-Encoding": "chunked"}) + chunk
    assert status_of(spoken(running, said)) == 413
    whole = parcel(people["team"], "mandator", bytes(300_000 - 600))
    assert put(running, team, whole).status_code == 201
    assert kind(put(running, team, parcel(people["team"], "mandator", bytes(300_000)))) == (
        413,
        "too-large",
    )


def test_slow_clients_are_not_waited_for(running: Running, team: dict[str, str]) -> None:
    """Headers that do not end, bodies that stop, bodies that trickle, and lines that stay open."""
    lines = [socket.create_connection(running.address, timeout=MOST_S) for _ in range(4)]
    silent, head, stopped, trickle = lines
    head.sendall(b"GET /v1/health HTTP/1.1\r\nHost: off")
    told = request("PUT", f"/v1/parcels/{'a' * 32}", {**team, "Content-Length": "1000"})
    stopped.sendall(told + b"x")
    assert heard(silent) == b"" and heard(head) == b""
    assert status_of(heard(stopped)) == 408
    with socket.create_connection(running.address, timeout=MOST_S) as second:
        second.sendall(b"GET /v1/health HTTP/1.1\r\nHost: office\r\n\r\n")
        assert status_of(second.recv(65_536)) == 200
        second.sendall(b"GET /v1/health HTTP/1.1\r\nHost: off")
        assert heard(second).count(b"HTTP/1.1 ") == 0
    trickle.close()
    with socket.create_connection(running.address, timeout=MOST_S) as trickle:
        trickle.sendall(told)
        answer = b""
        began = time.monotonic()
        while not answer and time.monotonic() - began < MOST_S:
            trickle.sendall(b"x")
            trickle.settimeout(0.3)
            try:
                answer = trickle.recv(65_536)
            except TimeoutError:
                continue
        assert status_of(answer) == 408
    for line in lines:
        line.close()
    assert httpx.get(f"{running.url}/v1/health").status_code == 200


def test_who_reads_slowly_is_still_on_the_way(
    running: Running, people: dict[str, Person], tmp_path: Path
) -> None:
    """Parcels that are not read to their end count, so that they cannot fill the memory."""
    limits = replace(WIDE, transfers_of_one=2, connection_s=5)
    with serving(running.database, tmp_path, limits) as server:
        other = bearer(server, people["other"])
        data = parcel(people["other"], "other", bytes(15_000_000))
        assert put(server, other, data).status_code == 201
        path = f"/v1/parcels/{decode_parcel(data).header.parcel}"
        lines = [socket.create_connection(server.address, timeout=MOST_S) for _ in range(2)]
        for line in lines:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            line.sendall(request("GET", path, other))
            line.recv(100)
        third = httpx.get(server.url + path, headers=other)
        assert kind(third) == (429, "too-many-requests")
        until = time.monotonic() + MOST_S
        while (answer := httpx.get(server.url + path, headers=other)).status_code == 429:
            assert time.monotonic() < until, "the lines are not cut"
            time.sleep(0.2)
        assert answer.content == data
        for line in lines:
            line.close()
        taken = httpx.delete(server.url + path, headers=other)
        assert taken.json()["now"] is True


def test_header_bombs(running: Running) -> None:
    """Many headers, long ones, a long address, and no HTTP at all."""
    many = request("GET", "/v1/health", {f"X-{n}": "y" for n in range(80)})
    assert status_of(spoken(running, many)) == 431
    assert status_of(spoken(running, request("GET", "/v1/health", {"X": "y" * 17_000}))) == 431
    assert status_of(spoken(running, request("GET", "/v1/health", {"X": "y" * 999_999}))) in (
        400,
        431,
    )
    assert status_of(spoken(running, request("GET", "/v1/health?" + "y" * 5_000))) == 414
    for noise in (b"\x16\x03\x01\x02\x00" * 50 + b"\r\n\r\n", b"GET\r\n\r\n", b"\0\r\n\r\n"):
        assert status_of(spoken(running, noise)) == 400
    both = {"Content-Length": "5", "Transfer-Encoding": "chunked"}
    smuggled = request("POST", "/v1/challenges", both) + b"0\r\n\r\nGET /v1/health HTTP/1.1\r\n\r\n"
    assert spoken(running, smuggled).count(b"HTTP/1.1 ") == 1


def test_a_flood_is_turned_away(
    people: dict[str, Person], running: Running, tmp_path: Path
) -> None:
    """Each address and each key has so many requests at a time, and is told when to come again."""
    few = 0.02  # a second: none comes while this test runs
    tight = replace(WIDE, by_key=Rate(5, few), sign_ins=Rate(6, few), by_address=Rate(40, few))
    with serving(running.database, tmp_path, tight) as server, httpx.Client() as http:
        headers = bearer(server, people["team"])
        other = bearer(server, people["other"])
        path = f"{server.url}/v1/parcels"
        answers = [http.get(path, headers=headers) for _ in range(8)]
        assert [one.status_code for one in answers] == [200] * 5 + [429] * 3
        assert kind(answers[-1]) == (429, "too-many-requests")
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 51
        assert http.get(path, headers=other).status_code == 200
        asked = {"key": people["team"].key, "server": server.name}
        tried = [http.post(f"{server.url}/v1/challenges", json=asked) for _ in range(4)]
        assert [one.status_code for one in tried] == [201] * 2 + [429] * 2
        flood = [http.get(f"{server.url}/v1/health") for _ in range(40)]
        assert flood[0].status_code == 200 and flood[-1].status_code == 429


def test_many_lines_of_one_address(
    people: dict[str, Person], running: Running, tmp_path: Path
) -> None:
    """Lines that say nothing keep nobody else out for long; those too many are cut."""
    assert people
    with serving(running.database, tmp_path, replace(TIGHT, connections_of_one=5)) as server:
        lines = [socket.create_connection(server.address, timeout=MOST_S) for _ in range(8)]
        assert [heard(line) for line in lines] == [b""] * 8
        assert httpx.get(f"{server.url}/v1/health").status_code == 200
        for line in lines:
            line.close()


def test_answers_let_a_browser_do_nothing(running: Running, team: dict[str, str]) -> None:
    """Every answer, good or bad, has the headers; no answer says what serves it."""
    for answer in (
        httpx.get(f"{running.url}/v1/health"),
        httpx.get(f"{running.url}/openapi.json"),
        httpx.get(f"{running.url}/nowhere"),
        httpx.get(f"{running.url}/v1/parcels", headers=team),
        httpx.get(f"{running.url}/v1/parcels"),
        httpx.get(f"{running.url}/v1/health?" + "y" * 5_000),
    ):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
    for page in ("/docs", "/redoc", "/", "/docs/oauth2-redirect"):
        assert httpx.get(running.url + page).status_code == 404
    assert httpx.options(f"{running.url}/v1/parcels").status_code == 405
    assert httpx.get(f"{running.url}/v1/parcels/", headers=team).status_code == 404
