"""Drafting a request: the questions that press, and one's own, picked, worded and put in order."""

from __future__ import annotations

from dataclasses import dataclass, fields

from parley.brief.asking import Pressing, asking, mandators
from parley.brief.desk import Desk as BriefDesk
from parley.brief.model import Cite
from parley.kernel.errors import Refused
from parley.web.addresses import link
from parley.web.desk import Desk, worked_out
from parley.web.plain_questions import in_plain_words
from parley.web.proposing import (
    free_id,
    in_form_words,
    moment_to_write,
    packed,
    take_back,
    unpacked,
    write_entries,
)
from parley.web.registry import Act, Done, Page, Rows
from parley.web.requesting import (
    BeforeSending,
    RequestForm,
    before_sending,
    request_entry,
)
from parley.web.sided import brief_desks, finding_of

__all__ = [
    "PAGE",
    "Because",
    "DraftRow",
    "Drafting",
    "UndoRequest",
    "drafting",
    "pressing_table",
    "preview",
    "save",
    "take_back_request",
]


@dataclass(frozen=True, slots=True)
class Because:
    """A finding that raises a question."""

    address: str
    code: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A question that could be asked; one of one's own is empty.

    Parameters:
        row: the name of its fields in the form.
        authorises: what a plain yes would authorise, in words.
        because: the findings that raise it.
    """

    row: str
    text: str
    says: str | None
    about: tuple[str, ...]
    authorises: str
    because: tuple[Because, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Drafting:
    """A request while it is drafted.

    Parameters:
        party: who asks; None where nobody's eyes are chosen.
        mandators: whom the party may ask.
        filled: what the form is to hold.
        preview: the request as it would be written; None where nothing is filled in.
        step: what was written last and can be undone; 0 for nothing.
        sent: the request that was written last.
    """

    party: str | None
    mandators: tuple[str, ...]
    rows: tuple[DraftRow, ...]
    not_shown: int
    moment: str
    name: str
    filled: dict[str, str]
    preview: BeforeSending | None
    step: int
    sent: str


def drafting(desk: Desk, given: tuple[str, ...] = (), step: int = 0, sent: str = "") -> Drafting:
    """Return the questions that press, and a form for a request; `given` fills it in.

    `step` is the number of what was written last, which can be undone, and `sent` the request.
    """
    moment = moment_to_write(desk)
    if desk.seen.party is None:
        return Drafting(None, (), (), 0, moment, "", {}, None, step, sent)
    (brief,) = brief_desks(desk)
    asked = worked_out(desk, ("asking", desk.seen.zone), lambda: asking(brief))
    whom = mandators(brief)
    filled = unpacked(given)
    return Drafting(
        desk.seen.party,
        whom,
        tuple(_row(desk, brief, one) for one in asked.pressing),
        asked.not_asked,
        moment,
        free_id(desk.dossier.by_id, f"request-{moment[:10]}"),
        filled,
        before_sending(desk, desk.seen.party, whom, _form(filled)) if filled else None,
        step,
        sent if sent in desk.dossier.by_id else "",
    )


def _row(desk: Desk, brief: BriefDesk, one: Pressing) -> DraftRow:
    raised = [finding_of(brief, label) for label in one.because]
    because = tuple(Because(found.address, found.code) for found in raised if found is not None)
    text = in_plain_words(desk, one.text)
    return DraftRow(one.id, text, one.says, one.about, one.authorises, because, one.cite)


def _form(filled: dict[str, str]) -> RequestForm:
    """A form from the fields that an address fills in; others than those of the form are let be."""
    keyed: dict[str, dict[str, str]] = {}
    plain: dict[str, str] = {}
    for one in fields(RequestForm):
        if one.name in ("to", "name", "at", "due", "note", "sources", "series"):
            plain[one.name] = filled.get(one.name, "")
            continue
        start = f"{one.name}."
        keyed[one.name] = {
            key.removeprefix(start): text for key, text in filled.items() if key.startswith(start)
        }
    return RequestForm(**keyed, **plain)  # type: ignore[arg-type]


def _party(desk: Desk) -> tuple[str, tuple[str, ...]]:
    if desk.seen.party is None:
        raise Refused("no party is chosen that could ask", hint="choose one under “Seen by”")
    (brief,) = brief_desks(desk)
    return desk.seen.party, mandators(brief)


def preview(desk: Desk, form: RequestForm) -> Done:
    """Show a request as it would be written, without writing it."""
    given = packed(form, ("note",))
    return Done(link(desk.asked, ("request",), {"given": list(given)}, "preview"))


def save(desk: Desk, form: RequestForm) -> Done:
    """Write a request into the dossier."""
    by, whom = _party(desk)
    entry = request_entry(desk, by, whom, form)
    with in_form_words():
        step = write_entries(desk, [entry])
    fields_ = {"step": step, "sent": entry["id"]}
    return Done(link(desk.asked, ("request",), fields_), "request.saved")


@dataclass(frozen=True, slots=True)
class UndoRequest:
    """What is to be undone: the number of the step."""

    step: int


def take_back_request(desk: Desk, form: UndoRequest) -> Done:
    """Take back the request that was written last, as one step."""
    take_back(desk, form.step)
    return Done(link(desk.asked, ("request",), {}), "request.undone")


def pressing_table(desk: Desk) -> Rows:
    """Return the questions that press as a table."""
    columns = ("id", "text", "says", "about", "authorises", "because")
    return Rows(
        columns,
        tuple(
            (
                one.row,
                one.text,
                one.says,
                one.about,
                one.authorises,
                tuple(found.code for found in one.because),
            )
            for one in drafting(desk).rows
        ),
    )


PAGE = Page(
    "request",
    "/request",
    drafting,
    tables={"pressing": pressing_table},
    acts={
        "preview": Act(preview, "look"),
        "save": Act(save, "edit"),
        "undo": Act(take_back_request, "edit"),
    },
)
