"""The review of what an imported document's passages may become: one key for each decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from parley.dossier.dossier import zone_for
from parley.dossier.editing.accepting import draft_text, edited, joined
from parley.dossier.editing.checking import Faulty
from parley.dossier.editing.entry_editing import add_entries
from parley.dossier.editing.undoing import undo
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import read_time
from parley.web.addresses import link
from parley.web.desk import Desk
from parley.web.editing.review import (
    Decided,
    Queue,
    Reviewed,
    keep_queue,
    queue_of,
    reviewed,
)
from parley.web.editing.shared import may_change, must_see_files, root_of
from parley.web.registry import Act, Done, Page, Rows

__all__ = [
    "PAGE",
    "Decision",
    "EditedForm",
    "GivenForm",
    "Proposal",
    "Review",
    "SourceForm",
    "StubForm",
    "accept",
    "begin_review",
    "drop",
    "keep_edited",
    "review",
    "stubs_table",
    "take_back",
    "write",
]


#: What all entries from a document share -> how the page calls it.
_FIELDS = {"at": "Written", "by": "By", "to": "To"}
_GIVEN = tuple(_FIELDS)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that waits for a decision: its passage, why it is proposed, what it would add."""

    stub: str
    kind: str
    passage: str
    quote: str
    why: str
    adds: str
    declares: dict[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a proposal."""

    stub: str
    title: str
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Review:
    """A document under review; without one, the documents that can be.

    `missing` says what has to be told before it can begin; `last` is what `undo` would take back;
    `given` is what was told, and `shared` is `at`, `by` and `to` as all entries will have them.
    """

    source: str
    sources: dict[str, str]
    missing: str
    current: Proposal | None
    at: int
    count: int
    accepted: int
    decided: tuple[Decision, ...]
    last: str
    given: dict[str, str]
    shared: dict[str, str]


@dataclass(frozen=True, slots=True)
class StubForm:
    """Which proposal of which document."""

    source: str
    stub: str


@dataclass(frozen=True, slots=True)
class EditedForm:
    """What a proposal is to add, as it was changed."""

    source: str
    stub: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceForm:
    """Which document."""

    source: str


@dataclass(frozen=True, slots=True)
class GivenForm:
    """What is not in the document: when it was written, by whom and to whom."""

    source: str
    at: str = ""
    by: str = ""
    to: str = ""


def review(desk: Desk, source: str = "") -> Review:
    """Return the proposals of a document, and what was decided of them."""
    must_see_files(desk)
    known = desk.dossier.declared.sources
    stored = {name: one.title for name, one in known.items() if one.digest and one.file}
    nothing = Review(source, stored, "", None, 0, 0, 0, (), "", {}, {})
    if not source:
        return nothing
    given = queue_of(root_of(desk), source, desk.visitor.name).given
    try:
        found = reviewed(desk, source)
    except ParleyError as error:
        if source not in stored:
            raise
        return replace(nothing, missing=error.message, given=given)
    state = found.queue.state
    return Review(
        source,
        stored,
        "",
        _current(found),
        min(len(state) + 1, len(found.drafts)),
        len(found.drafts),
        len(found.accepted),
        _decided(found, state),
        found.queue.decided[-1].what if found.queue.decided else "",
        given,
        {key: str(value) for key, value in found.into.shared.items() if key in _GIVEN},
    )


def _current(found: Reviewed) -> Proposal | None:
    draft = found.current
    if draft is None:
        return None
    stub = draft.stub
    declares = {
        name: str(issue["question"])
        for name, issue in draft.issues.items()
        if name in draft_text(draft)
    }
    return Proposal(
        stub.id, stub.kind, stub.passage, stub.text, stub.why, draft_text(draft), declares
    )


def _decided(found: Reviewed, state: Mapping[str, str]) -> tuple[Decision, ...]:
    drafts = {one.stub.id: one.stub for one in found.drafts}
    return tuple(
        Decision(name, drafts[name].title, drafts[name].kind, what)
        for name, what in reversed(list(state.items()))
        if name in drafts
    )


def begin_review(desk: Desk, form: GivenForm) -> Done:
    """Say when a document was written, by whom and to whom, where it does not say so itself.

    Raises Refused for what is no time, or no party of the dossier.
    """
    queue = _queue(desk, form.source)
    given = {key: getattr(form, key).strip() for key in _GIVEN}
    given = {key: text for key, text in given.items() if text}
    _check_given(desk, given)
    _keep(desk, form.source, replace(queue, given=given))
    return _next(desk, form.source, None)


def _check_given(desk: Desk, given: Mapping[str, str]) -> None:
    parties = desk.dossier.declared.parties
    faults: list[str] = []
    for key in ("by", "to"):
        name = given.get(key, "")
        if name and name not in parties:
            meant = did_you_mean(name, parties)
            more = f" (did you mean {meant}?)" if meant else ""
            faults.append(f"“{_FIELDS[key]}”: '{name[:80]}' is no party of the dossier{more}")
    if "at" in given:
        who = (given["by"],) if given.get("by") in parties else ()
        try:
            read_time(given["at"], zone_for(desk.dossier, who))
        except ParleyError as error:
            faults.insert(0, f"“{_FIELDS['at']}”: {error}")
    if faults:
        raise Refused("; ".join(faults), hint="mend the form below; nothing was kept")


def accept(desk: Desk, form: StubForm) -> Done:
    """Accept a proposal; it is written with the others that are accepted."""
    return _decide(desk, form, Decided("accepted", form.stub))


def drop(desk: Desk, form: StubForm) -> Done:
    """Drop a proposal."""
    return _decide(desk, form, Decided("dropped", form.stub))


def _decide(desk: Desk, form: StubForm, one: Decided) -> Done:
    must_see_files(desk)
    found = reviewed(desk, form.source)
    if form.stub not in {draft.stub.id for draft in found.drafts}:
        raise Refused(f"there is no proposal '{form.stub}'", hint="look at the page again")
    if form.stub in found.queue.state:
        raise Refused(
            f"'{form.stub}' was decided already: {found.queue.state[form.stub]}",
            hint="take the decision back first",
        )
    _keep(desk, form.source, replace(found.queue, decided=(*found.queue.decided, one)))
    return _next(desk, form.source, f"review.{one.what}")


def keep_edited(desk: Desk, form: EditedForm) -> Done:
    """Change what a proposal is to add; it is shown again."""
    must_see_files(desk)
    found = reviewed(desk, form.source)
    draft = next((one for one in found.drafts if one.stub.id == form.stub), None)
    if draft is None:
        raise Refused(f"there is no proposal '{form.stub}'", hint="look at the page again")
    text = form.text.replace("\r\n", "\n")
    edited(draft, text)
    queue = replace(found.queue, edited={**found.queue.edited, form.stub: text})
    _keep(desk, form.source, queue)
    return _next(desk, form.source, "review.changed")


def take_back(desk: Desk, form: SourceForm) -> Done:
    """Take back the last decision, or undo what was written last."""
    queue = _queue(desk, form.source)
    if not queue.decided:
        raise Refused("there is nothing to take back", hint="decide something first")
    last = queue.decided[-1]
    if last.what == "written":
        undo(root_of(desk), who=desk.visitor.name, step=last.step)
    _keep(desk, form.source, replace(queue, decided=queue.decided[:-1]))
    return _next(desk, form.source, "review.taken_back")


def write(desk: Desk, form: SourceForm) -> Done:
    """Write all that was accepted into the dossier, at once.

    Raises Refused, without places in files that are not written, where that brings faults.
    """
    must_see_files(desk)
    found = reviewed(desk, form.source)
    if not found.accepted:
        raise Refused("nothing is accepted that is not written", hint="accept a proposal first")
    writing = joined(found.accepted, found.into)
    try:
        saved, _ = add_entries(
            root_of(desk), writing.entries, declare=writing.declare, who=desk.visitor.name
        )
    except Faulty as error:
        told = "; ".join(one.message for one in error.findings)
        raise Refused(
            f"nothing was written: {told}",
            hint="mend when it was written, by whom and to whom, below, or take decisions back",
        ) from None
    names = tuple(one.stub.id for one in found.accepted)
    done = Decided("written", step=saved.step, stubs=names)
    _keep(desk, form.source, replace(found.queue, decided=(*found.queue.decided, done)))
    return _next(desk, form.source, "review.written")


def _queue(desk: Desk, source: str) -> Queue:
    must_see_files(desk)
    return queue_of(root_of(desk), source, desk.visitor.name)


def _keep(desk: Desk, source: str, queue: Queue) -> None:
    if not may_change(desk):
        raise Refused("nothing may be written here", hint="start the server without --read-only")
    keep_queue(root_of(desk), source, desk.visitor.name, queue)


def _next(desk: Desk, source: str, say: str | None) -> Done:
    return Done(link(desk.asked, ("review",), {"source": source}), say)


def stubs_table(desk: Desk, source: str = "") -> Rows:
    """Return all proposals of a document, or of all documents, as a table."""
    must_see_files(desk)
    known = desk.dossier.declared.sources
    names = [source] if source else [name for name, one in known.items() if one.digest and one.file]
    rows: list[tuple[object, ...]] = []
    for name in names:
        try:
            found = reviewed(desk, name)
        except ParleyError:
            continue
        for one in found.drafts:
            stub = one.stub
            what = found.queue.state.get(stub.id, "open")
            rows.append((name, stub.id, stub.kind, stub.title, stub.text, stub.passage, what))
    columns = ("source", "stub", "kind", "title", "text", "passage", "decided")
    return Rows(columns, tuple(rows))


PAGE = Page(
    "review",
    "/review",
    review,
    tables={"stubs": stubs_table},
    acts={
        "begin": Act(begin_review),
        "accept": Act(accept),
        "drop": Act(drop),
        "edited": Act(keep_edited),
        "undo": Act(take_back),
        "write": Act(write),
    },
)
