"""How the reader of `.gmcr` files words what it finds, and tells it all at once."""

from __future__ import annotations

from collections.abc import Sequence

from parley.kernel.errors import Refused, quoted

__all__ = ["fault", "got", "refusal", "tidy"]

_MOST_SHOWN = 100  # faults in one message: a broken file has the same one thousands of times


def fault(where: str, expected: str, found: str, hint: str) -> str:
    """Word one fault: where it is, what was expected, what was found, how to mend it."""
    return f"{where}: expected {expected}, got {found}; {hint}"


def got(value: object) -> str:
    """Show a value of a JSON file in a message, whatever its size.

    >>> got([1, 2]), got("no"), got(None)
    ('a list of 2', "the text 'no'", 'null')
    """
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value):,}"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value)[:40] if isinstance(value, float) else _whole(value)


def _whole(value: object) -> str:
    small = isinstance(value, int) and abs(value) < 10**30
    return str(value) if small else "a number of more than 30 digits"


def refusal(name: str, faults: Sequence[str]) -> Refused:
    """Make the error that tells all faults of a file, each on a line of its own."""
    if len(faults) == 1:
        message, _, hint = faults[0].rpartition("; ")
        return Refused(f"{name}: {message}", hint=hint)
    lines = [f"{name}: {len(faults):,} faults", *faults[:_MOST_SHOWN]]
    if len(faults) > _MOST_SHOWN:
        lines.append(f"and {len(faults) - _MOST_SHOWN:,} more")
    return Refused("\n  ".join(lines))


def tidy(text: str) -> str:
    """Return a name on one line, without signs that a terminal would act upon.

    >>> tidy(" Release\\n  water\\x1b ")
    'Release water'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
