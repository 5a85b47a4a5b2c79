"""What a check is: a code, its meaning, how to mend it, and a function from case to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from parley.kernel.findings import Finding, Severity
from parley.mandate.case import Case

__all__ = ["Check"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check as it is registered under the entry point group `parley.checks`.

    `run` yields findings of this `code` only; `meaning` and `mending` are what
    `parley explain CODE` prints.
    """

    code: str
    severity: Severity
    meaning: str
    mending: str
    run: Callable[[Case], Iterable[Finding]]
