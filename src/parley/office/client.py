"""How an office uses a server: it brings its parcels, and fetches those that wait for it.

Every step can be done again without harm, so what fails on the way is tried again a few times. The
server is not trusted: what it answers is bounded, checked, and never a reason to go elsewhere.
"""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TypeAlias, TypeVar

import msgspec
from msgspec import Meta, Struct

from parley.cables.messages.container import MOST_PARCEL, decode_parcel
from parley.cables.primitives.signing import public_key, sign
from parley.kernel.errors import Refused, quoted
from parley.kernel.extras import how_to_install
from parley.office.sign_in import challenge_statement, dialled

if TYPE_CHECKING:
    import httpx

__all__ = [
    "Connection",
    "Patience",
    "Pulled",
    "Pushed",
    "acknowledge",
    "connect",
    "pull",
    "push",
]

_MOST_TEXT = 2_000_000
_PAGE = 100
_MOST_PAGES = 10_000
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})

Hex32: TypeAlias = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
ParcelName: TypeAlias = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Words: TypeAlias = Annotated[str, Meta(max_length=2_000)]
Answered = TypeVar("Answered", bound=Struct)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the client waits, in seconds, and how often it tries.

    Parameters:
        connect_s: for a connection; read_s: for the next bytes; whole_s: for a whole answer.
        first_wait_s: before the second try; each wait is about twice the one before, at most
            `longest_wait_s`.
    """

    connect_s: float = 10
    read_s: float = 60
    whole_s: float = 900
    tries: int = 5
    first_wait_s: float = 0.5
    longest_wait_s: float = 20


@dataclass(slots=True)
class Connection:
    """A server, as a post uses it.

    Parameters:
        name: of the server, `HOST:PORT`, as it was dialled.
        post, key, seed: who signs in; the seed is the secret of the key.
        token: of the session, once there is one.
    """

    http: httpx.Client
    root: str
    name: str
    post: str
    key: bytes
    seed: bytes
    patience: Patience
    token: str | None = None

    def __repr__(self) -> str:
        return f"Connection({self.root!r}, {self.post!r})"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a parcel: stored now, waiting from before, or taken by its recipient."""

    parcel: str
    state: Literal["stored", "waiting", "taken"]


@dataclass(frozen=True, slots=True)
class Pulled:
    """A parcel that waits; `sender` and `serial` are from its header.

    Parameters:
        data: the bytes of the `.cable` file.
    """

    parcel: str
    sender: str
    serial: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _Ask:
    """One request.

    Parameters:
        most: bytes of the answer.
    """

    method: str
    path: str
    content: bytes | None = None
    most: int = _MOST_TEXT


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    wait: float | None


class _Challenge(Struct):
    challenge: Annotated[str, Meta(pattern="^[0-9A-Za-z_-]{1,200}$")]


class _Session(Struct):
    token: Annotated[str, Meta(pattern="^[0-9A-Za-z_-]{16,200}$")]
    post: Annotated[str, Meta(max_length=200)]


class _Kept(Struct):
    parcel: ParcelName
    state: Literal["stored", "waiting", "taken"]
    digest: Hex32


class _Listed(Struct):
    n: Count
    parcel: ParcelName
    size: Count
    digest: Hex32


class _List(Struct):
    parcels: Annotated[list[_Listed], Meta(max_length=_PAGE)]
    next: Count | None


class _Taken(Struct):
    parcel: ParcelName
    now: bool


class _Problem(Struct):
    detail: Words
    hint: Words = ""


class _Away(Exception):
    """The server did not answer, or asked to be left alone for a while."""

    def __init__(self, told: str, wait: float | None = None) -> None:
        super().__init__(told)
        self.wait = wait


@contextmanager
def connect(
    url: str,
    post: str,
    seed: bytes,
    *,
    ca_file: Path | None = None,
    patience: Patience = Patience(),
) -> Iterator[Connection]:
    """Prepare to use a server; the first request signs in.

    Parameters:
        url: `https://HOST[:PORT]`; `http://` on this machine alone.
        seed: the secret of the post's signing key.
        ca_file: certificates (PEM) that alone are trusted, instead of the public ones.

    Raises Refused for another URL, a file that holds no certificates, and where httpx is missing.
    """
    root, name, here = dialled(url)
    if root.startswith("http:") and not here:
        raise Refused(
            f"server: expected https:// for a server beyond this machine, got {quoted(url)}",
            hint="write https://; who reads the line would see which posts write to each other",
        )
    try:
        import httpx
    except ImportError:
        raise Refused(
            "server: expected the parts that speak to a server, they are not installed",
            hint=how_to_install("office"),
        ) from None
    limit = httpx.Timeout(patience.read_s, connect=patience.connect_s)
    with httpx.Client(
        verify=_trusted(ca_file),
        trust_env=False,  # no proxy, no password file: nothing but what was asked for
        timeout=limit,
        follow_redirects=False,
        headers={"accept-encoding": "identity", "user-agent": "parley"},
    ) as http:
        yield Connection(http, root, name, post, public_key(seed), seed, patience)


def push(connection: Connection, data: bytes) -> Pushed:
    """Bring a parcel to the server; the same again changes nothing.

    Parameters:
        data: the bytes of the `.cable` file.

    Raises Refused for bytes that are no parcel, and where the server does not take it.
    """
    name = decode_parcel(data).header.parcel
    answer = _ask(connection, _Ask("PUT", f"/v1/parcels/{name}", data))
    if answer.status not in (200, 201):
        _refuse(connection, answer, f"parcel {name}")
    kept = _decoded(connection, answer, _Kept)
    if kept.parcel != name or kept.digest != sha256(data).hexdigest():
        _distrust(connection, "the name and digest of the parcel that was sent", "others")
    return Pushed(name, kept.state)


def pull(connection: Connection, *, skip: Collection[str] = ()) -> Iterator[Pulled]:
    """Fetch what waits for the post, one by one, in the order in which it came.

    A parcel goes on waiting until it is acknowledged.

    Parameters:
        skip: names of parcels that are not wanted.

    Raises Refused where the server is away or sends what it should not; the message names the
    parcel, if it is about one.
    """
    after = 0
    for _ in range(_MOST_PAGES):
        answer = _ask(connection, _Ask("GET", f"/v1/parcels?after={after}&limit={_PAGE}"))
        if answer.status != 200:
            _refuse(connection, answer, "list of parcels")
        page = _decoded(connection, answer, _List)
        for one in page.parcels:
            if one.n <= after:
                _distrust(connection, f"a number after {after:,}", f"{one.n:,}")
            after = one.n
            if one.parcel not in skip:
                found = _fetch(connection, one)
                if found is not None:
                    yield found
        if page.next is None:
            return
        if page.next != after:
            _distrust(connection, f"to go on after {after:,}", f"{page.next:,}")
    _distrust(connection, f"at most {_MOST_PAGES:,} pages of parcels", "more")


def acknowledge(connection: Connection, parcel: str) -> bool:
    """Tell the server that a parcel is safe here: it drops its bytes.

    Returns whether it waited until now; False where it was taken before, or there is none.
    """
    if len(parcel) != 32 or not set(parcel) <= set("0123456789abcdef"):
        raise Refused(
            f"parcel: expected a name of 32 hex digits, got {quoted(parcel)}",
            hint="give the name that stands on the parcel",
        )
    answer = _ask(connection, _Ask("DELETE", f"/v1/parcels/{parcel}"))
    if answer.status == 404:
        return False
    if answer.status != 200:
        _refuse(connection, answer, f"parcel {parcel}")
    taken = _decoded(connection, answer, _Taken)
    if taken.parcel != parcel:
        _distrust(connection, f"the parcel {parcel}", taken.parcel)
    return taken.now


def _fetch(connection: Connection, listed: _Listed) -> Pulled | None:
    """Fetch one parcel; None where somebody has taken it since it was listed."""
    if listed.size > MOST_PARCEL:
        _distrust(
            connection,
            f"parcel {listed.parcel} to have at most {MOST_PARCEL:,} bytes",
            f"{listed.size:,}",
        )
    answer = _ask(connection, _Ask("GET", f"/v1/parcels/{listed.parcel}", most=MOST_PARCEL))
    if answer.status == 404:
        return None
    if answer.status != 200:
        _refuse(connection, answer, f"parcel {listed.parcel}")
    if len(answer.body) != listed.size or sha256(answer.body).hexdigest() != listed.digest:
        _distrust(connection, f"parcel {listed.parcel} as it was listed", "other bytes")
    try:
        header = decode_parcel(answer.body).header
    except Refused as error:
        raise Refused(
            f"{connection.root}: parcel {listed.parcel}: {error.message}", hint=error.hint
        ) from None
    if (header.parcel, header.to) != (listed.parcel, connection.post):
        _distrust(
            connection,
            f"parcel {listed.parcel}, to {connection.post}",
            f"parcel {header.parcel}, to {quoted(header.to)}",
        )
    return Pulled(header.parcel, header.sender, header.serial, answer.body)


def _ask(connection: Connection, ask: _Ask) -> _Answer:
    """Ask as somebody who is signed in; a session that has ended is begun again."""

    def signed() -> _Answer:
        if connection.token is None:
            _sign_in(connection)
        return _once(connection, ask)

    answer = _patiently(connection, signed)
    if answer.status != 401:
        return answer
    connection.token = None
    return _patiently(connection, signed)


def _sign_in(connection: Connection) -> None:
    """Begin a session: ask for a challenge, sign it with the server's name as it was dialled."""
    key, name = connection.key.hex(), connection.name
    asked = msgspec.json.encode({"key": key, "server": name})
    answer = _once(connection, _Ask("POST", "/v1/challenges", asked))
    if answer.status != 201:
        _refuse(connection, answer, f"sign-in of {connection.post}")
    challenge = _decoded(connection, answer, _Challenge).challenge
    statement = challenge_statement(challenge, connection.key, name)
    signature = sign(connection.seed, statement).hex()
    told = {"challenge": challenge, "key": key, "server": name, "signature": signature}
    answer = _once(connection, _Ask("POST", "/v1/sessions", msgspec.json.encode(told)))
    if answer.status == 401:
        raise Refused(
            f"{connection.root}: expected to be let in as {connection.post}, was not",
            hint="ask whoever runs the server to admit your card; a revoked key is not let in",
        )
    if answer.status != 201:
        _refuse(connection, answer, f"sign-in of {connection.post}")
    session = _decoded(connection, answer, _Session)
    if session.post != connection.post:
        raise Refused(
            f"{connection.root}: expected to be known there as {connection.post}, got "
            f"{quoted(session.post)}",
            hint="ask whoever runs the server to admit the card under its own name",
        )
    connection.token = session.token


def _patiently(connection: Connection, attempt: Callable[[], _Answer]) -> _Answer:
    """Try until there is an answer; raises Refused where the server stays away."""
    patience, wait, away = connection.patience, connection.patience.first_wait_s, _Away("")
    for number in range(patience.tries):
        if number:
            told = away.wait if away.wait is not None else wait * random.uniform(0.75, 1.25)
            time.sleep(min(told, patience.longest_wait_s))
            wait *= 2
        try:
            return attempt()
        except _Away as error:
            away = error
    raise Refused(
        f"{connection.root}: expected an answer, got: {away}",
        hint="look at the address and the line, and try again later; or send the .cable file "
        "another way",
    )


def _once(connection: Connection, ask: _Ask) -> _Answer:
    """Send one request and read its answer, bounded; raises _Away where it may be tried again."""
    import httpx

    headers = {}
    if connection.token is not None:
        headers["authorization"] = f"Bearer {connection.token}"
    if ask.content is not None:
        octets = ask.method == "PUT"
        headers["content-type"] = "application/octet-stream" if octets else "application/json"
    try:
        with connection.http.stream(
            ask.method, connection.root + ask.path, content=ask.content, headers=headers
        ) as response:
            answer = _read(connection, ask, response)
    except httpx.TransportError as error:
        if isinstance(error.__cause__ or error.__context__, ssl.SSLCertVerificationError) or (
            "CERTIFICATE_VERIFY_FAILED" in str(error)
        ):
            _refuse_certificate(connection, error)
        connection.token = None if ask.method == "PUT" else connection.token
        raise _Away(_what(error)) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        _distrust(connection, "an answer in HTTP", type(error).__name__)
    if answer.status in _AGAIN:
        raise _Away(f"{answer.status} {_told(answer)[0]}", answer.wait)
    return answer


def _read(connection: Connection, ask: _Ask, response: Any) -> _Answer:
    if response.headers.get("content-encoding", "identity") != "identity":
        _distrust(connection, "an answer that is not packed", "one that is")
    most = ask.most if response.status_code < 400 else _MOST_TEXT
    end = time.monotonic() + connection.patience.whole_s
    data = bytearray()
    for piece in response.iter_raw():
        data += piece
        if len(data) > most:
            _distrust(connection, f"an answer of at most {most:,} bytes", "a longer one")
        if time.monotonic() > end:
            raise _Away("an answer that takes too long")
    asked = response.headers.get("retry-after", "")
    wait = float(asked) if asked.isdecimal() and len(asked) < 6 else None
    return _Answer(response.status_code, bytes(data), wait)


def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    import httpx

    if ca_file is None:
        return httpx.create_ssl_context(trust_env=False)
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # a fault of TLS is one, too
        raise Refused(
            f"{ca_file}: expected certificates as PEM, got: {error.strerror or error}",
            hint="ask whoever runs the server for its certificate",
        ) from None


def _decoded(connection: Connection, answer: _Answer, kind: type[Answered]) -> Answered:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        _distrust(connection, "an answer of a message office", "something else")


def _refuse(connection: Connection, answer: _Answer, about: str) -> NoReturn:
    detail, hint = _told(answer)
    raise Refused(
        f"{connection.root}: {about}: {answer.status}: {detail}",
        hint=hint or "look at the address of the server, and ask whoever runs it",
    )


def _told(answer: _Answer) -> tuple[str, str]:
    """Return what a server says is wrong, and its hint, fit to be shown."""
    try:
        problem = msgspec.json.decode(answer.body, type=_Problem)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "an answer of no message office", ""
    return _shown(problem.detail), _shown(problem.hint)


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)[:400]


def _distrust(connection: Connection, expected: str, got: str) -> NoReturn:
    raise Refused(
        f"{connection.root}: expected {expected}, got {got}",
        hint="look at the address: it is no message office, or one that is not in order",
    )


def _refuse_certificate(connection: Connection, error: Exception) -> NoReturn:
    raise Refused(
        f"{connection.root}: expected a certificate that is trusted, got another: "
        f"{_shown(str(error))}",
        hint="ask whoever runs the server for its certificate, and name the file; do not go on "
        "without",
    )


def _what(error: Exception) -> str:
    return f"{type(error).__name__}: {_shown(str(error))}" if str(error) else type(error).__name__
