"""Forms: read with limits, checked to come from a page of this session, made into records."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar, get_origin, get_type_hints

import msgspec

from parley.kernel.errors import Refused
from parley.web.door import Door, csrf_of

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Upload", "as_record", "bring_form", "checked"]

_MOST_FIELDS, _MOST_FILES = 2_000, 20
_MOST_PART = 4_000_000  # bytes of one field that is no file
_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with a form."""

    name: str
    data: bytes


async def bring_form(request: Request) -> dict[str, list[Any]]:
    """Return the fields of a form, or of a JSON object, each as a list; files as `Upload`.

    Raises Refused for anything else, and for more than a form may have.
    """
    from starlette.datastructures import UploadFile
    from starlette.exceptions import HTTPException

    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            data = msgspec.json.decode(await request.body())
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Refused(
                f"expected a JSON object: {error}", hint="see the API's description"
            ) from None
        if not isinstance(data, dict):
            raise Refused("expected a JSON object", hint="see the API's description")
        return {key: value if isinstance(value, list) else [value] for key, value in data.items()}
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise Refused(f"expected a form, got '{kind[:60]}'", hint="send a form or a JSON object")
    found: dict[str, list[Any]] = {}
    try:
        form = await request.form(
            max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_MOST_PART
        )
    except HTTPException as error:
        raise Refused(f"the form cannot be read: {error.detail}", hint="send less") from None
    for key, value in form.multi_items():
        one: object = value
        if isinstance(value, UploadFile):
            one = Upload(value.filename or "", await value.read())
        found.setdefault(key, []).append(one)
    return found


def checked(door: Door, cookie: str, given: Mapping[str, list[Any]], header: str | None) -> bool:
    """Whether a form brings the token of its session, as the field `csrf` or as a header."""
    sent = header or next((one for one in given.get("csrf", ()) if isinstance(one, str)), "")
    return hmac.compare_digest(sent.encode(), csrf_of(door, cookie).encode())


def as_record(given: Mapping[str, list[Any]], record: type[Record]) -> Record:
    """Make a form into a record by the annotations of its fields; what is empty is left out.

    A field that is a `dict` takes all of the form's `FIELD.KEY` -> text.

    Raises Refused for a field that is missing or is not what it should be, naming it.
    """
    hints = get_type_hints(record)
    data: dict[str, Any] = {}
    for one in fields(record):  # type: ignore[arg-type]
        if get_origin(hints[one.name]) is dict:
            data[one.name] = _keyed(given, one.name)
            continue
        values = [value for value in given.get(one.name, ()) if value not in ("", None)]
        several = get_origin(hints[one.name]) in (tuple, list)
        if values:
            data[one.name] = values if several else values[-1]
    uploads = {name: value for name, value in data.items() if isinstance(value, Upload)}
    plain = {
        name: {"name": value.name, "data": b""} if name in uploads else value
        for name, value in data.items()
    }
    try:
        made = msgspec.convert(plain, record, strict=False)
    except msgspec.ValidationError as error:
        told = str(error)
        place = _PATH.search(told)
        where = f"{place['path']}: " if place is not None and place["path"] else ""
        raise Refused(
            f"{where}{_PATH.sub('', told).lower()}", hint="mend the field and send the form again"
        ) from None
    for name, upload in uploads.items():
        object.__setattr__(made, name, upload)
    return made


def _keyed(given: Mapping[str, list[Any]], name: str) -> Any:
    """The fields `NAME.KEY` of a form as a map; of a JSON object, the map that it has there."""
    whole = [value for value in given.get(name, ()) if value not in ("", None)]
    if whole:
        return whole[-1]
    return {
        key.removeprefix(f"{name}."): values[-1]
        for key, values in given.items()
        if key.startswith(f"{name}.") and values and values[-1] not in ("", None)
    }
