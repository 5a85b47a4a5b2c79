"""How to mend a statement that cannot be read: what each slip most likely meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import islice

from parley.dossier.language.domain import Domain, number_text
from parley.dossier.language.formulas import KEYWORDS
from parley.kernel.suggest import did_you_mean

MOST_HINTS = 50  # unknown words of one statement that are looked up
_MOST_SHOWN = 8  # values listed in a hint
_LONGEST = 40  # characters quoted in a message

_LAST = "write the condition last: `A if B`"
_FIRST = "write the issue first: `issue >= 10`, `issue in {a, b}`"
_WRITE = {
    "==": "=", "is": "=", "equals": "=", "<>": "!=", "=<": "<=", "=>": ">=", "∈": "in",
    "&": "and", "&&": "and", "∧": "and", "plus": "and", ";": "and",
    "|": "or", "||": "or", "∨": "or",
    "!": "not", "¬": "not", "~": "not",
    "<->": "iff", "<=>": "iff", "↔": "iff", "⇔": "iff",
}  # fmt: skip
_MEANT = {
    "->": _LAST, "→": _LAST, "⇒": _LAST, "implies": _LAST, "then": _LAST, ":": _LAST,
    "else": "write a statement for each case: `A if B`, `C if not B`",
    "unless": "write `A if not B`",
    "when": "write `A if B`",
    "xor": "write `not (A iff B)`",
    "^": "write `not (A iff B)`",
    "−": "write the minus sign as `-`",
    "–": "write the minus sign as `-`",
    "“": 'write straight quotes: `"`',
    "”": 'write straight quotes: `"`',
    "«": 'write straight quotes: `"`',
    "„": 'write straight quotes: `"`',
    '"': 'close the quote with `"`',
    "'": "close the quote with `'`",
}  # fmt: skip


def got(token: str) -> str:
    """Name the token that stands in the wrong place."""
    if not token:
        return "the end"
    return f"'{token[:_LONGEST]}...'" if len(token) > _LONGEST else f"'{token}'"


def _slip(token: str) -> str | None:
    if token in _MEANT:
        return _MEANT[token]
    small = token.lower()
    right = _WRITE.get(token) or _WRITE.get(small) or (small if small in KEYWORDS else None)
    return f"write `{right}`" if right and right != token else None


def start(tokens: Sequence[str], at: int) -> str | None:
    """Mend what stands where a part of the statement should begin."""
    token = tokens[at]
    if token == "if":
        return _LAST
    if token == "in":
        return _FIRST
    if token[:1] in ('"', "'") and len(token) > 1:
        return "write the name of an issue without quotes"
    if not token:
        return "write a statement, for example `issue = value`"
    before = tokens[at - 1] if at else ""
    if token in KEYWORDS:
        return f"write a statement between `{before}` and `{token}`" if before in KEYWORDS else None
    return _slip(token)


def after_a_part(tokens: Sequence[str], at: int) -> str | None:
    """Mend what stands where one part of the statement has ended."""
    token = tokens[at]
    if token == "=>":
        return _LAST
    if token in ("<", "<=", ">", ">=", "=", "!="):
        return "join comparisons with `and`: `issue >= 1 and issue <= 5`"
    if token == ")":
        return "remove it, or open a bracket before"
    if token == ",":
        after = tokens[at - 1] + tokens[at + 1]
        return "write a decimal point: `2.5`" if after.isdigit() else "join parts with `and`"
    if not token:
        return "close the bracket"
    return _slip(token) or "put a value of several words in quotes"


def chain(tokens: Sequence[str], at: int) -> str:
    """Mend two `if`, or two `iff`, side by side."""
    word = tokens[at]
    return f"write `(A {word} B) {word} C` or `A {word} (B {word} C)`"


def relation(tokens: Sequence[str], at: int) -> str | None:
    """Mend what stands after an issue."""
    token, issue = tokens[at], tokens[at - 1]
    if token == ":":
        return "write `=`"
    if token == "not":
        return f"write `{issue} not in {{...}}` or `not {issue} = value`"
    if not token or token in KEYWORDS or token == ")":
        return f"write `{issue} = value`; if it is a yes-or-no issue, `{issue} = true`"
    return _slip(token) or f"write `{issue} = value`"


def braces(tokens: Sequence[str], at: int) -> str | None:
    """Mend a list of values."""
    token = tokens[at]
    if token in ("(", "["):
        return "write the list in braces: `{a, b}`"
    if not token:
        return "close the list with `}`"
    return "separate values with commas: `{a, b}`"


def value(tokens: Sequence[str], at: int) -> str | None:
    """Mend what stands where a value should."""
    token = tokens[at]
    if token == "}":
        return "name at least one value, with commas between values"
    if token == "{":
        return "for several values write `issue in {a, b}`"
    if token == "!" and tokens[at - 1] == "=":
        return "write `!=`"
    return _MEANT.get(token[:1]) or "a value is a word, a number or a text in quotes"


def number(token: str) -> str | None:
    """Mend a bound that is not a number."""
    if token[:1].isdigit():
        return "write plain digits, at most 15 of them, with a decimal point: `12.5`"
    return "this issue's values are numbers; compare with one"


def known_values(token: str, domain: Domain) -> str | None:
    """Say which value was meant, or which there are."""
    number = number_text(token)
    if domain.numbers is not None and number is not None:
        at = bisect_left(domain.sizes, float(number))
        near = domain.ranked[max(0, at - 1) : at + 1]
        kind = "value is" if len(near) == 1 else "values are"
        return f"the nearest listed {kind} {' and '.join(near)}"
    meant = did_you_mean(token, domain.values)
    if meant is not None:
        return f"did you mean '{meant}'?"
    shown = ", ".join(islice(domain.values, _MOST_SHOWN))
    more = len(domain.values) - _MOST_SHOWN
    return f"its values are {shown}" + (f" and {more} more" if more > 0 else "")


def known_issues(token: str, issues: Mapping[str, Domain], last: str | None) -> str | None:
    """Say which issue was meant; `last` is the issue named before."""
    if last is not None and last in issues and token in issues[last].place:
        return f"for several values write `{last} in {{..., {token}}}`, or `{last} = {token}`"
    slip = _slip(token)
    if slip is not None:
        return slip
    if number_text(token) is not None:
        return _FIRST
    meant = did_you_mean(token, issues)
    if meant is not None:
        return f"did you mean '{meant}'?"
    holder = next((name for name, domain in issues.items() if token in domain.place), None)
    if holder is not None:
        return f"'{token}' is a value of '{holder}'; write `{holder} = {token}`"
    if not issues:
        return "the dossier declares no issues"
    shown = ", ".join(islice(issues, _MOST_SHOWN))
    more = len(issues) - _MOST_SHOWN
    return f"the issues are {shown}" + (f" and {more} more" if more > 0 else "")
