"""Hypothesis strategies for cables: messages with parts of every kind, in any script."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from parley.cables.messages.draft import Draft, DraftAnswer, DraftCopy, DraftPassage, DraftQuestion
from parley.cables.messages.message import Answered, Asked, Grading, Head, Message, Passage
from tests.unit.cable_story import LOG

__all__ = ["drafts", "messages"]

_TEXT = st.text(max_size=40)
_SHORT = st.text(min_size=1, max_size=12)
_IDS = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,6}", fullmatch=True)
_LISTS = st.lists(_SHORT, max_size=2).map(tuple)
_WHEN = st.sampled_from(["2026-11-28T12:00:00.000Z", "2027-01-01T00:00:00.000Z"])
_WORDS = st.sampled_from(["yes", "no", "discretion", "deferred"])
# What can stand in a file of plain text.
_WRITTEN = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t"),
    min_size=1,
    max_size=40,
).filter(lambda text: bool(text.strip()) and "\ufffe" not in text and "\uffff" not in text)


def _optional(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | inner


def _unique(inner: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3, unique_by=lambda one: getattr(one, key)).map(tuple)


_GRADINGS = st.builds(
    Grading,
    grade=_optional(_SHORT),
    return_by=_optional(_WHEN),
    until=_optional(_WHEN),
    note=_optional(_TEXT),
)
_HEADS = st.builds(
    Head,
    v=st.just(1),
    cable=st.just(f"{LOG}/G/1"),
    cable_kind=st.sampled_from(["request", "instruction", "report"]),
    sender=st.just("team"),
    released_by=st.just("team"),
    at=st.just("2026-11-26T12:00:04.000Z"),
    zone=st.sampled_from(["UTC", "Asia/Seoul"]),
    action=_LISTS,
    info=_LISTS,
    exempt=_LISTS,
    precedence=st.sampled_from(["routine", "flash"]),
    precedence_info=_optional(st.just("routine")),
    about=_optional(st.just(f"{LOG}/F/2")),
    due=_optional(_WHEN),
    grading=_GRADINGS,
)
_PASSAGES = st.builds(
    Passage, id=_IDS, text=_TEXT, language=_optional(_SHORT), compartments=_LISTS, sources=_LISTS
)
_ASKED = st.builds(
    Asked, id=_IDS, text=_TEXT, says=_optional(_TEXT), about=_LISTS, issues=_LISTS,
    due=_optional(_WHEN), compartments=_LISTS,
)  # fmt: skip
_ANSWERED = st.builds(
    Answered, question=_IDS, answer=_WORDS, mode=st.sampled_from(["may", "must"]),
    says=_optional(_TEXT), if_=_optional(_TEXT), until=_optional(_SHORT), text=_optional(_TEXT),
)  # fmt: skip

#: Messages as they could be released in the made-up log.
messages: st.SearchStrategy[Message] = st.builds(
    Message,
    head=_HEADS,
    subject=_SHORT,
    request=_optional(_SHORT),
    passages=_unique(_PASSAGES, "id"),
    questions=_unique(_ASKED, "id"),
    answers=_unique(_ANSWERED, "question"),
)

_DUE = st.sampled_from(["2d", "1d 6h", "2026-12-01", "2026-12-01 12:00 Asia/Seoul"])
_POSTS = st.sampled_from(["mandator", "Посольство", "北京", "red team"])
_DRAFT_PASSAGES = st.builds(
    DraftPassage, text=_WRITTEN, id=_IDS, language=_optional(st.just("ru")),
    compartment=st.lists(_WRITTEN, max_size=2).map(tuple),
    sources=st.lists(_WRITTEN, max_size=2).map(tuple),
)  # fmt: skip
_MORE_PASSAGES = _unique(_DRAFT_PASSAGES.filter(lambda one: one.id != "at-least"), "id")
_DRAFT_QUESTIONS = st.builds(
    DraftQuestion, id=_IDS, text=_WRITTEN, says=_optional(_WRITTEN), due=_optional(_DUE),
    about=st.lists(_WRITTEN, max_size=2).map(tuple),
)  # fmt: skip
_DRAFT_ANSWERS = st.builds(
    DraftAnswer, question=_IDS, answer=_WORDS, mode=st.sampled_from(["may", "must"]),
    says=_optional(_WRITTEN), if_=_optional(_WRITTEN), text=_optional(_WRITTEN),
    until=_optional(st.just("2026-12-01")),
)  # fmt: skip


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Drafts without faults."""
    posts = draw(st.lists(_POSTS, min_size=1, max_size=4, unique=True))
    cut = draw(st.integers(0, len(posts)))
    copies = [DraftCopy(holder=post) for post in posts] + [DraftCopy(holder="team", file=True)]
    return Draft(
        draft=1,
        series=draw(st.sampled_from(["G", "Серия Г", "no", "7"])),
        kind=draw(st.sampled_from(["request", "report", "service"])),
        sender="team",
        zone=draw(_optional(st.just("Asia/Seoul"))),
        action=tuple(posts[:cut]),
        info=tuple(posts[cut:]),
        exempt=draw(st.sampled_from([(), ("ally",)])),
        precedence=draw(st.sampled_from(["routine", "flash"])),
        about=f"{LOG}/F/2",
        due=draw(_optional(_DUE)),
        return_by=draw(_optional(_DUE)),
        until=draw(_optional(_DUE)),
        grade=draw(_optional(_WRITTEN)),
        note=draw(_optional(_WRITTEN)),
        subject=draw(_WRITTEN),
        request=draw(_optional(_IDS)),
        passages=(DraftPassage(text="At least one.", id="at-least"), *draw(_MORE_PASSAGES)),
        questions=draw(_unique(_DRAFT_QUESTIONS, "id")),
        answers=draw(_unique(_DRAFT_ANSWERS, "question")),
        copies=draw(st.sampled_from([(), tuple(copies)])),
    )
