"""Coming in, being locked out for a while, leaving, and the reader's wishes."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from parley.kernel.errors import ParleyError
from parley.web import catalogue
from parley.web.addresses import changed, inside
from parley.web.answers import language_of_reader, refusal
from parley.web.door import csrf_of, enter, leave, lock, set_idle_lock, sign_in, unlock
from parley.web.forms import as_record, bring_form, checked
from parley.web.rendering import render_plain

if TYPE_CHECKING:
    from parley.web.workbench import Workbench

__all__ = ["add_entrance"]

_YEAR_S = 365 * 24 * 3600
_ONLY_REQUEST = Signature(
    [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)]
)


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    password: str
    back: str = "/"


@dataclass(frozen=True, slots=True)
class _Secret:
    secret: str
    back: str = "/"


@dataclass(frozen=True, slots=True)
class _Wishes:
    """The form of the reader's wishes; what it leaves out stays as it is."""

    lang: str | None = None
    theme: str | None = None
    idle_minutes: int | None = None
    pin: str = ""
    back: str = "/"


def add_entrance(app: FastAPI, bench: Workbench) -> None:
    """Add the addresses that need no desk."""
    routes: tuple[tuple[str, str, Any], ...] = (
        ("GET", "/open", _open),
        ("GET", "/sign-in", _ask_name),
        ("POST", "/sign-in", _sign_in),
        ("GET", "/locked", _ask_secret),
        ("POST", "/unlock", _unlock),
        ("POST", "/lock", _lock),
        ("POST", "/leave", _leave),
        ("POST", "/preferences", _wishes),
    )
    for method, address, answer in routes:

        async def route(request: Request, answer: Any = answer) -> Response:
            made: Response = await answer(bench, request)
            return made

        # FastAPI reads a default as a field of the address; here it only holds the function
        route.__signature__ = _ONLY_REQUEST  # type: ignore[attr-defined]
        app.add_api_route(
            address, route, methods=[method], include_in_schema=False, response_model=None
        )


def _let_in(bench: Workbench, cookie: str, to: str) -> Response:
    answer = RedirectResponse(to, 303)
    answer.set_cookie(
        bench.cookie, cookie, httponly=True, samesite="strict", secure=bench.secure, path="/"
    )
    return answer


async def _open(bench: Workbench, request: Request) -> Response:
    """Exchange the token of a link for a session, once."""
    token = request.query_params.get("token", "")
    cookie = enter(bench.door, token) if bench.door.users is None else None
    if cookie is None:
        if request.state.session is not None:  # a page that is open already, opened once more
            return RedirectResponse("/", 303)
        return refusal(bench, request, 403, "plain.link")
    return _let_in(bench, cookie, inside(request.query_params.get("to")))


def _plain(request: Request, template: str, status: int = 200, **parts: Any) -> Response:
    return HTMLResponse(render_plain(template, language_of_reader(request), **parts), status)


async def _ask_name(bench: Workbench, request: Request) -> Response:
    if bench.door.users is None:
        return refusal(bench, request, 401, "plain.session")
    back = inside(request.query_params.get("back"))
    return _plain(request, "sign-in.html", fault=None, back=back, name="")


async def _sign_in(bench: Workbench, request: Request) -> Response:
    given: dict[str, list[Any]] = {}
    try:
        given = await bring_form(request)
        form = as_record(given, _Name)
        cookie = await run_in_threadpool(sign_in, bench.door, form.name, form.password)
    except ParleyError as error:
        name = given.get("name", [""])[-1]
        return _plain(request, "sign-in.html", 401, fault=str(error), back="/", name=name)
    return _let_in(bench, cookie, inside(form.back))


async def _ask_secret(bench: Workbench, request: Request) -> Response:
    back = inside(request.query_params.get("back"))
    if not request.state.session.locked:
        return RedirectResponse(back, 303)
    csrf = csrf_of(bench.door, request.state.cookie)
    return _plain(request, "locked.html", fault=None, back=back, csrf=csrf)


async def _checked(bench: Workbench, request: Request) -> dict[str, list[Any]] | None:
    """A form that comes from a page of this session; None for any other."""
    given = await bring_form(request)
    sent = request.headers.get("x-parley-csrf")
    return given if checked(bench.door, request.state.cookie, given, sent) else None


async def _unlock(bench: Workbench, request: Request) -> Response:
    given = await _checked(bench, request)
    if given is None:
        return refusal(bench, request, 403, "plain.form")
    form = as_record(given, _Secret)
    door, cookie, session = bench.door, request.state.cookie, request.state.session
    if await run_in_threadpool(unlock, door, cookie, session, form.secret):
        return RedirectResponse(inside(form.back), 303)
    fault = catalogue.text(language_of_reader(request), "plain.wrong")
    csrf = csrf_of(door, cookie)
    return _plain(request, "locked.html", 401, fault=fault, back=inside(form.back), csrf=csrf)


async def _lock(bench: Workbench, request: Request) -> Response:
    if await _checked(bench, request) is None:
        return refusal(bench, request, 403, "plain.form")
    try:
        lock(request.state.session)
    except ParleyError:
        return RedirectResponse("/settings?said=settings.no_pin", 303)
    return RedirectResponse("/locked", 303)


async def _leave(bench: Workbench, request: Request) -> Response:
    if await _checked(bench, request) is None:
        return refusal(bench, request, 403, "plain.form")
    leave(bench.door, request.state.cookie)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(bench.cookie, path="/")
    return answer


async def _wishes(bench: Workbench, request: Request) -> Response:
    given = await _checked(bench, request)
    if given is None:
        return refusal(bench, request, 403, "plain.form")
    form = as_record(given, _Wishes)
    path, _, query = inside(form.back).partition("?")
    said = "shell.saved" if form.idle_minutes is not None else None
    if form.idle_minutes is not None:
        try:
            session = request.state.session
            await run_in_threadpool(set_idle_lock, session, form.idle_minutes, form.pin)
        except ParleyError:
            said = "settings.no_pin"
    answer = RedirectResponse(changed(path, query, {"said": said}), 303)
    for name, value, allowed in (
        ("parley-lang", form.lang, tuple(catalogue.LANGUAGES)),
        ("parley-theme", form.theme, ("auto", "light", "dark")),
    ):
        if value in allowed and value is not None:
            answer.set_cookie(name, value, max_age=_YEAR_S, samesite="strict", secure=bench.secure)
    return answer
