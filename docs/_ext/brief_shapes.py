"""The shapes of the brief's sections as JSON, made from the records of the sections."""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from parley.brief.model import Cite, Claim
from parley.brief.sections import SECTIONS

__all__ = ["named_shapes", "section_shapes", "shape_of"]

#: Records that stand in many places are named there and shown once.
_NAMED = {Claim: "CLAIM", Cite: "PROOF"}
_LEFT_OUT = {"marks", "picture"}  # pictures, and what they are drawn from, are not written
_PLAIN = {str: "text", int: "number", float: "number", bool: "true or false"}


def section_shapes() -> str:
    """Return each section's key, title and shape, in the order of the brief."""
    parts = [f"`{name}` is\n\n{_fenced(shape)}" for name, shape in named_shapes().items()]
    for kind in SECTIONS:
        record = get_type_hints(kind.make)["return"]
        parts.append(f"**`{kind.key}`** – {kind.title}")
        parts.append(_fenced(shape_of(record)))
    return "\n\n".join(parts)


def named_shapes() -> dict[str, Any]:
    """Return the shapes that are named elsewhere, by their names."""
    return {name: _members(record) for record, name in _NAMED.items()}


def shape_of(hint: Any, above: tuple[Any, ...] = ()) -> Any:
    """Return the shape of a value as plain data, with words in place of values."""
    origin, args = get_origin(hint), get_args(hint)
    if hint in _NAMED:
        return _NAMED[hint]
    if is_dataclass(hint):
        return "..." if hint in above else _members(hint, (*above, hint))
    if origin in (Union, types.UnionType):
        some = [shape_of(one, above) for one in args if one is not type(None)]
        if len(some) == 1 and isinstance(some[0], str) and len(some) < len(args):
            return f"{some[0]} or null"
        return some[0] if len(some) == 1 else " or ".join(map(str, some))
    if origin is Literal:
        return " / ".join(map(str, args))
    if origin in (tuple, list):
        return [shape_of(args[0], above)]
    if origin is dict:
        return {"NAME": shape_of(args[1], above)}
    return _PLAIN.get(hint, "value")


def _members(record: Any, above: tuple[Any, ...] = ()) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {
        one.name: shape_of(hints[one.name], above)
        for one in fields(record)
        if one.name not in _LEFT_OUT
    }


def _fenced(shape: Any) -> str:
    return f"```text\n{_laid_out(shape)}\n```"


def _laid_out(shape: Any, indent: int = 0) -> str:
    """Write a shape like JSON, what is short on one line."""
    flat = json.dumps(shape, ensure_ascii=False)
    if indent + len(flat) <= 96 or not isinstance(shape, dict | list):
        return flat
    inner = " " * (indent + 2)
    if isinstance(shape, list):
        return f"[{_laid_out(shape[0], indent)}]"
    rows = [f'{inner}"{key}": {_laid_out(value, indent + 2)}' for key, value in shape.items()]
    return "{\n" + ",\n".join(rows) + "\n" + " " * indent + "}"
