"""Events read again that were found to be well formed before, in a third of the time.

`decode_event` looks at the form of each name, hash and time. Where a log is gone through a second
time that is done, and half of the reading was for it.
"""

from __future__ import annotations

from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from parley.cables.events.kinds import WHAT, Event
from parley.kernel.errors import Refused

__all__ = ["reread"]


def reread(record: bytes) -> Event:
    """Return the event that bytes stand for, which were read by `decode_event` before.

    What happened is of a class below the one that `decode_event` gives, and says the same.

    Raises Refused for what is no event.
    """
    try:
        return _decoder.decode(record)
    except (msgspec.DecodeError, RecursionError, TypeError, UnicodeDecodeError) as error:
        raise Refused(
            f"event: expected an event of a log, got something else ({error})",
            hint="run `parley cable verify` to see where the log was changed",
        ) from None


def _plain(kind: Any) -> Any:
    """A type without what is looked at in its texts and numbers."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) is tuple:
        return tuple.__class_getitem__((_plain(get_args(kind)[0]), ...))
    if type(None) in get_args(kind):
        return Union[tuple(_plain(one) for one in get_args(kind))]  # noqa: UP007 - made from parts
    return kind


def _loose(kind: type[Struct], **changed: Any) -> type[Struct]:
    """A class of records below another, of which nothing is looked at but its fields."""
    config = kind.__struct_config__
    hints = get_type_hints(kind, include_extras=True)
    fields = [
        (one.name, changed.get(one.name, _plain(hints[one.name])))
        if one.default is msgspec.NODEFAULT
        else (one.name, changed.get(one.name, _plain(hints[one.name])), one.default)
        for one in msgspec.structs.fields(kind)
    ]
    return msgspec.defstruct(
        kind.__name__,
        fields,
        bases=(kind,),
        module=__name__,
        tag_field=config.tag_field,
        tag=config.tag,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
    )


_What = Union[tuple(_loose(one) for one in get_args(WHAT))]  # type: ignore[valid-type] # noqa: UP007
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(_loose(Event, what=_What))
