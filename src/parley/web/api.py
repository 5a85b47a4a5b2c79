"""The pages' data as JSON and CSV, and its description in OpenAPI, read from the functions."""

from __future__ import annotations

import csv
import inspect
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from fastapi import Query
from fastapi.openapi.utils import get_openapi
from fastapi.requests import Request
from fastapi.responses import Response

from parley.brief.cards.entries import safe_cell
from parley.web.desk import Desk
from parley.web.lazy_routes import all_routes
from parley.web.registry import Act, Page, Rows, pages

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["as_json", "as_table", "called", "describe", "fields_of", "form_record", "signature"]

_VIEW = (
    ("view_for", "for", "The party whose knowledge counts; left out, everybody's together."),
    ("view_as_of", "as-of", "Up to when things happened, such as 1951-07-14; left out, now."),
    ("view_known_as_of", "known-as-of", "Up to when they were known; left out, the same time."),
    ("view_zone", "zone", "The zone in which times are shown and read."),
)
_REF = "#/components/schemas/{name}"
_FAULT = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "message": {"type": "string"},
                "hint": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            },
            "required": ["message", "hint"],
        }
    },
    "required": ["error"],
}
_FAULTS = {
    "400": "Something in the address is not understood.",
    "401": "There is no session.",
    "403": "The visitor may not do that, or the request comes from elsewhere.",
    "404": "There is no such thing from where the reader looks.",
    "422": "A field is not what it should be.",
    "423": "The session is locked.",
}


def signature(function: Callable[..., Any]) -> inspect.Signature:
    """Return the fields of an address: the request, the viewpoint, and those of `function`."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("request", keyword, annotation=Request)]
    for name, alias, told in _VIEW:
        kind = Annotated[str | None, Query(alias=alias, description=told, max_length=200)]
        parameters.append(inspect.Parameter(name, keyword, annotation=kind, default=None))
    for name, kind, default in fields_of(function):
        shown, given = _field(kind, default)
        parameters.append(inspect.Parameter(name, keyword, annotation=shown, default=given))
    return inspect.Signature(parameters)


def fields_of(function: Callable[..., Any]) -> Iterator[tuple[str, Any, Any]]:
    """The fields of an address: the parameters after the desk, those of a record one by one."""
    hints = get_type_hints(function, include_extras=True)
    for name, one in list(inspect.signature(function).parameters.items())[1:]:
        kind = hints[name]
        if is_dataclass(kind):
            inner = get_type_hints(kind, include_extras=True)
            for part in fields(kind):
                default = inspect.Parameter.empty if part.default is MISSING else part.default
                yield part.name, inner[part.name], default
        else:
            yield name, kind, one.default


def called(function: Callable[..., Any], desk: Desk, given: Mapping[str, Any]) -> Any:
    """Call a page's function with the fields of an address; those of a record go into one."""
    hints = get_type_hints(function)
    arguments: dict[str, Any] = {}
    for name in list(inspect.signature(function).parameters)[1:]:
        kind = hints[name]
        if is_dataclass(kind):
            names = [part.name for part in fields(kind)]
            made: Any = kind
            arguments[name] = made(**{one: given[one] for one in names if one in given})
        elif name in given:
            arguments[name] = given[name]
    return function(desk, **arguments)


def _field(kind: Any, default: Any) -> tuple[Any, Any]:
    """A parameter as FastAPI takes it: several values come as a list."""
    if get_origin(kind) is tuple:
        return Annotated[list[get_args(kind)[0]], Query(max_length=100)], list(default)  # type: ignore[misc]
    if kind is str and default is not inspect.Parameter.empty:
        return Annotated[str, Query(max_length=1_000)], default
    return kind, default


def as_json(page: Page, data: Any) -> Response:
    """Return a page's data as JSON."""
    plain = page.plain(data) if page.plain is not None else data
    return Response(msgspec.json.encode(plain), media_type="application/json")


def as_table(rows: Rows, form: str, name: str) -> Response:
    """Return a whole table as CSV, or as a JSON list of objects."""
    if form == "json":
        plain = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
        return Response(msgspec.json.encode(plain), media_type="application/json")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([safe_cell(_cell(value)) for value in row] for row in rows.rows)
    return Response(
        text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


def _cell(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def describe(app: FastAPI) -> None:
    """Give an application its OpenAPI description, with the shape of every answer."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _description(app: FastAPI) -> dict[str, Any]:
    routes = [*app.routes, *all_routes(app)]
    found = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=routes
    )
    shapes: dict[str, Any] = found.setdefault("components", {}).setdefault("schemas", {})
    shapes["Fault"] = _FAULT
    answers: dict[str, Any] = {
        page.name: shape for page in pages() if (shape := _shape(page)) is not None
    }
    schemas, parts = msgspec.json.schema_components(tuple(answers.values()), ref_template=_REF)
    shapes.update(parts)
    by_name = dict(zip(answers, schemas, strict=True))
    for place in found["paths"].values():
        for operation in place.values():
            _answers(operation, by_name, shapes)
    return found


def form_record(act: Act) -> type[Any]:
    """Return the record that the form of an act is made into."""
    record: type[Any] = get_type_hints(act.run)["form"]
    return record


def _forms() -> dict[str, type[Any]]:
    return {
        f"{page.name}-{name}": form_record(act)
        for page in pages()
        for name, act in page.acts.items()
    }


def _shape(page: Page) -> Any:
    return page.shape or get_type_hints(page.data).get("return")


def _answers(operation: dict[str, Any], by_name: dict[str, Any], shapes: dict[str, Any]) -> None:
    name = operation["operationId"]
    good = operation.setdefault("responses", {}).setdefault("200", {"description": "Done."})
    if name.endswith("-csv"):
        good["content"] = {"text/csv": {"schema": {"type": "string"}}}
    elif name.endswith("-json"):
        rows = {"type": "array", "items": {"type": "object"}}
        good["content"] = {"application/json": {"schema": rows}}
    else:
        good["content"] = {"application/json": {"schema": by_name.get(name, {"type": "object"})}}
    record = _forms().get(name)
    if record is not None:
        (schema,), parts = msgspec.json.schema_components((record,), ref_template=_REF)
        shapes.update(parts)
        operation["requestBody"] = {
            "required": True,
            "content": {
                kind: {"schema": schema}
                for kind in ("application/json", "application/x-www-form-urlencoded")
            },
        }
    fault = {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}
    for status, told in _FAULTS.items():
        operation["responses"][status] = {"description": told, "content": fault}
