"""A cable as text: its head as on a form, in two zones; scripts; what is withheld."""

from __future__ import annotations

import msgspec
import pytest

from parley.cables.messages.commitment import parts_of
from parley.cables.messages.message import Answered, Message, Passage
from parley.cables.messages.reading_text import OnPaper, reading_text
from parley.cables.messages.redaction import hidden
from parley.cables.primitives.legible import clean, cut
from tests.unit.cable_story import made_up_message, story

WHOLE = """\
REQUEST No. 1
secret
SUBJECT TO RETURN by 2026-12-24 20:00 Asia/Shanghai = 2026-12-24 15:00
Europe/Moscow

Series:       G of example-0a1b2c3d
Copy:         No. 2, to mandator
Precedence:   immediate
From:         team
To:           mandator
Released:     2026-11-26 20:00:04 Asia/Shanghai = 2026-11-26 15:00:04
              Europe/Moscow
About:        example-0a1b2c3d/F/7
Answer due:   2026-11-28 20:00 Asia/Shanghai = 2026-11-28 15:00 Europe/Moscow
Subject:      The line

1.   A made-up example: we shall insist on the line.

2.   Всё это вымышлено.

3.   以上纯属虚构。

QUESTIONS

q1.  Is all of the above correct?
     A plain yes authorises: line = general

q2.  May the date be left open?
     Answer due: 2026-11-27 20:00 Asia/Shanghai = 2026-11-27 15:00 Europe/Moscow

ANSWERS

a1.  yes, on a condition: insist on line = x
     Condition: date = y
"""


def test_the_whole_of_it() -> None:
    """Word for word."""
    paper = OnPaper(copy=2, holder="mandator", zones=("Europe/Moscow",))
    assert reading_text(story().parts, paper) == WHOLE


def test_withheld_parts_are_told_or_not() -> None:
    """Where policy lets it they stand in their places; else nothing is said of them."""
    names = ("subject", "passage/2", "question/q1", "question/q2", "head")
    parts = hidden(story().parts, names)
    told = reading_text(parts)
    for line in (
        "[the head is withheld]",
        "Subject:      [withheld]",
        "[passage/2 is withheld]",
        "[question/q1 is withheld]",
    ):
        assert line in told.splitlines()
    silent = reading_text(parts, OnPaper(tell=False))
    assert "withheld" not in silent
    assert "QUESTIONS" not in silent
    assert silent.startswith("1.   A made-up example")


def _text(**changes: object) -> str:
    message: Message = msgspec.structs.replace(made_up_message(), **changes)
    return reading_text(parts_of(message))


def test_long_texts_are_wrapped_by_the_room_they_take() -> None:
    """Latin by words, Chinese between signs, a word longer than the line anywhere."""
    text = _text(
        passages=(
            Passage(id="1", text="word " * 40),
            Passage(id="2", text="关于停战谈判，" * 20),
            Passage(id="3", text="x" * 200),
            Passage(id="4", text="first\n\nsecond"),
            Passage(id="a-long-id", text="text"),
        )
    )
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    chinese = [line for line in lines if "停" in line or "谈" in line]
    assert all(len(line) <= 5 + 37 for line in chinese)
    assert not any(line.strip().startswith("，") for line in lines)
    assert "".join(line[5:] for line in chinese) == "关于停战谈判，" * 20
    assert "     second" in lines
    assert lines[lines.index("a-long-id.") + 1] == "     text"


def test_right_to_left_texts_do_not_turn_their_labels() -> None:
    """They stand between marks that keep them apart."""
    text = _text(subject="שלום 12")
    assert "Subject:      \u2068שלום 12\u2069" in text.splitlines()


@pytest.mark.parametrize("sign", ["\x1b[2J", "\r", "\u202e", "\u2066", "\x9b", "\ud800"])
def test_nothing_of_it_is_obeyed(sign: str) -> None:
    """What would move a cursor or turn a line round is shown as a mark."""
    assert sign[0] not in clean(f"a{sign}b")
    assert cut("a\n" + "b" * 300) == "a " + "b" * 197 + "…"


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (Answered(question="q", answer="yes"), "q.   yes"),
        (Answered(question="q", answer="yes", mode="must"), "q.   yes: to be insisted on"),
        (Answered(question="q", answer="changed", says="a = b"), "q.   changed: allowed is a = b"),
        (Answered(question="q", answer="deferred", until="2027"), "     Promised by: 2027"),
        (Answered(question="q", answer="no", until="2027"), "     Valid until: 2027"),
        (Answered(question="q", answer="answered", text="In May."), "     In May."),
    ],
)
def test_answers_in_words(answer: Answered, line: str) -> None:
    """Each word of the dossier's reply."""
    assert line in _text(answers=(answer,)).splitlines()
