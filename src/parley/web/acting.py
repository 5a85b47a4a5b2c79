"""Forms that do something: checked, run, and followed by the page that shows what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_origin

import msgspec
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from parley.kernel.errors import ParleyError
from parley.web.addresses import changed, inside
from parley.web.answers import asked_of, desk_of, fault_page, page_answer, refusal, scene_of, told
from parley.web.api import called, fields_of, form_record
from parley.web.forms import as_record, bring_form, checked
from parley.web.keeping import reread
from parley.web.lazy_routes import add_lazily
from parley.web.workbench import is_allowed

if TYPE_CHECKING:
    from parley.web.registry import Act, Done, Page
    from parley.web.workbench import Workbench

__all__ = ["ARRIVED", "add_act", "lead_back"]

#: A cookie for the script, which says nothing but that a form was taken.
ARRIVED = "parley-arrived"


def add_act(app: FastAPI, bench: Workbench, page: Page, name: str, act: Act) -> None:
    """Add the two addresses of a form: beside its page, and in the API, where it answers in JSON.

    Parameters:
        name: the last part of the address.
    """
    record = form_record(act)

    async def posted(request: Request) -> Response:
        try:
            given = await bring_form(request)
        except ParleyError as error:
            return told(error.message, error.hint, 422)
        sent = request.headers.get("x-parley-csrf")
        if not checked(bench.door, request.state.cookie, given, sent):
            return refusal(bench, request, 403, "plain.form")
        if not is_allowed(bench, request.state.session.visitor, act.right):
            return refusal(bench, request, 403, "plain.right")
        return await run_in_threadpool(_answer, bench, request, (page, act), (given, record))

    own = page.address.rstrip("/")
    how: dict[str, Any] = {"methods": ["POST"], "response_model": None}
    add_lazily(app, f"{own}/{name}", posted, include_in_schema=False, **how)
    add_lazily(
        app,
        f"/api{own or '/' + page.name}/{name}",
        posted,
        **how,
        operation_id=f"{page.name}-{name}",
        summary=(act.run.__doc__ or name).strip().partition("\n")[0],
    )


def lead_back(app: FastAPI, page: Page) -> None:
    """Lead whoever loads a page again that a form brought to the form's own page.

    To be called when all pages are there: one that has such an address goes first.
    """
    for name in page.acts:
        app.add_route(f"{page.address.rstrip('/')}/{name}", _to_page, methods=["GET"])


def _to_page(request: Request) -> Response:
    path = request.url.path.rpartition("/")[0] or "/"
    return RedirectResponse(path + (f"?{request.url.query}" if request.url.query else ""), 303)


def _answer(
    bench: Workbench,
    request: Request,
    what: tuple[Page, Act],
    form: tuple[Mapping[str, list[Any]], type[Any]],
) -> Response:
    page, act = what
    given, record = form
    in_api = request.url.path.startswith("/api/")
    try:
        done = _run(bench, request, act, as_record(_with_path(request, given), record))
    except ParleyError as error:
        return (
            told(error.message, error.hint, 422)
            if in_api
            else _again(bench, request, page, (given, error))
        )
    if in_api:
        return JSONResponse({"to": done.to, "say": done.say})
    answer = RedirectResponse(_next(done), status_code=303)
    # tells the script that what was typed has arrived, so that the browser's draft may go
    answer.set_cookie(ARRIVED, "1", max_age=60, samesite="strict", secure=bench.secure)
    return answer


def _with_path(request: Request, given: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {**given, **{key: [value] for key, value in request.path_params.items()}}


def _run(bench: Workbench, request: Request, act: Act, form: Any) -> Done:
    desk = desk_of(bench, request, asked_of(request))
    with bench.kept.working:
        done = act.run(desk, form)
    reread(bench.kept)  # so that the next page already has what was written
    return done


def _next(done: Done) -> str:
    address, _, place = inside(done.to).partition("#")
    path, _, query = address.partition("?")
    if done.say:
        address = changed(path, query, {"said": done.say})
    return address + (f"#{place}" if place else "")


def _asked(page: Page, request: Request) -> dict[str, Any]:
    """The page's own fields in the address that the form was sent to."""
    found: dict[str, Any] = {}
    for name, kind, _ in fields_of(page.data):
        values = request.query_params.getlist(name)
        if not values:
            continue
        try:
            several = get_origin(kind) is tuple
            found[name] = msgspec.convert(values if several else values[-1], kind, strict=False)
        except msgspec.ValidationError:
            continue
    return found


def _again(
    bench: Workbench,
    request: Request,
    page: Page,
    tried: tuple[Mapping[str, list[Any]], ParleyError],
) -> Response:
    """The page once more, with what was typed and what is wrong with it."""
    given, error = tried
    typed = {key: value[-1] if len(value) == 1 else value for key, value in given.items()}
    try:
        desk = desk_of(bench, request, asked_of(request))
        scene = scene_of(bench, request, fault=str(error), typed=typed)
        with bench.kept.working:
            data = called(page.data, desk, {**_asked(page, request), **request.path_params})
            return page_answer(page, desk, data, scene, 422)
    except ParleyError as other:
        return fault_page(bench, request, other)
