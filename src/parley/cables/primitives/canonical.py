"""One way to write a record as bytes, so that a signature over them means the record.

It is the JSON Canonicalization Scheme (RFC 8785, Rundgren and others 2020) without fractions:
texts, whole numbers, truth values, nothing, lists, and maps with texts as keys. What is read must
be in that very form, byte for byte: there is then no second way to write what somebody signed.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeAlias

import rfc8785

from parley.kernel.errors import Refused

__all__ = ["MOST_BYTES", "Plain", "decode", "encode"]

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"

#: Bytes of the longest record that is read.
MOST_BYTES = 16_000_000
_MOST_DEPTH = 32
_MOST_NUMBER = 2**53 - 1  # beyond it readers in other languages lose digits


def encode(value: Plain) -> bytes:
    """Return a record in canonical form.

    Raises Refused for what the form does not have: fractions, numbers beyond 2^53, keys that are no
    texts, texts that are no Unicode, and more than 32 levels.

    >>> encode({"b": 1, "a": ["é", None]})
    b'{"a":["\\xc3\\xa9",null],"b":1}'
    """
    _check(value, 0)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise Refused(
            f"record: expected what has a canonical form, got {error}",
            hint="use texts, whole numbers, lists and maps",
        ) from None


def decode(data: bytes) -> Plain:
    """Return the record that canonical bytes stand for.

    Raises Refused for bytes that are in any other form, or too many.
    """
    if len(data) > MOST_BYTES:
        raise Refused(
            f"record: expected at most {MOST_BYTES:,} bytes, got {len(data):,}",
            hint="get the record again from where it comes",
        )
    try:
        value: Plain = json.loads(data, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError):  # the parser counts levels itself
        _refuse("bytes that are no JSON of texts and whole numbers")
    if encode(value) != data:
        _refuse("another way to write the same")
    return value


def _refuse(got: str) -> NoReturn:
    raise Refused(
        f"record: expected canonical bytes, got {got}",
        hint="it was changed on the way, or written by another program: get it again",
    )


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _check(value: Any, depth: int) -> None:
    if depth > _MOST_DEPTH:
        _no("more than 32 levels")
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > _MOST_NUMBER:
            _no(f"the number {value}")
    elif isinstance(value, list):
        for one in value:
            _check(one, depth + 1)
    elif isinstance(value, dict):
        for key, one in value.items():
            if not isinstance(key, str):
                _no(f"the key {key!r}")
            _check(one, depth + 1)
    else:
        _no(f"{type(value).__name__}")


def _no(got: str) -> NoReturn:
    raise Refused(
        f"record: expected texts, whole numbers below 2^53, lists and maps, got {got}",
        hint="write fractions and times as texts",
    )
