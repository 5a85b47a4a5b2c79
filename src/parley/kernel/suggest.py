"""Did you mean: the nearest known word to an unknown one."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nsmallest

__all__ = ["did_you_mean"]

_LONGEST_WORD = 64  # beyond this nobody mistyped a name
_MOST_COMPARED = 1_000  # of more candidates only the likeliest are compared
_LIKE_ENOUGH = 0.6  # difflib's own bound for a close match


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` most likely was meant to be, or None.

    Capitals do not count. The answer does not depend on the order of the candidates, and comes in
    bounded time however long the word or the list is.

    >>> did_you_mean("withdrawl", ["withdrawal", "withdrawn", "line"])
    'withdrawal'
    """
    folded = word.casefold()
    if not folded or len(folded) > _LONGEST_WORD:
        return None
    slack = 1 + len(folded) // 2
    near = {name for name in candidates if name != word and abs(len(name) - len(folded)) <= slack}

    def unlikeliness(name: str) -> tuple[bool, int, str]:
        return name[:1].casefold() != folded[:1], abs(len(name) - len(folded)), name

    letters = set(folded)
    matcher = SequenceMatcher(None, "", folded, autojunk=False)
    best: str | None = None
    best_ratio = 0.0
    for name in nsmallest(_MOST_COMPARED, near, key=unlikeliness):
        other = name.casefold()
        least = max(_LIKE_ENOUGH, best_ratio)
        common = len(folded) - len(letters.difference(other))  # at most so many letters match
        if 2 * common < least * (len(folded) + len(other)):
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() < least:
            continue
        ratio = matcher.ratio()
        if ratio >= _LIKE_ENOUGH and ratio > best_ratio:
            best, best_ratio = name, ratio
    return best
