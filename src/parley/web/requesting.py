"""A request to a mandator: made from a form, as an entry of the dossier and as a cable's draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from parley.dossier.editing.writing import entry_text
from parley.kernel.errors import ParleyError, Refused
from parley.web.desk import Desk
from parley.web.proposing import (
    free_id,
    moment_to_write,
    proof_of,
    proposed,
    told_without_places,
)

__all__ = [
    "OWN_ROWS",
    "BeforeSending",
    "FormFault",
    "RequestForm",
    "before_sending",
    "request_entry",
]

#: Rows for questions of one's own.
OWN_ROWS = ("own1", "own2", "own3")
#: Keys of the file format -> the words of the page for them.
_FIELDS = {
    "at": "at",
    "due": "due",
    "to": "to",
    "says": "statement",
    "about": "about",
    "text": "wording",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class RequestForm:
    """What is typed into the form of a request; `FIELD.ROW` belongs to one question.

    Parameters:
        take: `yes` for a question that is to be asked.
        place: which place it takes, from 1.
        called: its id; left out, that of the row.
        ask: its words.
        says: the statement that a plain yes authorises.
        about: the trades and fallbacks that a plain yes authorises, with commas.
        due_of: when its own answer is due.
        to: whom, with commas; left out, the mandators of the party.
        name, at, due, note: the request's id, when it is sent, when it is due, and its words.
        sources: passages that prove it; left out, that it was written here.
        series: of the cable.
    """

    take: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    ask: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    due_of: dict[str, str] = field(default_factory=dict)
    to: str = ""
    name: str = ""
    at: str = ""
    due: str = ""
    note: str = ""
    sources: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class FormFault:
    """Something that a form still lacks, and the field that it is about; empty for none."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class BeforeSending:
    """A request before it is written.

    Parameters:
        fault: why it cannot be written as it stands; everything else is then empty but `faults`:
            the same one by one.
        questions: the ids in order.
        text: the entry as it would stand in the log.
        cable: the draft of a cable with the same questions.
        cable_fault: why there is no such draft.
    """

    fault: str | None
    questions: tuple[str, ...] = ()
    text: str = ""
    cable: str = ""
    cable_fault: str | None = None
    faults: tuple[FormFault, ...] = ()


def request_entry(
    desk: Desk, by: str, mandators: Sequence[str], form: RequestForm
) -> dict[str, Any]:
    """Return a request as the keys of the file format.

    Raises Refused where no question is taken, one has no words, or nobody is asked.
    """
    rows = _in_order(form)
    if not rows:
        raise Refused("no question is chosen", hint="tick one, or write one of your own")
    wordless = [row for row in rows if not form.ask.get(row, "").strip()]
    if wordless:
        raise Refused(
            f"a question without words: {', '.join(wordless)}", hint="word it, or do not take it"
        )
    to = _names(form.to) or list(mandators)
    if not to:
        raise Refused("nobody is asked", hint="name a party of the dossier")
    at = form.at or moment_to_write(desk)
    entry: dict[str, Any] = {
        "id": form.name or _own_id(desk, at),
        "type": "request",
        "at": at,
        "by": by,
        "to": to[0] if len(to) == 1 else to,
        "due": form.due.strip() or None,
        "text": form.note.strip() or None,
        "questions": [_question(form, row) for row in rows],
    }
    found = {key: value for key, value in entry.items() if value is not None}
    return {**found, **proof_of(desk, form.sources)}


def _own_id(desk: Desk, at: str) -> str:
    day = at[:10] if _DAY.match(at) else moment_to_write(desk)[:10]
    return free_id(desk.dossier.by_id, f"request-{day}")


def _in_order(form: RequestForm) -> list[str]:
    """The rows that are taken, by their places; those without a place stay where they are."""
    rows = [row for row, taken in form.take.items() if taken]
    rows += [row for row in OWN_ROWS if row not in rows and form.ask.get(row, "").strip()]
    places: dict[str, float] = {}
    for number, row in enumerate(rows, 1):
        typed = form.place.get(row, "").strip()
        try:
            places[row] = float(typed) if typed else float(number)
        except ValueError:
            raise Refused(
                f"the place of a question is a number, got '{typed[:40]}'", hint="write 1, 2, 3"
            ) from None
    return sorted(rows, key=places.__getitem__)


def _names(text: str) -> list[str]:
    return [one for one in text.replace(",", " ").split() if one]


def _question(form: RequestForm, row: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": form.called.get(row, "").strip() or row,
        "text": " ".join(form.ask[row].split()),
    }
    says, about = form.says.get(row, "").strip(), _names(form.about.get(row, ""))
    if says:
        found["says"] = says
    if about:
        found["about"] = about[0] if len(about) == 1 else about
    if form.due_of.get(row, "").strip():
        found["due"] = form.due_of[row].strip()
    return found


def before_sending(
    desk: Desk, by: str, mandators: Sequence[str], form: RequestForm
) -> BeforeSending:
    """Return a request as it would be written; what is wrong with it is told, not raised."""
    try:
        entry = request_entry(desk, by, mandators, form)
        proposed(desk, [entry])
    except ParleyError as error:
        faults = tuple(_form_fault(form, told) for told in told_without_places(error))
        return BeforeSending("; ".join(one.message for one in faults), faults=faults)
    questions = entry["questions"]
    cable, fault = "", None
    try:
        cable = _cable(desk, by, entry, form.series or "1")
    except ParleyError as error:
        fault = str(error)
    names = tuple(str(one["id"]) for one in questions)
    return BeforeSending(None, names, entry_text(entry), cable, fault)


def _form_fault(form: RequestForm, told: str) -> FormFault:
    """Name the field of the form instead of the key of the file."""
    key, found, rest = told.partition(": ")
    field = _FIELDS.get(key.strip("'"), "") if found and key.startswith("'") else ""
    if field:
        return FormFault(field, rest)
    if " is no id" in told:
        name = told.split("'")[1] if told.count("'") > 1 else ""
        return FormFault("called" if name in form.called.values() else "name", told)
    return FormFault("", told)


def _cable(desk: Desk, by: str, entry: dict[str, Any], series: str) -> str:
    """The draft of a cable with the request's questions; raises Refused for what a draft lacks."""
    import msgspec

    from parley.cables.messages.draft import Draft, DraftQuestion
    from parley.cables.messages.draft_files import read_draft, write_draft

    to, questions = entry["to"], entry["questions"]
    asked = [
        {**one, "about": [one["about"]] if isinstance(one.get("about"), str) else one.get("about")}
        for one in questions
    ]
    draft = Draft(
        draft=1,
        series=series,
        kind="request",
        sender=by,
        zone=desk.asked.zone or desk.dossier.declared.zone,
        action=tuple(to) if isinstance(to, list) else (str(to),),
        due=str(entry["due"]) if "due" in entry else None,
        subject=" ".join(str(entry.get("text") or entry["id"]).split())[:200],
        request=str(entry["id"]),
        questions=tuple(
            msgspec.convert({k: v for k, v in one.items() if v is not None}, DraftQuestion)
            for one in asked
        ),
    )
    text = write_draft(draft)
    read_draft(text.encode(), "draft.yaml")  # so that nobody downloads a draft with faults
    return text
