"""The application: a route for every page, its twin in the API, its tables and its forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from inspect import Signature
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from parley import __version__
from parley.kernel.errors import ParleyError
from parley.web import catalogue
from parley.web.acting import add_act, lead_back
from parley.web.answers import add_faults, desk_of, fault_page, page_answer, refusal, scene_of
from parley.web.api import as_json, as_table, called, describe, signature
from parley.web.desk import Asked
from parley.web.entrance import add_entrance
from parley.web.events import add_events
from parley.web.guard import Gate, guarded
from parley.web.lazy_routes import add_lazily
from parley.web.registry import Page, Rows, pages
from parley.web.static import add_static
from parley.web.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import MutableMapping

__all__ = ["make_application"]

_ABOUT = "Everything that the pages show, as JSON, for programs on this machine."


def make_application(bench: Workbench) -> Callable[..., Awaitable[None]]:
    """Return the workbench as an ASGI application, with the guard before it."""
    app = FastAPI(
        title="parley",
        version=__version__,
        description=_ABOUT,
        docs_url=None,  # these pages would be fetched from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
    )
    for page in pages():
        _add_page(app, bench, page)
    for page in pages():
        lead_back(app, page)
    add_entrance(app, bench)
    add_events(app, bench)
    add_static(app)
    add_faults(app)
    describe(app)

    async def refuse(
        scope: MutableMapping[str, Any], receive: Any, send: Any, status: int, why: str
    ) -> None:
        answer = refusal(bench, Request(scope, receive), status, why)
        await answer(scope, receive, send)

    gate = Gate(bench.door, bench.hosts, bench.cookie, bench.secure)
    return guarded(app, gate, refuse)


def _add_page(app: FastAPI, bench: Workbench, page: Page) -> None:
    def shown(request: Request, **given: Any) -> Response:
        asked, fields = _split(given)
        try:
            desk = replace(desk_of(bench, request, asked), patient=False)
            with bench.kept.working:
                data = called(page.data, desk, fields)
                return page_answer(page, desk, data, scene_of(bench, request))
        except ParleyError as error:
            return fault_page(bench, request, error)

    def told(request: Request, **given: Any) -> Response:
        asked, fields = _split(given)
        desk = desk_of(bench, request, asked)
        with bench.kept.working:
            return as_json(page, called(page.data, desk, fields))

    def parameters() -> Signature:
        return signature(page.data)

    how: dict[str, Any] = {"methods": ["GET"], "response_model": None}
    add_lazily(app, page.address, shown, parameters, include_in_schema=False, **how)
    place = f"/api{page.address}" if page.address != "/" else f"/api/{page.name}"
    add_lazily(
        app,
        place,
        told,
        parameters,
        **how,
        operation_id=page.name,
        summary=catalogue.text("en", f"{page.name}.title"),
        description=(page.data.__doc__ or "").strip().partition("\n\n")[0],
    )
    for name, make in page.tables.items():
        for form in ("csv", "json"):
            _add_table(app, bench, (f"{place}/{name}.{form}", f"{page.name}-{name}-{form}"), make)
    for name, act in page.acts.items():
        add_act(app, bench, page, name, act)


def _add_table(
    app: FastAPI, bench: Workbench, where: tuple[str, str], make: Callable[..., Rows]
) -> None:
    place, operation = where
    _, name, form = operation.rsplit("-", 2)

    def table(request: Request, **given: Any) -> Response:
        asked, fields = _split(given)
        desk = desk_of(bench, request, asked)
        with bench.kept.working:
            return as_table(called(make, desk, fields), form, name)

    add_lazily(
        app,
        place,
        table,
        lambda: signature(make),
        methods=["GET"],
        response_model=None,
        operation_id=operation,
        summary=f"The table `{name}` whole, as {form.upper()}",
    )


def _split(given: dict[str, Any]) -> tuple[Asked, dict[str, Any]]:
    """The viewpoint, and the fields that are the page's own."""
    names = ("view_for", "view_as_of", "view_known_as_of", "view_zone")
    asked = Asked(*(given.pop(name) for name in names))
    return asked, {
        name: tuple(value) if isinstance(value, list) else value for name, value in given.items()
    }
