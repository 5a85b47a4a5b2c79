"""What a text in one language is made of: head, salutation, paragraphs, signature and foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parley.record.document import Paragraph
from parley.record.layouts.heads import Side, cable_fields
from parley.record.layouts.lines import Block, Line, cut, join, places_of
from parley.record.layouts.patterns import compiled, ends_sentence, item_of, name_like
from parley.record.sentences import split_sentences

__all__ = ["Shape", "is_sentence", "paragraphs_of", "prose", "shape_of", "split_salutation"]

_LONG = 80  # characters from which a line is no heading
_MOST_HEAD = 60  # blocks in which a salutation is looked for
_WIDEST = 130  # characters of a line that was ended by whoever typed it
_MOST_HEAD_LINES = 12
_FULL = 0.7  # of the longest lines: a shorter one may end a paragraph
_SALUTATION = (
    r"(?:(?<=\s)|^)[\"“«]?"
    r"(?P<greeting>(?:(?:{word:salutation}\s*)+|^to the)[^.!?:\n\d]{0,70}?[!:,])(?=\s|$|[\"”»])"
)
_NOTE_MARK = re.compile(r"\[\d+\]|[¹²³*†⁴⁵⁶⁷⁸⁹]")
_SPOKEN = re.compile(r"[a-zа-яё]{3}[.!?]\s+[A-ZА-ЯЁ][a-zа-яё]")
_PLAIN_NOTE = re.compile(r"\d{1,2}\s+[^\W\d_].*[.!?][\"”’)]?$")
_FOOTNOTE = re.compile(r"(\d{1,2})\s{1,2}(?=[^\W\d_])")
_BULLET = re.compile(r"^[-–—•*·]\s+")
_CLOSING = r"^{word:closing}\b"
_NOTES = r"^\W*{word:footnotes}\W*$"
_NOTE = re.compile(r"(?:\[?\d{1,3}\]|[¹²³⁰-⁹]{1,3}|\*{1,3}|†)\s*\S|\d{1,3}\s{0,2}(?=[A-ZА-Я])\S")


@dataclass(frozen=True, slots=True)
class Shape:
    """The lines of a text, by what they are.

    Parameters:
        head: above the salutation, or above the first sentence.
        salutation: none where there is none.
        body: paragraphs, each as its lines.
        signature, foot, notes: what stands below.
    """

    head: tuple[Line, ...]
    salutation: tuple[Line, ...]
    body: tuple[tuple[Line, ...], ...]
    signature: tuple[Line, ...]
    foot: tuple[Line, ...]
    notes: tuple[Line, ...]


def shape_of(blocks: Sequence[Block], year: int, closed: bool = False) -> Shape:
    """Tell the head, the paragraphs and the foot of a text apart.

    Parameters:
        blocks: all of it.
        year: the year of times that name none; 0 where it is not known.
        closed: the blocks have no head of their own, so that only a salutation may stand first.
    """
    head, salutation, rest = _opened(list(blocks), year, closed)
    rest, tail = _tail(rest, year)
    if not rest and not salutation:  # nothing looks like a paragraph: then all that is no field is
        rest = [block for block in blocks if _covered(block.lines, "head", year) < 0.5]
        kept = {line for block in rest for line in block.lines}
        head = [line for line in head if line not in kept]
        tail = [line for line in tail if line not in kept]
    signature, foot, notes = _below(tail, year)
    body = _paragraph_lines(rest)
    return Shape(
        tuple(head), tuple(salutation), tuple(body), tuple(signature), tuple(foot), tuple(notes)
    )


def _opened(
    blocks: list[Block], year: int, closed: bool
) -> tuple[list[Line], list[Line], list[Block]]:
    head: list[Line] = []
    seen = 0
    for nth, block in enumerate(blocks[:_MOST_HEAD]):
        before, greeting, after = split_salutation(block)
        if greeting and not any(is_sentence(line, "head", year) for line in before):
            rest = [Block(tuple(after))] if after else []
            return [*head, *before], greeting, [*rest, *blocks[nth + 1 :]]
        head.extend(block.lines)
        seen += prose(block, year, "head")
        if seen > 1:
            break
    if closed:
        return [], [], blocks
    first = next((nth for nth, one in enumerate(blocks) if prose(one, year, "head")), len(blocks))
    top = [line for block in blocks[:first] for line in block.lines]
    rest = blocks[first:]
    if rest:
        above, rest[0] = _head_above(rest[0], year)
        top.extend(above)
    return top, [], rest


def _head_above(block: Block, year: int) -> tuple[list[Line], Block]:
    """Take the lines of a head off a block whose first paragraph begins below them."""
    lines = block.lines
    end = 0
    for nth, line in enumerate(lines[:_MOST_HEAD_LINES]):
        if is_sentence(line, "head", year) or item_of(line.text)[0] or _SPOKEN.search(line.text):
            break
        if _covered([line], "head", year) >= 0.5:
            end = nth + 1
    if end == len(lines):
        end = 0
    return list(lines[:end]), Block(lines[end:], block.after_page)


def is_sentence(line: Line, side: Side, year: int) -> bool:
    """Whether a line is the end of a sentence, and so of a text, and no field."""
    return (
        ends_sentence(line.text)
        and len(line.text.split()) > 3
        and sum(one.islower() for one in line.text) > sum(one.isupper() for one in line.text)
        and _covered([line], side, year) < 0.5
    )


def split_salutation(block: Block) -> tuple[list[Line], list[Line], list[Line]]:
    """Return the lines before, of and after a salutation; the second is empty without one."""
    pattern = compiled(_SALUTATION)
    for nth, line in enumerate(block.lines[:25]):
        for found in pattern.finditer(line.text):
            start, end = found.span("greeting")
            while start and line.text[start - 1] in '"“«':
                start -= 1
            rest = line.text[end:].strip(' "”»')
            lead = line.text[:start].strip()
            soft = found["greeting"][-1] != "!"
            if (soft and (lead or len(found["greeting"]) > 60)) or (lead and len(lead) > _LONG):
                continue
            if rest and ((soft and nth) or (lead and ends_sentence(lead))):
                continue
            pieces = cut(line, *(at for at in (start, end) if 0 < at < len(line.text)))
            mine = [one for one in pieces if one.start == line.start + start]
            before = [one for one in pieces if one.start < line.start + start]
            after = [one for one in pieces if one.start >= line.start + end]
            return (
                [*block.lines[:nth], *before],
                mine,
                [*after, *block.lines[nth + 1 :]],
            )
    return [], [], []


def prose(block: Block, year: int, side: Side) -> bool:
    """Whether a block is a paragraph rather than lines of a head or foot."""
    text = join(block.lines).text
    if not any(letter.isalpha() for letter in text):
        return False
    small = sum(one.islower() for one in text)
    capital = sum(one.isupper() for one in text)
    if len(text) > 4 * _LONG and small > 4 * capital and ends_sentence(text):
        return True
    if text[0] in "[(" and text[-1] in "])" and len(text) < 400:
        return False
    if _covered(block.lines, side, year) >= 0.5:
        return False
    if (len(text) >= 2 * _LONG and len(block.lines) < 3) or item_of(text)[0]:
        return True
    # A paragraph that goes on below a sentence, or has lines of a head above it.
    two = len(block.lines) == 2 and len(block.lines[0].text) > _FULL * _LONG
    spoken = block.lines if len(block.lines) > 2 else block.lines[:1] if two else ()
    if any(is_sentence(line, side, year) for line in spoken):
        return True
    if not small and capital and len(text.split()) > 5 and ends_sentence(text):
        return True  # telegrams in capitals
    if len(text) >= _LONG and small + capital and small > capital:
        return len(block.lines) == 1 or ends_sentence(text) or len(text) > 4 * _LONG
    return ends_sentence(text) and small > capital and len(text.split()) > 1


def _covered(lines: Sequence[Line], side: Side, year: int) -> float:
    """Return how much of lines is fields of a head or foot, from 0 to 1."""
    if sum(len(line.text) for line in lines) > 1_000:
        return 0.0
    joined = join(lines, "\n")
    letters = sum(one.isalnum() for one in joined.text)
    first = lines[0].start
    fields = cable_fields(joined, side, year or 1)
    inside = {
        at
        for _, one in fields
        for line in lines
        for at in range(max(one.place[0], line.start), min(one.place[1], line.end))
    }
    text = {line.start + at: sign for line in lines for at, sign in enumerate(line.text)}
    hits = sum(text[at].isalnum() for at in inside if at in text)
    return hits / letters if letters and first >= 0 else 0.0


def _tail(blocks: list[Block], year: int) -> tuple[list[Block], list[Line]]:
    """Take what stands below the last paragraph off the end."""
    kept = list(blocks)
    tail: list[Line] = []
    while kept and (_is_tail(kept[-1].lines, year) or _is_note(kept)):
        tail[:0] = kept.pop().lines
    notes = next(
        (nth for nth, one in enumerate(kept) if compiled(_NOTES).search(one.lines[0].text)), None
    )
    if notes is not None and notes > len(kept) // 2:
        tail[:0] = [line for block in kept[notes:] for line in block.lines]
        kept, more = _tail(kept[:notes], year)
        return kept, [*more, *tail]
    if kept:
        kept[-1:], peeled = _peeled(kept[-1], year)
        tail[:0] = peeled
    return kept, tail


def _peeled(block: Block, year: int) -> tuple[list[Block], list[Line]]:
    """Take the lines of a signature or foot off a block whose paragraph ends above them."""
    lines = block.lines
    for nth in range(max(1, len(lines) - 12), len(lines)):
        rest = lines[nth:]
        if not ends_sentence(lines[nth - 1].text) or not _is_tail(rest, year):
            continue
        begins = name_like(rest[0].text) or _covered(rest[:1], "foot", year) >= 0.5
        if begins and not any(is_sentence(line, "foot", year) for line in rest):
            return [Block(lines[:nth], block.after_page)], list(rest)
    return [block], []


def _is_note(blocks: Sequence[Block]) -> bool:
    """Whether the last block is a footnote whose number stands in a text above it."""
    lines = blocks[-1].lines
    numbers = [one[1] for line in lines if (one := _FOOTNOTE.match(line.text))]
    if not numbers or not _FOOTNOTE.match(lines[0].text):
        return False
    called = re.compile(rf"[^\W\d_][.,;:”\"')]{{0,2}}(?:{'|'.join(numbers)})(?=\s|$)")
    return any(called.search(line.text) for block in blocks[-12:-1] for line in block.lines)


def _is_tail(lines: Sequence[Line], year: int) -> bool:
    text = join(lines).text
    if item_of(text)[0] and not _NOTE.match(text):
        return False
    if compiled(_CLOSING).search(text) and len(text) < 2 * _LONG:
        return True
    if len(lines) <= 6 and all(
        name_like(line.text) or _covered([line], "foot", year) >= 0.5 for line in lines
    ):
        return True
    if text[0] in "[(" and text[-1] in "])" and len(text) < 400:
        return True
    if _NOTE.match(text) and text[0] in "[¹²³*†⁴⁵⁶⁷⁸⁹":
        return True
    return _covered(lines, "foot", year) >= 0.5


def _below(tail: list[Line], year: int) -> tuple[list[Line], list[Line], list[Line]]:
    signature: list[Line] = []
    foot: list[Line] = []
    closed = False
    notes: list[Line] = []
    for line in tail:
        note = compiled(_NOTES).search(line.text) or _NOTE_MARK.match(line.text)
        plain = _covered([line], "foot", year) < 0.3
        if notes or note or (signature and plain and _PLAIN_NOTE.match(line.text)):
            notes.append(line)
        elif foot or not plain:
            foot.append(line)
        elif compiled(_CLOSING).search(line.text):
            signature.append(line)
            closed = True
        elif not name_like(line.text) and not (closed and len(line.text) < _LONG // 2):
            foot.append(line)
        else:
            signature.append(line)
    return signature, foot, notes


def _paragraph_lines(blocks: Sequence[Block]) -> list[tuple[Line, ...]]:
    """Return the paragraphs of a body, each as its lines; a page may end inside one."""
    found: list[list[Line]] = []
    after_page = False
    for block in blocks:
        first = True
        for piece in _pieces(block):
            broken = after_page or block.after_page
            if first and found and _goes_on(found[-1], piece, broken):
                found[-1].extend(piece)
            else:
                found.append(list(piece))
            first = False
        after_page = False
    return [tuple(one) for one in found]


def _goes_on(before: Sequence[Line], after: Sequence[Line], page: bool) -> bool:
    """Whether a block is the rest of the paragraph above it."""
    last, text = before[-1].text, after[0].text
    if ends_sentence(last) or item_of(text)[0]:
        return False
    letter = text.lstrip("\"“«'(")[:1]
    if letter.islower():
        return True
    return page and len(join(before).text) > _LONG


def _pieces(block: Block) -> list[list[Line]]:
    """Part the lines of a block where an item begins, a line is indented, or one ends early."""
    lines = block.lines
    if len(lines) == 1:
        return [[lines[0]]]
    widths = sorted(len(line.text) for line in lines)
    full = widths[-1]
    long_lines = full > _WIDEST or widths[len(widths) // 2] > 1.5 * _LONG
    indents = sorted(line.indent for line in lines)
    margin = indents[len(indents) // 2]
    found: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        ended = ends_sentence(before.text)
        new = (
            bool(item_of(line.text)[0])
            or (long_lines and ended)
            or (ended and line.indent > margin + 1 and before.indent <= margin + 1)
            or (ended and len(before.text) < _FULL * full and not line.text[0].islower())
            or (line.text[0] in "-–—•*·" and line.text[1:2] == " ")
        )
        if new:
            found.append([line])
        else:
            found[-1].append(line)
    return found


def paragraphs_of(shape: Shape, language: str, text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text in their order, with their numbers and sentences.

    Parameters:
        text: that of the reading.
    """
    found = [_paragraph("head", (line,), language, text) for line in shape.head]
    if shape.salutation:
        found.append(_paragraph("salutation", shape.salutation, language, text))
    for number, lines in enumerate(shape.body, 1):
        found.append(_counted(number, lines, language, text))
    found.extend(_paragraph("signature", (line,), language, text) for line in shape.signature)
    found.extend(_paragraph("foot", (line,), language, text) for line in shape.foot)
    found.extend(_paragraph("note", (line,), language, text) for line in shape.notes)
    return tuple(found)


def _counted(number: int, lines: Sequence[Line], language: str, text: str) -> Paragraph:
    joined = _BULLET.sub("", join(lines).text)
    item, begin = item_of(joined)
    places = places_of(lines, text)
    if not item:
        return Paragraph(number, "body", joined, places, split_sentences(joined, language))
    inner = joined[begin:]
    sentences = tuple((a + begin, b + begin) for a, b in split_sentences(inner, language))
    return Paragraph(number, "item", joined, places, sentences, item)


def _paragraph(kind: str, lines: Sequence[Line], language: str, text: str) -> Paragraph:
    joined = join(lines).text
    sentences = split_sentences(joined, language) if kind == "note" else ()
    return Paragraph(0, kind, joined, places_of(lines, text), sentences)  # type: ignore[arg-type]
