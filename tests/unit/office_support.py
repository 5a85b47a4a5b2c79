"""A real server in a process of its own, for the tests of the message office's server."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import httpx

from parley.cables.messages.container import (
    Route,
    encode_parcel,
    make_parcel,
    new_parcel_name,
)
from parley.cables.primitives.signing import new_seed, public_key, sign
from parley.office.limits import Limits, Rate
from parley.office.members import admit
from parley.office.sign_in import challenge_statement, dialled
from parley.office.storage import open_storage, writing

CERTIFICATES = Path(__file__).parent / "office_certificate"
#: Seconds in which what must come has come, also on a machine that is slow and busy.
MOST_S = 60
PLENTY = Rate(100_000, 100_000)
#: Limits that no test meets by accident.
WIDE = replace(Limits(), by_address=PLENTY, by_key=PLENTY, sign_ins=PLENTY, connections_of_one=200)

_SERVE = """\
import json, sys
from pathlib import Path
from parley.office.limits import Limits, Rate
from parley.office.serving import Place, serve
given = json.loads(sys.argv[1])
limits = {k: Rate(**v) if isinstance(v, dict) else v for k, v in given["limits"].items()}
files = [Path(one) if one else None for one in given["tls"]]
serve(given["url"], Place("127.0.0.1", given["port"], (), *files), Limits(**limits),
      log_level="info", ready=lambda url: print(url, flush=True))
"""


@dataclass(frozen=True)
class Running:
    """A server that runs.

    Parameters:
        url: where; database: of what; log: the file of what it wrote to standard error.
    """

    url: str
    database: str
    log: Path
    process: subprocess.Popen[str]

    @property
    def name(self) -> str:
        """How it is called in what is signed."""
        return dialled(self.url)[1]

    @property
    def address(self) -> tuple[str, int]:
        """Where a socket dials it."""
        host, _, port = self.name.rpartition(":")
        return host, int(port)


@dataclass(frozen=True)
class Person:
    """A post with its secret."""

    post: str
    seed: bytes = field(default_factory=new_seed)

    @property
    def key(self) -> str:
        """Its public key, in hex."""
        return public_key(self.seed).hex()


def admitted(database: str, *posts: str) -> dict[str, Person]:
    """Make people, and let them in."""
    people = {post: Person(post) for post in posts}
    with open_storage(database, create=True) as storage, writing(storage) as connection:
        for one in people.values():
            admit(connection, one.post, one.key, "made up")
    return people


@contextmanager
def serving(
    database: str, folder: Path, limits: Limits = WIDE, *, port: int = 0, tls: bool = False
) -> Iterator[Running]:
    """Run a server in a process of its own, until the end of the block."""
    names = ("certificate.pem", "key.pem")
    files = [str(CERTIFICATES / one) if tls else None for one in names]
    given = {
        "url": database,
        "limits": asdict(limits),
        "port": port,
        "tls": files,
    }
    log = folder / "office.log"
    with log.open("a") as stream:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", _SERVE, json.dumps(given)],
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
        )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, log.read_text()
        yield Running(url, database, log, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(MOST_S)
        assert process.stdout is not None
        process.stdout.close()


def parcel(sender: Person, to: str, letter: bytes = b"sealed letter", **more: object) -> bytes:
    """Return the bytes of a parcel; `copy`, `serial` and `name` may be given."""
    name, serial, copy = more.get("name"), more.get("serial", 1), more.get("copy", b"sealed copy")
    assert isinstance(serial, int) and (copy is None or isinstance(copy, bytes))
    route = Route(str(name) if name else new_parcel_name(), sender.post, to, serial)
    return encode_parcel(make_parcel(route, sender.seed, letter, copy))


def challenge_of(url: str, person: Person, name: str) -> str:
    """Ask a server for a challenge."""
    got = httpx.post(f"{url}/v1/challenges", json={"key": person.key, "server": name})
    assert got.status_code == 201, got.text
    challenge: str = got.json()["challenge"]
    return challenge


def answer_to(challenge: str, person: Person, name: str) -> dict[str, str]:
    """Sign a challenge."""
    statement = challenge_statement(challenge, bytes.fromhex(person.key), name)
    signature = sign(person.seed, statement).hex()
    return {"challenge": challenge, "key": person.key, "server": name, "signature": signature}


def token_of(running: Running, person: Person) -> str:
    """Sign in by hand."""
    answer = answer_to(challenge_of(running.url, person, running.name), person, running.name)
    got = httpx.post(f"{running.url}/v1/sessions", json=answer)
    assert got.status_code == 201, got.text
    token: str = got.json()["token"]
    return token


def bearer(running: Running, person: Person) -> dict[str, str]:
    """Sign in by hand; the headers of a session."""
    return {"Authorization": f"Bearer {token_of(running, person)}"}


def spoken(running: Running, said: bytes, wait: float = MOST_S) -> bytes:
    """Send bytes as they are, and return all that comes back until the server hangs up."""
    with socket.create_connection(running.address, timeout=wait) as line:
        with suppress(ConnectionError):
            line.sendall(said)
        return heard(line)


def heard(line: socket.socket) -> bytes:
    """Return all that comes until the other end hangs up."""
    got = b""
    with suppress(ConnectionError):
        while piece := line.recv(65_536):
            got += piece
    return got


def request(method: str, path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """Return the first part of a request that asks to hang up after the answer."""
    lines = [f"{method} {path} HTTP/1.1", "Host: office", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode()


def status_of(answer: bytes) -> int:
    """Return the status of an answer."""
    return int(answer.split(b" ", 2)[1])


Result = TypeVar("Result")


def finished(work: Coroutine[object, object, Result]) -> Result:
    """Run a coroutine to its end, in a thread: a browser's own loop may be running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
