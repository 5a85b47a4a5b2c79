"""Work on a cable in the name of a post: open, read, answer, give back, release.

Before anything is entered in the log a page says what, and in whose name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parley.kernel.errors import ParleyError, Refused
from parley.web.addresses import link
from parley.web.cable_drafts import draft_named, write_new_draft
from parley.web.desk import Desk
from parley.web.office_desk import acting_posts, clerk_for, looking
from parley.web.pages.cable import cable_name, known_cable_of
from parley.web.registry import Act, Done, Page

if TYPE_CHECKING:
    from parley.cables.clerk import Clerk
    from parley.cables.custody.directory import Directory
    from parley.cables.messages.draft import Draft, DraftAnswer
    from parley.cables.steps.open_copy import Unsealed

__all__ = [
    "PAGES",
    "AnswerForm",
    "CableAnswering",
    "CableDraft",
    "CableStep",
    "CableText",
    "CableToAnswer",
    "DraftAnswerShown",
    "ReleaseForm",
    "StepForm",
    "cable_answer",
    "cable_draft",
    "cable_step",
    "cable_text",
    "draft_answer",
    "open_it",
    "release_it",
    "return_it",
]

#: What a copy can be told to do on this page -> the event that is entered.
_STEPS = {"open": "opened", "return": "returned"}


@dataclass(frozen=True, slots=True)
class CableStep:
    """What is about to be entered, and in whose name."""

    cable: str
    copy: int
    do: str
    post: str


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step with a copy, confirmed."""

    log: str
    series: str
    number: str
    copy: int
    post: str


@dataclass(frozen=True, slots=True)
class CableText:
    """What a cable says, for a post that holds an opened copy; `questions` has how many it asks."""

    cable: str
    copy: int
    post: str
    text: str
    questions: int


@dataclass(frozen=True, slots=True)
class CableToAnswer:
    """A question, and which cables answered it before."""

    id: str
    text: str
    says: str | None
    about: tuple[str, ...]
    answered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CableAnswering:
    """A cable that asks, before whoever answers it; `series` has those that the post owns."""

    cable: str
    copy: int
    post: str
    sender: str
    series: tuple[str, ...]
    questions: tuple[CableToAnswer, ...]


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """Answers to the questions of a cable: question -> word, statement, condition, words."""

    log: str
    series: str
    number: str
    copy: int
    post: str
    own_series: str = ""
    answer: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    condition: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DraftAnswerShown:
    """An answer in a draft."""

    question: str
    answer: str
    says: str | None
    condition: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class CableDraft:
    """A draft as it would be released.

    Parameters:
        number: that it would get, if nobody is quicker.
        copies: the holder of each copy, and whether it stays on file.
        digest: of what is shown, so that nothing else is released.
        posts: in whose name the visitor may release it.
    """

    draft: str
    kind: str
    series: str
    number: int
    sender: str
    action: tuple[str, ...]
    info: tuple[str, ...]
    precedence: str
    about: str | None
    due: str | None
    return_by: str | None
    subject: str
    passages: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    answers: tuple[DraftAnswerShown, ...]
    copies: tuple[tuple[str, bool], ...]
    digest: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """A draft to be released: by whom, and the digest of what was shown."""

    draft: str
    post: str
    digest: str


def cable_step(
    desk: Desk, log: str, series: str, number: str, do: str = "open", copy: int = 0
) -> CableStep:
    """Return what would be entered if a copy is opened or given back; nothing is entered yet."""
    if do not in _STEPS:
        raise Refused("there is no such step", hint=f"expected one of {', '.join(_STEPS)}")
    name = cable_name(log, series, number)
    found, directory = known_cable_of(desk, name)
    held = found.copies.get(copy)
    if held is None or held.holder not in acting_posts(desk, directory):
        raise Refused(
            f"you may not act with copy {copy} of {name}", hint="only its holder does, with its key"
        )
    return CableStep(name, copy, do, held.holder)


def open_it(desk: Desk, form: StepForm) -> Done:
    """Open a copy in the name of its holder, and enter that."""
    from parley.cables.steps.open_copy import open_copy

    name = cable_name(form.log, form.series, form.number)
    known_cable_of(desk, name)
    with clerk_for(desk, form.post) as clerk:
        open_copy(clerk, name, form.copy)
    parts = ("cable", form.log, form.series, form.number, "text")
    return Done(link(desk.asked, parts, {"copy": form.copy}), "cable_step.opened")


def return_it(desk: Desk, form: StepForm) -> Done:
    """Give a copy back in the name of its holder, and enter that."""
    from parley.cables.steps.give_back import give_back

    name = cable_name(form.log, form.series, form.number)
    known_cable_of(desk, name)
    with clerk_for(desk, form.post) as clerk:
        give_back(clerk, name, form.copy)
    parts = ("cable", form.log, form.series, form.number)
    return Done(link(desk.asked, parts, {}), "cable_step.returned")


def cable_text(desk: Desk, log: str, series: str, number: str, copy: int = 0) -> CableText:
    """Return what a cable says, to who may act as the post that holds an opened copy."""
    from parley.cables.messages.reading_text import OnPaper, reading_text

    name = cable_name(log, series, number)
    with _opened(desk, name, copy) as (clerk, found):
        paper = OnPaper(found.copy.number, clerk.post, (clerk.office.zone,))
        text = reading_text(found.parts, paper)
        asked = len(found.message.questions)
        return CableText(name, found.copy.number, clerk.post, text, asked)


@contextmanager
def _opened(desk: Desk, name: str, number: int) -> Iterator[tuple[Clerk, Unsealed]]:
    """A copy that its holder has opened, read once more; nothing is entered.

    Raises Refused for a copy that is not open, and for who may not act as its holder.
    """
    from parley.cables.ledger.reading import reading
    from parley.cables.steps.open_copy import unsealed

    found, directory = known_cable_of(desk, name)
    posts = acting_posts(desk, directory)
    copies = [
        one
        for one in found.copies.values()
        if one.state == "opened" and one.holder in posts and number in (0, one.number)
    ]
    if not copies:
        raise Refused(
            f"there is no opened copy of {name} that you may read",
            hint="only its holder reads it, with its key, once it is opened",
        )
    with clerk_for(desk, copies[0].holder) as clerk:
        with reading(clerk.ledger) as now:
            copy = unsealed(clerk, now, name, copies[0].number)
        yield clerk, copy


def cable_answer(desk: Desk, log: str, series: str, number: str, copy: int = 0) -> CableAnswering:
    """Return a cable that asks, question by question, for whoever answers it."""
    name = cable_name(log, series, number)
    _, directory = known_cable_of(desk, name)
    with _opened(desk, name, copy) as (clerk, found):
        own = tuple(key for key, one in directory.series.items() if one.owner == clerk.post)
        questions = tuple(
            CableToAnswer(
                one.id, one.text, one.says, one.about, found.cable.answers.get(one.id, ())
            )
            for one in found.message.questions
        )
        sender = found.message.head.sender
        return CableAnswering(name, found.copy.number, clerk.post, sender, own, questions)


def draft_answer(desk: Desk, form: AnswerForm) -> Done:
    """Write the answers as a draft, and enter that it was drafted; nothing goes out yet."""
    from msgspec.structs import replace

    from parley.cables.messages.draft_files import read_draft
    from parley.cables.messages.drafting import reply_text, reply_to, series_of
    from parley.cables.steps.release import enter_draft

    name = cable_name(form.log, form.series, form.number)
    _, directory = known_cable_of(desk, name)
    given = {key: word for key, word in form.answer.items() if word}
    if not given:
        raise Refused("no question is answered", hint="choose an answer to one of them at least")
    _must_read(desk, form)
    with _opened(desk, name, form.copy) as (clerk, found):
        if clerk.post != form.post:
            raise Refused(f"you may not answer as {form.post}", hint="go back to the cable")
        series = series_of(directory, clerk.post, form.own_series or None)
        draft = reply_to(found.message, clerk.post, series, (), given)
        answers = tuple(_filled(one, form) for one in draft.answers)
        text = reply_text(replace(draft, answers=answers), found.message)
        limits = tuple(clerk.office.limits)
        draft = read_draft(text.encode(), "answer", zone=clerk.office.zone, precedences=limits)
        written = write_new_draft(desk, f"reply-{form.series}-{form.number}", text)
        enter_draft(clerk, written, draft)
    return Done(link(desk.asked, ("cable-draft", written), {}), "cable_draft.written")


def _must_read(desk: Desk, form: AnswerForm) -> None:
    """Refuse statements that cannot be read: a draft does not know the issues."""
    from parley.dossier.language.statements import parse

    for key, text in (*form.says.items(), *form.condition.items()):
        if text.strip():
            try:
                parse(text, desk.dossier.domains)
            except ParleyError as error:
                raise Refused(f"{key}: {error.message}", hint=error.hint) from None


def _filled(one: DraftAnswer, form: AnswerForm) -> DraftAnswer:
    from msgspec.structs import replace

    key = one.question
    return replace(
        one,
        says=form.says.get(key, "").strip() or None,
        if_=form.condition.get(key, "").strip() or None,
        text=form.text.get(key, "").strip() or None,
    )


def cable_draft(desk: Desk, draft: str) -> CableDraft:
    """Return a draft as it would be released, for who may act here."""
    from parley.cables.clerk import directory_in
    from parley.cables.ledger.reading import last_number
    from parley.cables.messages.draft import copies_of, draft_digest

    with looking(desk) as now:
        directory = directory_in(now)
        posts = acting_posts(desk, directory)
        if not posts:
            raise Refused("you may not look at drafts here", hint="only who acts as a post does")
        found = draft_named(desk, draft)
        number = last_number(now, found.series) + 1
    return CableDraft(
        draft,
        found.kind,
        found.series,
        number,
        found.sender,
        found.action,
        found.info,
        found.precedence,
        found.about,
        found.due,
        found.return_by,
        found.subject,
        tuple(one.text for one in found.passages),
        tuple((one.id, one.text) for one in found.questions),
        tuple(
            DraftAnswerShown(one.question, one.answer, one.says, one.if_, one.text)
            for one in found.answers
        ),
        tuple((one.holder, one.file) for one in copies_of(found)),
        draft_digest(found),
        tuple(post for post in posts if _may_release(directory, post, found)),
    )


def _may_release(directory: Directory, post: str, draft: Draft) -> bool:
    from parley.cables.custody.directory import standing

    known = standing(directory, post)
    return known is not None and draft.sender in known.releases_for


def release_it(desk: Desk, form: ReleaseForm) -> Done:
    """Release a draft: it gets its number, its copies are sealed, and it cannot be changed."""
    from parley.cables.messages.draft import draft_digest
    from parley.cables.steps.release import enter_draft, release

    with clerk_for(desk, form.post) as clerk:  # who may not act as a post learns of no draft
        draft = draft_named(desk, form.draft)
        if draft_digest(draft) != form.digest:
            raise Refused(
                "the draft was changed since you looked at it, and was not released",
                hint="look at it as it is now, and release it then",
            )
        enter_draft(clerk, form.draft, draft)
        issued = release(clerk, draft, form.draft)
    parts = ("cable", *issued.released.cable.split("/", 2))
    return Done(link(desk.asked, parts, {}), "cable_draft.released")


_OF_CABLE = "/cable/{log}/{series}/{number}"
PAGES = (
    Page(
        "cable_step",
        f"{_OF_CABLE}/step",
        cable_step,
        acts={"open": Act(open_it, "look"), "return": Act(return_it, "look")},
    ),
    Page("cable_text", f"{_OF_CABLE}/text", cable_text),
    Page(
        "cable_answer",
        f"{_OF_CABLE}/answer",
        cable_answer,
        acts={"draft": Act(draft_answer, "look")},
    ),
    Page(
        "cable_draft",
        "/cable-draft/{draft}",
        cable_draft,
        acts={"release": Act(release_it, "look")},
    ),
)
