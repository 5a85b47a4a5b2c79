"""The review of proposals: what was decided of each, kept until it is written, and taken back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from parley.dossier.editing.accepting import Draft, Into, drafts_of, edited, into_dossier, stubs_of
from parley.dossier.editing.unsaved import drop_draft, keep_draft, read_draft
from parley.dossier.sources.stored_documents import stored_document
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.suggest import did_you_mean
from parley.record.document import Imported
from parley.web.desk import Desk
from parley.web.editing.shared import root_of
from parley.web.keeping import remembered

__all__ = ["Decided", "Queue", "Reviewed", "imported_of", "keep_queue", "queue_of", "reviewed"]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: of a proposal, by its id; or that all accepted so far were written, as a step."""

    what: Literal["accepted", "dropped", "written"]
    stub: str = ""
    step: int | None = None
    stubs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """What was decided of a document's proposals, in order, and those that were changed.

    Parameters:
        edited: id of a proposal -> the text that it was given.
        given: `at`, `by` and `to` where the reviewer says them.
    """

    decided: tuple[Decided, ...] = ()
    edited: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> dict[str, str]:
        """What became of each proposal."""
        found: dict[str, str] = {}
        for one in self.decided:
            if one.what == "written":
                found.update(dict.fromkeys(one.stubs, "written"))
            else:
                found[one.stub] = one.what
        return found


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document under review: its proposals as drafts, and what was decided."""

    into: Into
    drafts: tuple[Draft, ...]
    queue: Queue

    @property
    def current(self) -> Draft | None:
        """The first proposal of which nothing was decided."""
        state = self.queue.state
        return next((one for one in self.drafts if one.stub.id not in state), None)

    @property
    def accepted(self) -> tuple[Draft, ...]:
        """The proposals that are accepted and not written."""
        state = self.queue.state
        return tuple(one for one in self.drafts if state.get(one.stub.id) == "accepted")


def _about(source: str) -> str:
    return f"review:{source}"


def queue_of(root: Path, source: str, who: str) -> Queue:
    """Return what a person decided so far of a document's proposals."""
    draft = read_draft(root, _about(source), who=who)
    if draft is None:
        return Queue()
    try:
        data: Any = json.loads(draft.text)
        decided = tuple(
            Decided(one["what"], one["stub"], one["step"], tuple(one["stubs"]))
            for one in data["decided"]
        )
        return Queue(decided, dict(data["edited"]), dict(data["given"]))
    except (ValueError, KeyError, TypeError):
        return Queue()


def keep_queue(root: Path, source: str, who: str, queue: Queue) -> None:
    """Keep what a person decided."""
    if queue == Queue():
        drop_draft(root, _about(source), who=who)
        return
    data = {
        "decided": [
            {"what": one.what, "stub": one.stub, "step": one.step, "stubs": list(one.stubs)}
            for one in queue.decided
        ],
        "edited": queue.edited,
        "given": queue.given,
    }
    keep_draft(root, _about(source), json.dumps(data, ensure_ascii=False), who=who)


def imported_of(desk: Desk, source: str) -> Imported:
    """Return what was read of a source's document.

    Raises Refused where there is no such source, or its document was not imported.
    """
    known = desk.dossier.declared.sources
    if source not in known:
        meant = did_you_mean(source, known)
        raise Refused(
            f"the dossier has no source '{source}'",
            hint=f"did you mean `{meant}`?" if meant else "import the document first",
        )
    found = remembered(
        desk.bench.kept,
        desk.state,
        ("stored", source),
        lambda: stored_document(root_of(desk), known[source]),
    )
    if found is None:
        raise Refused(f"the document of '{source}' was not imported", hint="import it first")
    return found


def reviewed(desk: Desk, source: str) -> Reviewed:
    """Return a document under review.

    Raises Refused for a source without a document, or one of which it is not known when it was
    written.
    """
    imported = imported_of(desk, source)
    queue = queue_of(root_of(desk), source, desk.visitor.name)
    given: dict[str, str | None] = {key: queue.given.get(key) for key in ("at", "by", "to")}
    into = into_dossier(desk.dossier, imported, source, given)
    stubs = remembered(desk.bench.kept, desk.state, ("stubs", source), lambda: stubs_of(imported))
    state = queue.state
    written = {name for name, what in state.items() if what == "written"}
    drafts = []
    for one in drafts_of(stubs, into):
        text = queue.edited.get(one.stub.id)
        if text is not None and one.stub.id not in written:
            try:
                one = edited(one, text)
            except ParleyError:  # it was checked when it was kept; the format may be a newer one
                one = replace(one)
        drafts.append(one)
    return Reviewed(into, tuple(drafts), queue)
