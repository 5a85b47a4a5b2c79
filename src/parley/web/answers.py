"""Answers: pages, refusals and faults, each in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from parley.kernel.errors import ParleyError, Refused
from parley.web import catalogue
from parley.web.context import Scene
from parley.web.desk import Asked, Desk
from parley.web.door import csrf_of
from parley.web.registry import Page
from parley.web.rendering import render, render_plain
from parley.web.viewing import desk_for
from parley.web.workbench import Workbench, report_defect

__all__ = [
    "add_faults",
    "asked_of",
    "desk_of",
    "fault_page",
    "language_of_reader",
    "page_answer",
    "refusal",
    "scene_of",
    "told",
]

_PROGRAMS = ("/api/", "/events", "/static/")  # addresses that people do not look at


def asked_of(request: Request) -> Asked:
    """Return the viewpoint in the address of a request."""
    fields = request.query_params
    return Asked(
        fields.get("for"), fields.get("as-of"), fields.get("known-as-of"), fields.get("zone")
    )


def desk_of(bench: Workbench, request: Request, asked: Asked) -> Desk:
    """Return the desk of a request; raises what `desk_for` raises."""
    return desk_for(bench, asked, request.state.session.visitor)


def language_of_reader(request: Request) -> str:
    """Return the language of the interface that a reader wants."""
    accepted = request.headers.get("accept-language", "")
    return catalogue.preferred(request.cookies.get("parley-lang"), accepted)


def scene_of(
    bench: Workbench,
    request: Request,
    fault: str | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Scene:
    """Return what surrounds a page, by the reader's wishes.

    Parameters:
        fault: what is wrong with what was just tried.
        typed: what was typed then.
    """
    theme, said = request.cookies.get("parley-theme"), request.query_params.get("said")
    path = request.url.path
    return Scene(
        path=path if request.method == "GET" else path.rpartition("/")[0] or "/",
        query=request.url.query,
        language=language_of_reader(request),
        theme=theme if theme in ("light", "dark") else "auto",
        hidden=request.cookies.get("parley-hide") == "1",
        csrf=csrf_of(bench.door, request.state.cookie),
        said=said if said in catalogue.words("en") else None,
        fault=fault,
        typed=typed or {},
        idle_minutes=request.state.session.idle_minutes,
    )


def page_answer(page: Page, desk: Desk, data: Any, scene: Scene, status: int = 200) -> HTMLResponse:
    """Return a page as an answer."""
    return HTMLResponse(render(page, desk, data, scene), status)


_FAULT = Page("fault", "/fault", lambda desk: None, template="fault.html")


def fault_page(bench: Workbench, request: Request, error: ParleyError) -> Response:
    """Return a page that says what the user can mend, with everything around it to go on."""
    desk = desk_for(bench, Asked(), request.state.session.visitor)
    scene = scene_of(bench, request)
    return page_answer(_FAULT, desk, error, scene, 404 if isinstance(error, Refused) else 400)


def told(message: str, hint: str | None, status: int) -> JSONResponse:
    """Return a fault as JSON."""
    return JSONResponse({"error": {"message": message, "hint": hint}}, status)


def refusal(bench: Workbench, request: Request, status: int, why: str) -> Response:
    """Return what is answered instead of a page: never a word of the dossier.

    Parameters:
        why: a key of the catalogue.
    """
    language, path = language_of_reader(request), request.url.path
    message = catalogue.text(language, why)
    if path.startswith(_PROGRAMS):
        return told(message, None, status)
    back = quote(path + (f"?{request.url.query}" if request.url.query else ""), safe="")
    if status == 423:
        return RedirectResponse(f"/locked?back={back}", 303)
    if status == 401 and bench.door.users is not None:
        return RedirectResponse(f"/sign-in?back={back}", 303)
    return HTMLResponse(render_plain("refused.html", language, message=message, hint=None), status)


def add_faults(app: FastAPI) -> None:
    """Let an application answer every fault in words: no traceback reaches anybody."""

    def say(request: Request, message: str, hint: str | None, status: int) -> Response:
        if request.url.path.startswith(_PROGRAMS):
            return told(message, hint, status)
        language = language_of_reader(request)
        return HTMLResponse(
            render_plain("refused.html", language, message=message, hint=hint), status
        )

    def mendable(request: Request, error: Exception) -> Response:
        message, hint = getattr(error, "message", str(error)), getattr(error, "hint", None)
        return say(request, message, hint, 404 if isinstance(error, Refused) else 400)

    def invalid(request: Request, error: Exception) -> Response:
        faults = error.errors() if isinstance(error, RequestValidationError) else []
        words = "; ".join(f"{one['loc'][-1]}: {one['msg'].lower()}" for one in faults)
        return say(request, words, None, 422)

    def unknown(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        key = {404: "plain.missing", 405: "plain.method"}.get(status, "plain.fault")
        return say(request, catalogue.text(language_of_reader(request), key), None, status)

    def cut_off(request: Request, error: Exception) -> Response:
        return say(request, catalogue.text(language_of_reader(request), "plain.size"), None, 413)

    def defect(request: Request, error: Exception) -> Response:
        report_defect(error)
        return say(request, catalogue.text(language_of_reader(request), "plain.fault"), None, 500)

    app.add_exception_handler(ParleyError, mendable)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, unknown)
    app.add_exception_handler(ClientDisconnect, cut_off)
    app.add_exception_handler(Exception, defect)
