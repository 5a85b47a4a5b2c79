"""The JSON text of a `.gmcr` file, opened within bounds of size, nesting and number."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import NoReturn

from parley.interop.gmcr.faults import fault, refusal
from parley.kernel.errors import quoted

__all__ = ["MAX_BYTES", "open_json"]

MAX_BYTES = 4_000_000  # of one file; the largest conflict published has some thousand
_MOST_NESTED = 50
_MOST_LISTS = 500_000

_TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)  # closed or not
_BRACKET = re.compile(r"[][{}]")
_SMALLER = "keep one conflict in a file"


def open_json(text: str, name: str, faults: list[str]) -> dict[str, object]:
    """Return the object that a file holds; keys that stand twice are noted as faults.

    Raises Refused for a text that is too large, is nested too deeply, or is no JSON object.
    """
    if len(text) > MAX_BYTES:
        wanted = f"at most {MAX_BYTES:,} characters"
        raise refusal(name, [fault("the file", wanted, f"{len(text):,}", _SMALLER)])
    _refuse_bombs(text, name)

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            faults.extend(_doubled(key for key, _ in pairs))
        return found

    try:
        content = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=once, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        hint = "save the conflict again in GMCR+, or mend the file with a text editor"
        raise refusal(name, [fault(where, "JSON", f"'{error.msg}'", hint)]) from None
    except (ValueError, RecursionError) as error:
        hint = "write a number of few digits"
        raise refusal(name, [fault("the file", "JSON", quoted(str(error)), hint)]) from None
    if not isinstance(content, dict):
        hint = "open the file that GMCR+ saved"
        found = type(content).__name__
        raise refusal(name, [fault("the file", "a JSON object", f"a {found}", hint)])
    return content


def _doubled(keys: Iterable[str]) -> list[str]:
    return [
        fault(f"the key {quoted(key)}", "it once in an object", f"it {times:,} times", "keep one")
        for key, times in Counter(keys).items()
        if times > 1
    ]


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"`{word}` is no number")


def _refuse_bombs(text: str, name: str) -> None:
    """Count brackets outside texts before anything is built from them."""
    brackets: list[str] = _BRACKET.findall(_TEXT.sub("", text))
    steps = [1 if one in "[{" else -1 for one in brackets]
    opened = steps.count(1)
    deepest = max(accumulate(steps), default=0)
    if deepest > _MOST_NESTED:
        wanted = f"lists and objects at most {_MOST_NESTED} deep"
        raise refusal(name, [fault("the file", wanted, f"{deepest:,}", "remove brackets")])
    if opened > _MOST_LISTS:
        wanted = f"at most {_MOST_LISTS:,} lists and objects"
        raise refusal(name, [fault("the file", wanted, f"{opened:,}", _SMALLER)])
