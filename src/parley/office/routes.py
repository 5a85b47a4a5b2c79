"""What can be asked of a server, version 1: sign in, send, list, fetch, take."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from parley import __version__
from parley.cables.messages.container import Header, decode_parcel, is_signed_parcel, parcel_digest
from parley.kernel.errors import Refused
from parley.office import models, parcels
from parley.office.problems import KINDS, Kind, Problem, Stop
from parley.office.schema import server
from parley.office.sessions import Session, SignIn, begin_session, make_challenge
from parley.office.signed_in import Member, Moving, Running, address_of, limited, no_session
from parley.office.state import Office
from parley.office.storage import reading, writing
from parley.office.times import instant, now

__all__ = [
    "ask_challenge",
    "ask_session",
    "get_parcel",
    "health",
    "list_parcels",
    "put_parcel",
    "router",
    "take_parcel",
]

_EVERY: tuple[Kind, ...] = (
    "address-too-long",
    "failed",
    "headers-too-large",
    "not-now",
    "too-large",
    "too-many-requests",
    "too-slow",
)
_OCTETS = "application/octet-stream"
_PIECE = 65_536
_BINARY = {_OCTETS: {"schema": {"type": "string", "format": "binary"}}}


class _Octets(Response):
    media_type = _OCTETS


def _problems(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route may answer with."""
    told: dict[int | str, dict[str, Any]] = {}
    for kind in (*kinds, *_EVERY):
        status, title = KINDS[kind]
        if status in told:
            title = f"{told[status]['description']}; or: {title[0].lower()}{title[1:]}"
        told[status] = {"description": title, "model": Problem}
        if status in (429, 503):
            told[status]["headers"] = {
                "Retry-After": {
                    "description": "Seconds to wait.",
                    "schema": {"type": "string", "pattern": "^[1-9][0-9]*$"},
                }
            }
    return told


router = APIRouter(prefix="/v1")


@router.get(
    "/health",
    tags=["server"],
    summary="Is it there",
    response_description="It is",
    responses=_problems(),
)
def health(office: Running) -> models.Health:
    """Tell whether the server runs and reaches its database."""
    with reading(office.storage) as connection:
        connection.execute(select(server.c.one)).scalar_one()
    return models.Health(status="ok", version=__version__)


@router.post(
    "/challenges",
    tags=["sign in"],
    summary="Ask for a challenge",
    response_description="A challenge",
    status_code=201,
    responses=_problems("bad-request", "other-server"),
)
def ask_challenge(
    request: Request, asked: models.ChallengeAsked, office: Running
) -> models.Challenge:
    """Get a challenge for a key. Anybody gets one, so that it tells nothing of who is a member."""
    limited(office.sign_ins, address_of(request))
    _require_name(office, asked.server)
    challenge, ends = make_challenge(office.terms, asked.key, asked.server, now())
    return models.Challenge(challenge=challenge, server=asked.server, expires=instant(ends))


@router.post(
    "/sessions",
    tags=["sign in"],
    summary="Answer a challenge",
    response_description="A session",
    status_code=201,
    responses=_problems("bad-request", "not-signed-in", "other-server"),
)
def ask_session(
    request: Request, asked: models.SessionAsked, office: Running
) -> models.SessionBegun:
    """Begin a session with a signed challenge, once and before it ends."""
    limited(office.sign_ins, address_of(request))
    _require_name(office, asked.server)
    answer = SignIn(asked.challenge, asked.key, asked.server, asked.signature)
    with writing(office.storage) as connection:
        begun = begin_session(connection, office.terms, answer, now())
    if begun is None:
        raise Stop(
            "not-signed-in",
            "expected a member's signature of a challenge that has not ended and was not used",
            "ask for a new challenge; ask whoever runs the server whether your key is admitted",
        )
    token, session = begun
    return models.SessionBegun(token=token, post=session.post, expires=session.expires)


@router.put(
    "/parcels/{parcel}",
    tags=["parcels"],
    summary="Send a parcel",
    responses={
        **_problems(
            "bad-request",
            "box-full",
            "not-a-parcel",
            "not-signed-in",
            "not-yours",
            "office-full",
            "other-bytes",
        ),
        201: {"description": "Stored", "model": models.ParcelKept},
        200: {"description": "It was here before"},
    },
    openapi_extra={"requestBody": {"required": True, "content": _BINARY}},
)
async def put_parcel(
    request: Request,
    response: Response,
    parcel: Annotated[models.ParcelName, Path()],
    office: Running,
    session: Member,
    _: Moving,
) -> models.ParcelKept:
    """Store a `.cable` file for its recipient. The same again changes nothing, also once taken."""
    data = await _body(request)
    kept = await run_in_threadpool(_put, office, session, parcel, data)
    response.status_code = 201 if kept.state == "stored" else 200
    return models.ParcelKept(
        parcel=parcel,
        state=kept.state,
        digest=kept.digest,
        size=kept.size,
        received=kept.received,
    )


@router.get(
    "/parcels",
    tags=["parcels"],
    summary="List what waits",
    response_description="What waits",
    responses=_problems("bad-request", "not-signed-in"),
)
def list_parcels(
    office: Running,
    session: Member,
    after: Annotated[
        int, Query(ge=0, le=2**53 - 1, description="The `n` of the last one seen.")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 100,
) -> models.List:
    """List the parcels that wait for who asks, in the order in which they came."""
    most = min(limit, office.limits.page)
    with reading(office.storage) as connection:
        found = parcels.waiting(connection, session.post, after, most + 1)
    listed = [
        models.Listed(
            n=one.n,
            parcel=one.parcel,
            sender=one.sender,
            serial=one.serial,
            size=one.size,
            digest=one.digest,
            received=one.received,
        )
        for one in found[:most]
    ]
    return models.List(parcels=listed, next=listed[-1].n if len(found) > most else None)


@router.get(
    "/parcels/{parcel}",
    tags=["parcels"],
    summary="Fetch a parcel",
    response_class=_Octets,
    responses={
        **_problems("bad-request", "not-found", "not-signed-in"),
        200: {"description": "The bytes of the `.cable` file", "content": _BINARY},
    },
)
def get_parcel(
    parcel: Annotated[models.ParcelName, Path()], office: Running, session: Member, _: Moving
) -> Response:
    """Fetch a parcel that waits for who asks; it goes on waiting until it is taken."""
    with reading(office.storage) as connection:
        data = parcels.fetch(connection, session.post, parcel)
    if data is None:
        raise _nothing()
    length = {"Content-Length": str(len(data))}
    return StreamingResponse(_pieces(data), headers=length, media_type=_OCTETS)


@router.delete(
    "/parcels/{parcel}",
    tags=["parcels"],
    summary="Take a parcel",
    response_description="It is taken",
    responses=_problems("bad-request", "not-found", "not-signed-in"),
)
def take_parcel(
    parcel: Annotated[models.ParcelName, Path()], office: Running, session: Member
) -> models.Taken:
    """Tell that the recipient has it: its bytes are dropped, and that it came is kept."""
    with writing(office.storage) as connection:
        taken = parcels.take(connection, session.post, parcel)
    if taken is None:
        raise _nothing()
    return models.Taken(parcel=parcel, now=taken)


def _require_name(office: Office, name: str) -> None:
    if name not in office.terms.names:
        raise Stop(
            "other-server",
            "expected a name by which this server is known, got another",
            "dial it by the name that whoever runs it gave you",
        )


async def _body(request: Request) -> bytes:
    """Read the body, which the guard bounds."""
    data = bytearray()
    try:
        async for piece in request.stream():
            data += piece
    except ClientDisconnect:
        raise Stop("bad-request", "expected the whole body", "send it again") from None
    return bytes(data)


def _put(office: Office, session: Session, parcel: str, data: bytes) -> parcels.Kept:
    header = _checked(data, parcel, session)
    with writing(office.storage, alone=True) as connection:
        kept = parcels.put(connection, header, data, parcel_digest(data), office.limits)
    if isinstance(kept, parcels.Kept):
        return kept
    raise {
        "revoked": no_session(),
        "other-bytes": Stop(
            "other-bytes",
            "expected the bytes that came under this name before, got others",
            "send a new parcel, with a new name",
        ),
        "unknown-recipient": Stop(
            "not-a-parcel",
            "expected a recipient that is a member of this office, got another",
            "ask whoever runs the server to admit the recipient, or send the file another way",
        ),
        "box-full": Stop(
            "box-full",
            "expected a recipient that fetches its parcels, its box is full",
            "wait until it has fetched some, or send the file another way",
        ),
        "office-full": Stop(
            "office-full",
            "expected room for the parcel, the office has none",
            "tell whoever runs the server",
        ),
    }[kept]


def _checked(data: bytes, name: str, session: Session) -> Header:
    """Return the header of a parcel that this member may send under this name."""
    try:
        parcel = decode_parcel(data)
    except Refused as error:
        raise Stop("not-a-parcel", error.message, error.hint or "make it again") from None
    header = parcel.header
    if header.parcel != name:
        raise Stop(
            "not-a-parcel",
            f"expected the parcel {name}, got the parcel {header.parcel}",
            "send it under its own name",
        )
    if (header.sender, header.key) != (session.post, session.key):
        raise Stop(
            "not-yours",
            "expected a parcel from the post and key that are signed in, got another's",
            "sign in as its sender",
        )
    if not is_signed_parcel(parcel):
        raise Stop(
            "not-a-parcel",
            "expected a header that its key has signed, got another signature",
            "it was changed after it was made: make it again",
        )
    return header


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    """Send so much at a time as the line takes, so that who reads slowly is still on the way."""
    for at in range(0, len(data), _PIECE):
        yield data[at : at + _PIECE]


def _nothing() -> Stop:
    return Stop(
        "not-found",
        "expected the name of a parcel that waits for you",
        "GET /v1/parcels lists them",
    )
