"""What a server takes and answers, as its OpenAPI document describes it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "TIME",
    "Challenge",
    "ChallengeAsked",
    "Health",
    "List",
    "Listed",
    "ParcelKept",
    "ParcelName",
    "SessionAsked",
    "SessionBegun",
    "Taken",
]

_PARCEL = "^[0-9a-f]{32}$"
#: The form of a time.
TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"

ParcelName: TypeAlias = Annotated[
    str, Field(pattern=_PARCEL, description="The random name of a parcel.")
]
Key: TypeAlias = Annotated[
    str, Field(pattern="^[0-9a-f]{64}$", description="An Ed25519 public key, in hex.")
]
ServerName: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-z.:\[\]-]{1,253}:[0-9]{1,5}$",
        description="The server as the client dialled it: HOST:PORT, in small letters.",
    ),
]
Digest: TypeAlias = Annotated[
    str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the parcel's bytes, in hex.")
]
Time: TypeAlias = Annotated[
    str, Field(pattern=TIME, description="UTC, with thousandths of a second.")
]
ChallengeText: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9A-Za-z_-]{75}$", description="The challenge, as the server made it."),
]
Post: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=200, description="The name of a post.")
]
Place: TypeAlias = Annotated[
    int, Field(ge=1, le=2**53 - 1, description="Its place in what came, from 1.")
]
Size: TypeAlias = Annotated[int, Field(ge=1, description="In bytes.")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ChallengeAsked(_Model):
    """Who wants to sign in, at which server."""

    key: Key
    server: ServerName


class Challenge(_Model):
    """What is to be signed, once and soon."""

    challenge: ChallengeText
    server: ServerName
    expires: Time


class SessionAsked(_Model):
    """A challenge with its answer.

    The signature is over `parley challenge`, a zero byte, and the canonical JSON (RFC 8785) of
    `{"challenge": ..., "key": ..., "server": ...}`.
    """

    challenge: ChallengeText
    key: Key
    server: ServerName
    signature: Annotated[
        str, Field(pattern="^[0-9a-f]{128}$", description="Ed25519 (RFC 8032), in hex.")
    ]


class SessionBegun(_Model):
    """A token to send as `Authorization: Bearer TOKEN`."""

    token: Annotated[
        str, Field(pattern="^[0-9A-Za-z_-]{43}$", description="Known to the client alone.")
    ]
    post: Post
    expires: Time


class ParcelKept(_Model):
    """What became of a parcel: stored now, waiting from before, or taken by its recipient."""

    parcel: ParcelName
    state: Annotated[Literal["stored", "waiting", "taken"], Field(description="Where it stands.")]
    digest: Digest
    size: Size
    received: Time


class Taken(_Model):
    """A parcel that its recipient has; `now` tells whether it waited until this very request."""

    parcel: ParcelName
    now: Annotated[bool, Field(description="False where it was taken before.")]


class Listed(_Model):
    """A parcel that waits; `n` grows with each that comes."""

    n: Place
    parcel: ParcelName
    sender: Post
    serial: Annotated[
        int, Field(ge=1, le=2**53 - 1, description="Its number from this sender to this post.")
    ]
    size: Size
    digest: Digest
    received: Time


class List(_Model):
    """Parcels that wait, in the order in which they came.

    `next` is what to ask for as `after` where there may be more; null where there are no more.
    """

    parcels: Annotated[list[Listed], Field(description="At most as many as were asked for.")]
    next: Annotated[Place | None, Field(description="Where to go on.")]


class Health(_Model):
    """The server runs, and reaches its database."""

    status: Annotated[Literal["ok"], Field(description="Always this.")]
    version: Annotated[str, Field(description="Of parley.")]
