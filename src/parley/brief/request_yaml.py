"""A request as text of the file format, ready to be appended to a log file."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from parley.brief.blocks import clean
from parley.kernel.spans import LAST
from parley.kernel.times import Span, iso

__all__ = ["Asked", "request_yaml"]

_SECOND = 1_000_000
_ABOUT = "Questions drafted from the findings and gaps of the dossier; edit before sending."


class Asked(NamedTuple):
    """A question for the file: `says` and `about` are what a plain yes authorises."""

    id: str
    text: str
    says: str | None
    about: tuple[str, ...]


def request_yaml(
    taken: Container[str],
    by: str,
    to: Sequence[str],
    as_of: int,
    questions: Sequence[Asked],
) -> str:
    """Write a `request` entry.

    Parameters
    ----------
    taken: ids already used in the dossier.
    by, to: who asks whom; without `to` the line is left out.
    as_of: the instant that the entry is given, in microseconds since 1970 UTC.
    questions: in order.

    >>> print(request_yaml((), "red", ("blue",), 0, [Asked("q1", "May we?", "x = a", ())]))
    - id: request-1970-01-01
      type: request
      at: '1970-01-01T00:00:00Z'
      by: red
      to: blue
      text: Questions drafted from the findings and gaps of the dossier; edit before sending.
      questions:
      - id: q1
        text: May we?
        says: x = a
      assumed: drafted by parley brief
    """
    import yaml

    instant = min(as_of, LAST)
    at = iso(Span(instant - instant % _SECOND, instant - instant % _SECOND))
    entry: dict[str, object] = {
        "id": _free(f"request-{at[:10]}", taken),
        "type": "request",
        "at": at,
        "by": by,
    }
    if to:
        entry["to"] = to[0] if len(to) == 1 else list(to)
    entry["text"] = _ABOUT
    entry["questions"] = [_question(one) for one in questions]
    entry["assumed"] = "drafted by parley brief"
    text: str = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=88)
    return text.rstrip()


def _question(asked: Asked) -> dict[str, object]:
    found: dict[str, object] = {"id": asked.id, "text": clean(asked.text)}
    if asked.says is not None:
        found["says"] = asked.says
    if asked.about:
        found["about"] = list(asked.about)
    return found


def _free(name: str, taken: Container[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
