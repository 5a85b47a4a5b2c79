"""What a server answers where it does not do what was asked: problem details (RFC 9457).

A kind of problem has one status and one title. The detail never tells what a stranger should not
know: whether a post exists, or why a sign-in failed.
"""

from __future__ import annotations

from math import ceil
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

__all__ = ["CONTENT_TYPE", "KINDS", "Kind", "Problem", "Stop", "answer_problem", "problem_of"]

CONTENT_TYPE = "application/problem+json"

Kind: TypeAlias = Literal[
    "bad-request",
    "not-signed-in",
    "not-yours",
    "not-found",
    "wrong-method",
    "too-slow",
    "other-bytes",
    "too-large",
    "address-too-long",
    "not-a-parcel",
    "other-server",
    "too-many-requests",
    "headers-too-large",
    "failed",
    "not-now",
    "box-full",
    "office-full",
]

KINDS: dict[Kind, tuple[int, str]] = {
    "bad-request": (422, "The request is not in the form that is expected"),
    "not-signed-in": (401, "Not signed in"),
    "not-yours": (403, "This is for its sender alone to do"),
    "not-found": (404, "There is nothing here for you"),
    "wrong-method": (405, "This cannot be done here"),
    "too-slow": (408, "The request did not come in time"),
    "other-bytes": (409, "Another parcel came under this name"),
    "too-large": (413, "The request is too large"),
    "address-too-long": (414, "The address is too long"),
    "not-a-parcel": (422, "This is no parcel that can be forwarded"),
    "other-server": (421, "This server is not the one that was meant"),
    "too-many-requests": (429, "Too many requests"),
    "headers-too-large": (431, "The headers are too large"),
    "failed": (500, "The server failed"),
    "not-now": (503, "The server cannot do it now"),
    "box-full": (507, "The box of the recipient is full"),
    "office-full": (507, "The office is full"),
}


class Problem(BaseModel):
    """What is wrong, and how to mend it."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(
        pattern="^urn:parley:office:[a-z-]+$", description="The kind of problem, for programs."
    )
    title: str = Field(description="The kind of problem, for people.")
    status: int = Field(ge=400, le=599, description="The status of the answer.")
    detail: str = Field(description="What was expected and what was got.")
    hint: str = Field(description="How to mend it.")


class Stop(HTTPException):
    """A request ends here with a problem.

    Parameters:
        wait: seconds after which it may be asked again.
    """

    def __init__(self, kind: Kind, detail: str, hint: str, *, wait: float | None = None) -> None:
        status, title = KINDS[kind]
        headers = {}
        if wait is not None:
            headers["Retry-After"] = str(max(1, ceil(wait)))
        if status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        super().__init__(status, detail, headers)
        self.problem = Problem(
            type=f"urn:parley:office:{kind}", title=title, status=status, detail=detail, hint=hint
        )


def answer_problem(stop: Stop) -> Response:
    """Return the answer that tells of a problem."""
    return Response(
        stop.problem.model_dump_json(), stop.status_code, stop.headers, media_type=CONTENT_TYPE
    )


def problem_of(error: HTTPException) -> Stop:
    """Return the problem that an error of the framework means."""
    if isinstance(error, Stop):
        return error
    if error.status_code == 404:
        return Stop("not-found", "expected a path of this server", "see /openapi.json for them")
    if error.status_code == 405:
        stop = Stop(
            "wrong-method",
            "expected a method that this path has",
            "see /openapi.json for what can be done here",
        )
        stop.headers = dict(error.headers or {})
        return stop
    return Stop("bad-request", "expected a body in JSON", "see /openapi.json for its form")
