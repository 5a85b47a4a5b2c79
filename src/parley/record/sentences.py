"""Where sentences begin and end, by rules: a full stop ends one unless an abbreviation, an initial
or a number says otherwise.

The words that decide are data of the language; see `sentence_rules`.
"""

from __future__ import annotations

import re

from parley.record.document import Place
from parley.record.sentence_rules import SentenceRules, rules_of

__all__ = ["split_sentences"]

_CLOSERS = "\"'”’»›)]}）」』】〉》"
_OPENERS = "\"'“‘«‹„([{（「『【〈《¿¡—–-"
_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（"}

# A mark that may end a sentence, what closes after it, and the white space that follows; marks of
# scripts without spaces need none. A blank line ends a sentence without any mark.
_END = re.compile(
    rf"(?<![.!?…؟۔।])(?P<mark>[.!?…؟۔।]+)(?P<tail>[{re.escape(_CLOSERS)}]*)(?P<gap>\s+)"
    rf"|(?P<wide>[。！？]+[{re.escape(_CLOSERS)}]*)\s*"
    r"|(?P<blank>\n[ \t]*\n\s*)"
)
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]+$|[^\W_]+(?:[-'’][^\W_]+)*$|[№]$")
_WORD_AFTER = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NUMBER_AFTER = re.compile(r"[№#]|\d|[IVXLCDMХ]+\b")
_NUMBERED = re.compile(r"\W*(?:\d{1,3}|[IVXivx]{1,5}|[^\W\d_])$")
_LONGEST_WORD = 40
_WINDOW = 60  # how far back a full stop looks
_LONGEST_BRACKET = 400  # a longer one is not an aside, or its end was lost


def split_sentences(text: str, language: str) -> tuple[Place, ...]:
    """Return the sentences of a paragraph: from which character to before which, in order.

    White space between sentences belongs to none of them; everything else belongs to one.

    Parameters:
        language: BCP 47 tag; of a language without rules of its own the common ones are used.

    >>> [text[a:b] for text in ["Cde. Nam Il agreed. Is this correct?"]
    ...  for a, b in split_sentences(text, "en")]
    ['Cde. Nam Il agreed.', 'Is this correct?']
    """
    rules = rules_of(language)
    asides = _brackets(text)[::-1]  # the next one last, so that it can be taken off
    found: list[Place] = []
    begin = len(text) - len(text.lstrip())
    for match in _END.finditer(text):
        stop = max(match.start(), match.end("tail"), match.end("wide"))
        if stop <= begin or match.end() >= len(text):
            continue
        if match["blank"] is not None or _ends(text, match, begin, rules, asides):
            found.append((begin, begin + len(text[begin:stop].rstrip())))
            begin = match.end()
    last = len(text.rstrip())
    if begin < last:
        found.append((begin, last))
    return tuple(found)


def _brackets(text: str) -> list[Place]:
    """Return the asides in brackets that are closed again soon, the outermost, in order."""
    found: list[Place] = []
    open_at: list[tuple[str, int]] = []
    for match in re.finditer(r"[(\[{（)\]}）]", text):
        mark, at = match[0], match.start()
        if mark not in _PAIRS:
            open_at.append((mark, at))
            continue
        while open_at:
            opened, begun = open_at.pop()
            if opened == _PAIRS[mark]:
                if at - begun <= _LONGEST_BRACKET:
                    while found and found[-1][0] > begun:
                        found.pop()
                    found.append((begun, at))
                break
    return found


def _ends(
    text: str, match: re.Match[str], begin: int, rules: SentenceRules, asides: list[Place]
) -> bool:
    """Tell whether a sentence that began at `begin` ends at this mark."""
    at = match.start()
    while asides and asides[-1][1] < at:
        asides.pop()
    if asides and begin < asides[-1][0] < at:  # within a sentence; one that stands alone may split
        return False
    if match["wide"]:
        return True
    after = text[match.end() : match.end() + _LONGEST_WORD].lstrip(_OPENERS + " ")
    if after[:1].islower():
        return False
    if match["mark"] != ".":
        return bool(after) or not match["mark"].startswith((".", "…"))
    return bool(match["tail"]) or _stop_ends(text[max(begin, at - _WINDOW) : at], after, rules)


def _stop_ends(before: str, after: str, rules: SentenceRules) -> bool:
    """Tell whether one full stop with nothing closing after it ends the sentence."""
    if _NUMBERED.match(before):
        return False  # the number of a list, not a sentence
    word = _WORD_BEFORE.search(before[-_LONGEST_WORD:])
    if word is None:
        return True
    name = word[0].lower()
    following = _WORD_AFTER.match(after)
    initial = len(after) > 1 and after[1] == "."
    opener = following is not None and not initial and following[0].lower() in rules.openers
    if _NUMBER_AFTER.match(after) and name in rules.before_number:
        return False
    if name in rules.before_name:
        return False
    if name in rules.inside or "." in name:
        return opener
    if len(name) == 1 and word[0].isupper():
        return opener or (name in rules.words and not _beside_name(before))
    return True


def _beside_name(before: str) -> bool:
    """Tell whether the letter at the end stands after a capitalised word or another initial."""
    words = before.split()
    return len(words) > 1 and (words[-2][:1].isupper() or words[-2].endswith("."))
