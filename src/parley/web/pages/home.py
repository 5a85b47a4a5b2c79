"""The home page: what needs attention as of the time that one looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parley.brief.cards.entries import said, said_by
from parley.brief.cards.short import one_line, short_time
from parley.dossier.dossier import side_of
from parley.kernel.errors import ParleyError
from parley.kernel.findings import Finding
from parley.mandate.case import Case
from parley.mandate.questions import QuestionState, question_states
from parley.web.cable_rows import CableFault, office_view
from parley.web.checking import checked
from parley.web.desk import Desk, cases, known, report, worked_out
from parley.web.registry import Page, Rows
from parley.web.times import to_second
from parley.web.withheld import shown_sources

__all__ = [
    "PAGE",
    "Found",
    "Home",
    "Latest",
    "Open",
    "Worth",
    "findings_table",
    "found",
    "home",
    "questions_table",
]

_WAITING = ("open", "overdue", "missing", "deferred")
_NEWEST = 6
_GRAVITY = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: what is wrong, where it stands, and the entries and passages that prove it."""

    address: str
    code: str
    severity: str
    message: str
    hint: str | None
    file: str | None
    line: int | None
    column: int | None
    entries: tuple[str, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A question without a final answer: who asked whom, and whether it should have been given."""

    request: str
    question: str
    text: str
    state: str
    due: str | None
    by: tuple[str, ...]
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """A question worth putting to the mandator, and what raises it: addresses of findings."""

    text: str
    says: str | None
    authorises: str
    because: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """One of the newest entries."""

    id: str
    type: str
    when: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Home:
    """What needs attention, and what happened last.

    `mandator` names whom the party may ask; None where no party looks. `checking` tells that the
    checks are running and what is here is not all, and `checked` as of when they ran last; None
    where that is the time that is looked at. `office` has what is late in the message office.
    """

    findings: tuple[Found, ...]
    waived: int
    questions: tuple[Open, ...]
    worth_asking: tuple[Worth, ...]
    mandator: str | None
    latest: tuple[Latest, ...]
    entries: int
    checking: bool
    checked: int | None
    office: tuple[CableFault, ...] | None


def home(desk: Desk) -> Home:
    """Return what needs attention as of the time that one looks at."""
    known_now = checked(desk)
    seen = known_now.report
    mandator, worth = _worth(desk) if not known_now.running else (None, ())
    entries = known(desk).entries
    return Home(
        tuple(found(desk, one) for one in sorted(seen.findings if seen else (), key=_grave_first)),
        len(seen.waived) if seen else 0,
        tuple(_questions(desk, known_now.cases)),
        worth,
        mandator,
        tuple(_latest(desk)),
        len(entries),
        known_now.running,
        known_now.as_of if seen is not None and known_now.as_of != desk.seen.as_of else None,
        _office(desk),
    )


def _office(desk: Desk) -> tuple[CableFault, ...] | None:
    """Copies that are overdue or missing and questions without an answer; None without an office.

    What hinders its log from being read is told on the page of cables.
    """
    if desk.bench.office is None:
        return None
    try:
        view = office_view(desk)
    except ParleyError:
        return ()
    return tuple(one for row in view.rows for one in row.needs if one.severity == "error")


def _grave_first(one: Finding) -> int:
    return _GRAVITY[one.severity]


def found(desk: Desk, one: Finding) -> Found:
    """Return a finding as plain data, without passages of sources that may not be shown."""
    return Found(
        one.address,
        one.code,
        one.severity,
        one.message,
        one.hint,
        one.file,
        one.line,
        one.column,
        one.entries,
        shown_sources(desk, one.sources),
    )


def _questions(desk: Desk, told_by: Sequence[Case]) -> list[Open]:
    told: dict[tuple[str, str], Open] = {}
    for case in told_by:
        for one in question_states(case):
            if one.state in _WAITING:
                told.setdefault((one.request.id, one.question.id), _open(desk, one))
    return sorted(told.values(), key=lambda one: _WAITING.index(one.state) in (0, 3))


def _open(desk: Desk, one: QuestionState) -> Open:
    return Open(
        one.request.id,
        one.question.id,
        " ".join(one.question.text.split()),
        one.state,
        short_time(to_second(one.due), desk.seen.zone) if one.due is not None else None,
        one.request.by,
        one.request.to,
    )


def _worth(desk: Desk) -> tuple[str | None, tuple[Worth, ...]]:
    """The questions to put to the mandator of the party that looks, and who that is."""
    if desk.seen.party is None:
        return None, ()
    from parley.brief.asking import asking
    from parley.brief.desk import Desk as BriefDesk
    from parley.brief.faults import label_findings

    def make() -> tuple[str, tuple[Worth, ...]]:
        (case,) = cases(desk)
        seen = report(desk)
        labels = label_findings(seen.findings)
        made = asking(BriefDesk(case, seen, desk.seen.zone, labels, case.hidden_sources))
        named = {labels[one.address]: one for one in seen.findings if one.address in labels}
        found = []
        for one in made.pressing:
            raised = [named[label] for label in one.because if label in named]
            codes = tuple(each.code for each in raised)
            addresses = tuple(each.address for each in raised)
            found.append(Worth(one.text, one.says, one.authorises, addresses, codes))
        return made.to, tuple(found)

    return worked_out(desk, "worth asking", make)


def _latest(desk: Desk) -> list[Latest]:
    dossier = desk.dossier
    return [
        Latest(
            entry.id,
            str(entry.__struct_config__.tag),
            short_time(to_second(dossier.spans[entry.id]), desk.seen.zone),
            said_by(entry),
            one_line(entry.text or said(entry), 160),
        )
        for entry in reversed(known(desk).entries[-_NEWEST:])
    ]


def findings_table(desk: Desk) -> Rows:
    """Return all findings as a table."""
    columns = ("severity", "code", "message", "file", "line", "entries", "passages", "address")
    rows = tuple(
        (
            one.severity,
            one.code,
            one.message,
            one.file,
            one.line,
            one.entries,
            one.passages,
            one.address,
        )
        for one in home(desk).findings
    )
    return Rows(columns, rows)


def questions_table(desk: Desk) -> Rows:
    """Return all questions that wait for an answer as a table."""
    columns = ("request", "question", "state", "due", "by", "to", "text", "side")
    rows = tuple(
        (
            one.request,
            one.question,
            one.state,
            one.due,
            one.by,
            one.to,
            one.text,
            side_of(desk.dossier, one.by[0]) if one.by else None,
        )
        for one in _questions(desk, cases(desk))
    )
    return Rows(columns, rows)


PAGE = Page(
    "home",
    "/",
    home,
    key="h",
    order=0,
    tables={"findings": findings_table, "questions": questions_table},
)
