"""Drafts: a file that a person edits; all its faults at once, with line and column."""

from __future__ import annotations

import pytest

from parley.cables.messages.draft import (
    Draft,
    DraftCopy,
    DraftPassage,
    DraftQuestion,
    HeadOf,
    copies_of,
    draft_digest,
    instant_of,
    message_of_draft,
)
from parley.cables.messages.draft_files import MOST_DRAFT, read_draft, write_draft
from parley.kernel.errors import BadTime, Refused

FILE = """\
draft: 1
series: G
kind: request   # what it is
sender: support-team
zone: Asia/Shanghai
action: mandator
info: [ally]
due: 2d
return_by: 1951-07-20
grade: top secret
subject: "The agenda: is all of it correct?"
passages:
- text: |
    First paragraph.

    Second.
- {id: refugees, text: Left out., compartment: exchange}
questions:
- {id: q1, text: Is all of the above correct?, says: line = general, due: 1951-07-14 12:00}
copies:
- holder: mandator
- holder: mandator
- holder: ally
- {holder: support-team, file: true}
"""
AT = "1951-07-13T07:00:00.000Z"
HEAD = HeadOf("kaesong-3f9a1c2b/G/21756", AT, "chief", "UTC")


def _draft(text: str = FILE) -> Draft:
    return read_draft(text.encode(), "draft.yaml")


def test_a_draft_becomes_a_message() -> None:
    """Times in its zone, to the end of a day; lengths of time from the release on; ids by place."""
    message = message_of_draft(_draft(), HEAD)
    head = message.head
    assert (head.due, head.grading.return_by) == (
        "1951-07-15T07:00:00.000Z",
        "1951-07-20T15:59:59.000Z",
    )
    assert (head.action, head.info, head.released_by) == (("mandator",), ("ally",), "chief")
    assert [one.id for one in message.passages] == ["1", "refugees"]
    assert message.passages[1].compartments == ("exchange",)
    assert message.questions[0].due == "1951-07-14T04:00:00.000Z"
    assert message.subject == "The agenda: is all of it correct?"


def test_copies_as_listed_or_one_each() -> None:
    """If none is named, the addressees get one each, and one goes to file."""
    assert [one.holder for one in copies_of(_draft())] == ["mandator"] * 2 + [
        "ally",
        "support-team",
    ]
    short = _draft(FILE[: FILE.index("copies:")])
    assert copies_of(short) == (
        DraftCopy(holder="mandator"),
        DraftCopy(holder="ally"),
        DraftCopy(holder="support-team", file=True),
    )


def test_the_digest_is_of_what_it_says() -> None:
    """Comments and the order of keys do not count, words do."""
    lines = FILE.splitlines()
    turned = "\n".join(["# seen", *lines[1:5], lines[0], *lines[5:]])
    assert draft_digest(_draft(turned)) == draft_digest(_draft())
    assert draft_digest(_draft(FILE.replace("Left out.", "Left in."))) != draft_digest(_draft())


def test_the_file_that_is_written_explains_itself() -> None:
    """With a comment at every key, also at those that say nothing; and it is read back."""
    draft = _draft()
    text = write_draft(draft)
    assert _draft(text) == draft
    assert "#precedence_info:" in text
    assert "# when an answer is due: a time, or a length of time" in text
    assert max(map(len, text.splitlines())) <= 100
    quoted = Draft(draft=1, series="G", kind="report", sender="x", action=("y",), subject="> no",
                   passages=(DraftPassage(text="a: b\n c"), DraftPassage(text="null")),
                   questions=(DraftQuestion(id="7", text="yes"),))  # fmt: skip
    assert _draft(write_draft(quoted)) == quoted


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("draft: 1", "draft: 2", "1:8: expected the version 1"),
        ("series: G", "series: a/b", "2:9: expected the name of a series"),
        ("kind: request", "kind: reqest", "3:7: 'kind' is 'reqest'"),
        ("sender: support-team", "sender: ' '", "4:9: expected the name of a post"),
        ("zone: Asia/Shanghai", "zone: Shanghai!", "5:7: expected a time zone"),
        ("action: mandator", "action: [ally, mandator]", "7:8: expected every post once"),
        ("info: [ally]", "exempt: [ally]", "23:11: expected no copy for 'ally'"),
        ("info: [ally]", "info: [ally, third]", "7:14: expected a copy for 'third'"),
        ("due: 2d", "due: soon", "8:6: expected a time such as"),
        ("due: 2d", "due: 2d 2w", "8:6: expected a duration"),
        ("due: 2d", "due: not before 1951", "8:6: expected a time with an end"),
        ("due: 2d", "precedence: flsh", "did you mean flash?"),
        ("due: 2d", "about: kaesong", "8:8: expected the name of a cable"),
        ("grade: top secret", "grade: ''", "10:8: expected 1 to 2,000 characters"),
        ("grade: top secret", "garde: top secret", "10:1: unknown key 'garde'"),
        ("id: refugees", "id: 'a b'", "17:8: expected an id"),
        ("id: refugees", "id: 1", "17:8: expected every id once"),
        ("text: Left out.", "text: ''", "expected a text, got none"),
        ("due: 1951-07-14 12:00", "due: 1951-13-14", "expected a month"),
        ("file: true", "file: maybe", "'file' is 'maybe'"),
        (", file: true", "", "24:12: expected an addressee, got 'support-team'"),
        ("subject:", "subject: x\nsubject:", "the key 'subject' stands here"),
        ("kind: request", "kind: zzz", "destruction-report; put one of these there"),
        ("kind: request", "kind: tracer", "since this is a tracer, got none"),
        ("questions:", "answers: [{question: q, answer: yes}]\nquestions:", "that is answered"),
        ("subject:", "subject: [", "draft.yaml:"),
        ("subject:", "subject: &a", "the anchor &a"),
    ],
)  # fmt: skip
def test_faults_have_line_and_column(old: str, new: str, told: str) -> None:
    """Each told where it stands, with what was expected and got."""
    text = FILE.replace(old, new, 1)
    with pytest.raises(Refused) as refused:
        _draft(text)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("{question: q, answer: condition}", "expected `if:` beside `condition`"),
        ("{question: q, answer: changed}", "expected `says:` beside `changed`"),
        ("{question: q, answer: answered}", "expected `text:` or `says:`"),
        ("{question: q, answer: perhaps}", "'answer' is 'perhaps'"),
        ("{question: q, answer: yes, until: then}", "expected a time such as"),
        ("{answer: yes}", "'question' is missing"),
    ],
)
def test_answers_that_say_too_little(answer: str, told: str) -> None:
    """As the dossier would find when the reply is entered."""
    text = FILE[: FILE.index("passages:")] + f"about: log/G/1\nanswers:\n- {answer}\n"
    with pytest.raises(Refused) as refused:
        _draft(text)
    assert told in str(refused.value)


def test_all_faults_come_in_one_run() -> None:
    """Also where a key is missing that must be there."""
    with pytest.raises(Refused) as refused:
        _draft("kind: x\nseries: a/b\ndue: soon\nwhat: 1\n")
    text = str(refused.value)
    assert text.startswith("the draft has ")
    for told in ("'draft' is missing", "'kind' is 'x'", "a series", "a time such as", "'what'",
                 "expected an addressee", "expected passages"):  # fmt: skip
        assert told in text


@pytest.mark.parametrize(
    "data",
    [
        b"x" * (MOST_DRAFT + 1),
        b"[" * 10_000,
        b"a: &a [" + b"*a," * 1_000 + b"]",
        b"\xff\xfe",
        b"draft: 1\x00",
        b"draft: 1\n---\ndraft: 1\n",
        b"- draft: 1\n",
        b"",
    ],
    ids=["big", "deep", "bomb", "coding", "control", "two", "list", "empty"],
)
def test_hostile_files_are_refused(data: bytes) -> None:
    """In words, and soon."""
    with pytest.raises(Refused):
        read_draft(data, "draft.yaml")


def test_times_and_lengths_of_time() -> None:
    """What is no time is told so."""
    assert instant_of("1951-07-14", "Asia/Shanghai", AT) == "1951-07-14T15:59:59.000Z"
    assert instant_of("1d 6h", "Asia/Shanghai", AT) == "1951-07-14T13:00:00.000Z"
    assert instant_of("1951", "UTC", AT) == "1951-12-31T23:59:59.000Z"
    for text in ("d", "", "not before 1951-07-14", "4000000d"):
        with pytest.raises(BadTime):
            instant_of(text, "UTC", AT)


def test_an_office_may_have_other_words_of_urgency() -> None:
    """They are given; those of parley are then none."""
    text = FILE.replace("due: 2d", "precedence: molniya")
    draft = read_draft(text.encode(), "draft.yaml", precedences=("molniya",))
    assert draft.precedence == "molniya"
    with pytest.raises(Refused, match="expected one of molniya"):
        read_draft(FILE.encode(), "draft.yaml", precedences=("molniya",))
