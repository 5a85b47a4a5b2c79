"""The interface of an office server as tables, from its own OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parley.office.models import TIME

__all__ = ["EVERYWHERE", "office_api", "office_limits", "office_problems"]

#: What any request may be answered with; the page says so once.
EVERYWHERE = frozenset({"408", "413", "414", "429", "431", "500", "503"})


def office_api() -> str:
    """Return a section for each operation, and one for each record that it takes or answers."""
    from parley.office.api import describe, unguarded

    document = describe(unguarded())
    parts = [
        "\n".join(_operation(method.upper(), path, operation))
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    records = document["components"]["schemas"]
    parts += ["\n".join(_record(name, records[name])) for name in sorted(records)]
    return "\n\n".join(parts)


def office_limits() -> str:
    """Return the rows of a table of limits."""
    from parley.office.limits import Limits

    limits = Limits()
    rates = (limits.by_address, limits.by_key, limits.sign_ins)
    address, key, sign_ins = (
        f"{one.burst:g} at once, {one.a_second:g} a second in the long run" for one in rates
    )
    rows = {
        "a parcel": f"{limits.parcel:,} bytes",
        "any other body": f"{limits.body:,} bytes",
        "a request's address; its headers": f"{limits.url:,} bytes; {limits.header_count} of "
        f"{limits.headers:,} bytes in all",
        "time for headers; between two pieces of a body; for a body; for a connection": (
            f"{limits.head_s:g}; {limits.idle_s:g}; {limits.body_s:g}; "
            f"{limits.connection_s:g} seconds"
        ),
        "connections of one address; in all": f"{limits.connections_of_one}; {limits.connections}",
        "requests of one address (of IPv6, a /64)": address,
        "requests of one key": key,
        "steps of signing in, of one address": sign_ins,
        "parcels on their way at a time, of one key; in all": (
            f"{limits.transfers_of_one}; {limits.transfers}"
        ),
        "what waits for one post": f"{limits.box:,} bytes, {limits.box_count:,} parcels",
        "what waits in all": f"{limits.office:,} bytes",
        "sessions of one post at a time": str(limits.sessions),
    }
    return "\n".join(f"| {of} | {limit} |" for of, limit in rows.items())


def office_problems() -> str:
    """Return the table of problems."""
    from parley.office.problems import KINDS

    rows = sorted((status, kind, title) for kind, (status, title) in KINDS.items())
    lines = ["| status | `type` ends with | means |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {one[0]} | `{one[1]}` | {one[2]} |" for one in rows)])


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"### `{method} {path}`"
    yield ""
    yield operation["description"]
    yield ""
    if operation.get("security"):
        yield "Asks for a session."
        yield ""
    yield from _parameters(operation.get("parameters", ()))
    body = operation.get("requestBody")
    if body is not None:
        yield f"Takes: {_content(body)}"
        yield ""
    yield "| status | means | answer |"
    yield "|---|---|---|"
    for status, response in sorted(operation["responses"].items()):
        if status in EVERYWHERE:
            continue
        yield f"| {status} | {_cell(response['description'])} | {_content(response)} |"


def _parameters(parameters: Any) -> Iterator[str]:
    if not parameters:
        return
    yield "| parameter | in | form | means |"
    yield "|---|---|---|---|"
    for one in parameters:
        means = _cell(one.get("description", one["schema"].get("description", "")))
        yield f"| `{one['name']}` | {one['in']} | {_form(one['schema'])} | {means} |"
    yield ""


def _record(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f"### {name}"
    yield ""
    yield schema["description"].replace("\n\n", "\n")
    yield ""
    yield "| field | form | means |"
    yield "|---|---|---|"
    for field, form in schema["properties"].items():
        yield f"| `{field}` | {_form(form)} | {_cell(form.get('description', ''))} |"


def _content(part: dict[str, Any]) -> str:
    for kind, content in part.get("content", {}).items():
        reference = content["schema"].get("$ref", "")
        record = reference.rpartition("/")[2]
        return f"`{kind}`, [{record}](#{record.lower()})" if record else f"`{kind}`"
    return "nothing"


def _form(schema: dict[str, Any]) -> str:
    """Tell in a cell what a value looks like."""
    if "$ref" in schema:
        record = schema["$ref"].rpartition("/")[2]
        return f"[{record}](#{record.lower()})"
    if "anyOf" in schema:
        return " or ".join(_form(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        words = schema.get("enum", [schema.get("const")])
        return ", ".join(f"`{one}`" for one in words)
    if schema["type"] == "array":
        return f"list of {_form(schema['items'])}"
    bounds = [
        f"{word} {int(schema[key]):,}"
        for key, word in (
            ("minimum", "from"),
            ("maximum", "to"),
            ("minLength", "letters from"),
            ("maxLength", "to"),
        )
        if key in schema
    ]
    pattern = schema.get("pattern")
    if pattern == TIME:
        return "`1951-07-13T15:00:00.000Z`"
    told = (
        f"`{pattern}`"
        if pattern
        else {"integer": "number", "string": "text"}.get(schema["type"], schema["type"])
    )
    return ", ".join([_cell(told), *bounds])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
