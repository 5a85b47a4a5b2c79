"""The client of an office server: what it refuses to do, and a server that is hostile."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from parley.cables.messages.container import decode_parcel
from parley.kernel.errors import Refused
from parley.office.client import Patience, acknowledge, connect, pull, push
from parley.office.sign_in import dialled
from tests.unit.office_support import CERTIFICATES, Person, admitted, parcel, serving

HASTY = Patience(connect_s=2, read_s=1, whole_s=2, tries=2, first_wait_s=0.01, longest_wait_s=0.05)
TEAM, MANDATOR = Person("team"), Person("mandator")

#: What a made-up server answers: status, headers, body; None hangs up.
Reply = tuple[int, dict[str, str], bytes] | None
Script = Callable[[str, str, bytes], Reply]


@contextmanager
def scripted(script: Script) -> Iterator[str]:
    """Run a server that lets in everybody, and answers the rest by the script."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = script(self.command, self.path, body)
            if reply is None and self.path == "/v1/challenges":
                reply = 201, {}, b'{"challenge":"abc"}'
            elif reply is None and self.path == "/v1/sessions":
                reply = 201, {}, b'{"token":"%s","post":"team"}' % (b"t" * 43)
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply[0])
            for name, value in {"Content-Length": str(len(reply[2])), **reply[1]}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply[2])

        do_GET = do_PUT = do_POST = do_DELETE = answer

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def as_json(value: object, status: int = 200) -> Reply:
    """Return a reply in JSON."""
    return status, {}, json.dumps(value).encode()


def refusal(script: Script, what: Callable[[Any], object]) -> str:
    """Return what the client says when it uses a scripted server."""
    with (
        scripted(script) as url,
        connect(url, "team", TEAM.seed, patience=HASTY) as connection,
        pytest.raises(Refused) as caught,
    ):
        what(connection)
    assert caught.value.hint
    return caught.value.message


def pull_all(connection: Any) -> object:
    """Fetch everything."""
    return list(pull(connection))


def listing(data: bytes, **changed: object) -> dict[str, object]:
    """Return a list with one parcel."""
    name = decode_parcel(data).header.parcel
    one = {"n": 1, "parcel": name, "size": len(data), "digest": sha256(data).hexdigest()}
    return {"parcels": [{**one, **changed}], "next": None}


@pytest.mark.parametrize(
    "url",
    [
        "office.example",
        "ftp://office.example",
        "https://",
        "https://user:word@office.example",
        "https://office.example/path",
        "https://office.example?x",
        "https://office.example:99999",
        "https://büro.example",
        "http://office.example",
        "http://192.0.2.1:8443",
        "file:///etc/passwd",
    ],
)
def test_only_the_address_of_a_server_is_dialled(url: str) -> None:
    """Anything but https://HOST, or http:// on this machine, is refused before a line is open."""
    with pytest.raises(Refused, match="server: expected"), connect(url, "team", TEAM.seed):
        pass


def test_the_name_of_a_server_has_its_port() -> None:
    """Two ways to write one address are one name."""
    assert dialled("HTTPS://Office.Example./") == (
        "https://office.example.",
        "office.example:443",
        False,
    )
    assert dialled("http://[::1]:80")[1:] == ("[::1]:80", True)


def test_a_server_that_is_away_is_told_of() -> None:
    """Nothing listens: the message names the server and says what to do."""
    with scripted(lambda *_: None) as url:
        pass
    with (
        connect(url, "team", TEAM.seed, patience=HASTY) as connection,
        pytest.raises(Refused, match=r"http://127.0.0.1:\d+: expected an answer, got: Connect"),
    ):
        push(connection, parcel(TEAM, "mandator"))


def test_what_fails_on_the_way_is_tried_again() -> None:
    """A server that hangs up and is busy before it answers gets the parcel all the same."""
    data, seen = parcel(TEAM, "mandator"), []
    name = decode_parcel(data).header.parcel
    kept = {"parcel": name, "state": "stored", "digest": sha256(data).hexdigest()}
    replies: list[Reply] = [None, (503, {"Retry-After": "0"}, b""), (429, {}, b""), as_json(kept)]

    def script(method: str, _: str, body: bytes) -> Reply:
        if method == "POST":
            return None
        seen.append(body)
        return replies[len(seen) - 1]

    patience = Patience(tries=5, first_wait_s=0.01)
    with scripted(script) as url, connect(url, "team", TEAM.seed, patience=patience) as connection:
        assert push(connection, data).state == "stored"
    assert seen == [data] * 4


def test_a_session_that_has_ended_is_begun_again() -> None:
    """The token is asked for once more, and only once."""
    signed = []

    def script(_: str, path: str, __: bytes) -> Reply:
        if path == "/v1/sessions":
            signed.append(path)
        if path.startswith("/v1/parcels"):
            return (401, {}, b"{}") if len(signed) < 2 else as_json({"parcels": [], "next": None})
        return None

    with scripted(script) as url, connect(url, "team", TEAM.seed, patience=HASTY) as connection:
        assert list(pull(connection)) == []
    assert len(signed) == 2


def test_a_hostile_server_gets_nowhere() -> None:
    """Answers that are long, wrong, packed, without end, or lead elsewhere are refused."""
    data = parcel(MANDATOR, "team")
    other = parcel(MANDATOR, "team", b"other")
    elsewhere = parcel(MANDATOR, "mandator")

    def lists(listed: object, sent: bytes = data) -> Script:
        def script(_: str, path: str, __: bytes) -> Reply:
            if path.startswith("/v1/parcels?"):
                return as_json(listed)
            return (200, {}, sent) if path.startswith("/v1/parcels/") else None

        return script

    def says(reply: Reply) -> Script:
        return lambda _, path, __: reply if path.startswith("/v1/parcels") else None

    cases: list[tuple[Script, str]] = [
        (lists(listing(data), other), "as it was listed"),
        (lists(listing(data, digest="0" * 64)), "as it was listed"),
        (lists(listing(data, size=10**12)), "at most"),
        (lists(listing(data, parcel="../../x")), "an answer of a message office"),
        (lists(listing(data, n=0)), "a number after 0"),
        (lists({**listing(elsewhere)}, elsewhere), "to team"),
        (lists({**listing(other, parcel="0" * 32)}, other), "expected parcel 000"),
        (lists(listing(b"" + data), data[:-1]), "as it was listed"),
        (lists({"parcels": [], "next": 0}), "at most 10,000 pages"),
        (lists({"parcels": [], "next": 7}), "to go on after 0"),
        (says((200, {}, b"x" * 2_000_001)), "at most 2,000,000 bytes"),
        (says((200, {}, b"[" * 100_000)), "an answer of a message office"),
        (says((200, {}, b"\xff\xfe")), "an answer of a message office"),
        (says((200, {"Content-Encoding": "gzip"}, b"x")), "not packed"),
        (says((302, {"Location": "http://192.0.2.1/"}, b"")), "302"),
        (says((500, {}, b"")), "expected an answer, got: 500"),
        (says((200, {"Content-Length": "999"}, b"x")), "expected an answer"),
        (says((418, {}, b'{"detail":"a\\u001b[31m b","hint":"c"}')), "418: a [31m b"),
        (says((401, {}, b"{}")), "401"),
    ]
    import parley.office.client as client

    for script, said in cases:
        with pytest.MonkeyPatch.context() as patch:
            if "pages" in said:
                patch.setattr(client, "_MOST_PAGES", 3)
                said = "at most 3 pages"
            assert said in refusal(script, pull_all), said


def test_a_server_cannot_answer_for_another_parcel() -> None:
    """What it says of a parcel must be of that parcel."""
    data = parcel(TEAM, "mandator")
    name = decode_parcel(data).header.parcel
    kept = {"parcel": name, "state": "stored", "digest": sha256(data).hexdigest()}

    def says(value: object) -> Script:
        return lambda method, _, __: as_json(value) if method in ("PUT", "DELETE") else None

    def pushed(connection: Any) -> object:
        return push(connection, data)

    assert "others" in refusal(says({**kept, "digest": "0" * 64}), pushed)
    assert "others" in refusal(says({**kept, "parcel": "0" * 32}), pushed)
    assert "something else" in refusal(says({**kept, "state": "lost"}), pushed)
    assert "expected the parcel" in refusal(
        says({"parcel": "0" * 32, "now": True}), lambda connection: acknowledge(connection, name)
    )
    assert "32 hex digits" in refusal(says({}), lambda connection: acknowledge(connection, "../x"))
    assert "parcel: expected" in refusal(says({}), lambda connection: push(connection, b"x"))


def test_a_server_that_knows_somebody_else_is_refused() -> None:
    """The post of the session must be the one that signed in."""

    def script(_: str, path: str, __: bytes) -> Reply:
        reply = as_json({"token": "t" * 43, "post": "mandator"}, 201)
        return reply if path == "/v1/sessions" else None

    assert "expected to be known there as team" in refusal(script, pull_all)


def test_nothing_secret_is_shown() -> None:
    """Neither the secret nor the token is in what a connection prints."""
    with connect("http://127.0.0.1:1", "team", TEAM.seed) as connection:
        connection.token = "a token"
        assert repr(connection) == "Connection('http://127.0.0.1:1', 'team')"


def test_tls_with_an_own_certificate(tmp_path: Path) -> None:
    """A certificate is trusted that is named, and no other; http:// to it says something wrong."""
    database = f"sqlite:///{tmp_path / 'office.db'}"
    people = admitted(database, "team", "mandator")
    team = people["team"]
    with serving(database, tmp_path, tls=True) as running:
        ours = CERTIFICATES / "certificate.pem"
        with connect(running.url, "team", team.seed, ca_file=ours) as connection:
            assert push(connection, parcel(team, "mandator")).state == "stored"
        with (
            connect(running.url, "team", team.seed, patience=HASTY) as connection,
            pytest.raises(Refused, match="certificate that is trusted"),
        ):
            push(connection, parcel(team, "mandator"))
        plain = running.url.replace("https:", "http:")
        with (
            connect(plain, "team", team.seed, patience=HASTY) as connection,
            pytest.raises(Refused, match="expected an answer"),
        ):
            push(connection, parcel(team, "mandator"))
    for wrong in (CERTIFICATES / "key.pem", tmp_path / "none.pem"):
        with (
            pytest.raises(Refused, match="certificates as PEM"),
            connect("https://127.0.0.1", "team", team.seed, ca_file=wrong),
        ):
            pass
