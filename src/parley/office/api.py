"""The server as an application: its routes, its guard, and how it tells of what went wrong.

It is described at `/openapi.json`; there are no pages, and nothing comes from anywhere else.
"""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from sqlalchemy import exc
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from parley import __version__
from parley.office.guard import guarded
from parley.office.problems import CONTENT_TYPE, Stop, answer_problem, problem_of
from parley.office.routes import router
from parley.office.state import Office

__all__ = ["create_app", "describe", "unguarded"]

_log = logging.getLogger("parley.office")
_MOST_FAULTS = 5
#: PostgreSQL's classes of errors that pass: of the line, of a transaction that came in another's
#: way, of what is used up, of locks, and of a server that is told to end.
_AWAY = frozenset({"08", "40", "53", "55", "57"})


def create_app(office: Office) -> ASGIApp:
    """Return a server as an ASGI application."""
    return guarded(unguarded(office), office.limits, office.by_address)


def unguarded(office: Office | None = None) -> FastAPI:
    """Return the application behind the guard; without a server, only to be described."""
    app = FastAPI(
        title="parley office",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.office = office
    app.include_router(router)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(exc.SQLAlchemyError, _on_database)
    app.add_exception_handler(Exception, _on_defect)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description, with problems in their own content type."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary="Stores sealed parcels that it cannot read, until their recipients fetch them.",
            routes=app.routes,
        )
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {
                            CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
                        }
        app.openapi_schema = document
    return app.openapi_schema


def _on_http(_: Request, error: Exception) -> Response:
    http = error if isinstance(error, HTTPException) else HTTPException(400)
    return answer_problem(problem_of(http))


def _on_invalid(_: Request, error: Exception) -> Response:
    """Tell which part of a request is not in form, without what it said."""
    faults = error.errors() if isinstance(error, RequestValidationError) else ()
    told = [
        f"{'.'.join(str(part) for part in one['loc'])[:80]}: {one['msg'][:120]}"
        for one in faults[:_MOST_FAULTS]
    ]
    return answer_problem(
        Stop("bad-request", "; ".join(told) or "not in form", "see /openapi.json for the form")
    )


def _on_database(request: Request, error: Exception) -> Response:
    """Tell that the database is away; anything else it says is a defect of this server."""
    cause = getattr(error, "orig", None) or error
    fields = cause.args[0] if cause.args and isinstance(cause.args[0], dict) else {}
    code = str(fields.get("C", ""))
    _log.error("the database did not do as it should: %s %s", type(cause).__name__, code)
    away = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
    if not isinstance(error, away) and code[:2] not in _AWAY:
        return _on_defect(request, error)
    return answer_problem(
        Stop("not-now", "expected a database that answers", "ask again in a while", wait=5)
    )


def _on_defect(_: Request, __: Exception) -> Response:
    return answer_problem(
        Stop("failed", "expected to know what to do", "tell whoever runs the server when this was")
    )
