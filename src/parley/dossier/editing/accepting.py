"""What a stub becomes in a dossier: an entry, a question, or an agenda item, ready to be changed.

A trade or fallback needs statements over issues, and a document has only words. Each clause then
gets an issue of its own, with the clause as its question and the values `yes` and `no`, for a
person to replace by the issue that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from anyascii import anyascii

from parley.dossier.dossier import Dossier
from parley.dossier.editing.declaring import Section
from parley.dossier.editing.starting import identifier_of
from parley.dossier.editing.writing import entry_text
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.dossier.vocabulary.entries import Document as DocumentEntry
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.suggest import did_you_mean
from parley.record.document import Document, Imported
from parley.record.propose import Stub, propose
from parley.record.propose.proposing import numbered_ids

__all__ = [
    "Draft",
    "Into",
    "Writing",
    "draft_text",
    "drafts_of",
    "edited",
    "into_dossier",
    "joined",
    "stubs_of",
]

Target: TypeAlias = Literal["entry", "question", "agenda"]

_LONGEST_ID = 40
_DATES = ("sent", "received", "printed", "deciphered")


@dataclass(frozen=True, slots=True)
class Into:
    """Where stubs go: the dossier, the source that they cite, and what all entries share.

    Parameters:
        source: the id of the source in the dossier's index.
        shared: keys that every entry gets: `at`, and as far as known `by`, `to` and `via`.
    """

    dossier: Dossier
    source: str
    shared: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """What one stub would add.

    Parameters:
        target: `entry`; a `question` of the request that all questions share; or an item of the
            `agenda` in `dossier.yaml`.
        data: its keys, as in the file; of an agenda item, also its `id`.
        issues: issues to be declared, if `data` still speaks of them.
    """

    stub: Stub
    target: Target
    data: Mapping[str, Any]
    issues: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written: entries, and what they speak of, by section of `dossier.yaml`."""

    entries: tuple[Mapping[str, Any], ...]
    declare: Mapping[Section, Mapping[str, Any]]


def stubs_of(imported: Imported, part: str = "") -> tuple[Stub, ...]:
    """Return what the rules propose for a document and all documents inside it.

    Parameters:
        part: only the part in this language; empty for all.
    """
    stubs: list[Stub] = []
    for nth, document in enumerate(imported.documents, 1):
        before = "" if nth == 1 else f"document-{nth}:"
        stubs.extend(propose(document, imported.reading, part, before))
    return numbered_ids(stubs)


def into_dossier(
    dossier: Dossier, imported: Imported, source: str | None, given: Mapping[str, str | None]
) -> Into:
    """Find out what all entries from a document share.

    Parameters:
        source: its id in the index; left out, the one that was imported from the same file, else
            the one that has the document's title.
        given: `at`, `by` and `to` where the user says them.

    Raises Refused where the source is not in the index, or the document has no date.
    """
    document = imported.documents[0] if imported.documents else Document()
    name = _source(dossier, imported, document, source)
    by = given.get("by") or _party(dossier, document, "author")
    to = given.get("to") or _party(dossier, document, "addressee")
    at = given.get("at") or _date(document) or dossier.declared.sources[name].date
    if not at:
        raise Refused(
            "the document has no date, and the index of sources has none of it",
            hint="say when it was written with --at TIME",
        )
    papers = [
        one.id for one in dossier.entries if isinstance(one, DocumentEntry) and one.source == name
    ]
    shared: dict[str, Any] = {"at": at}
    if len(papers) == 1:
        shared["via"] = papers[0]
    if by:
        shared["by"] = by
    if to:
        shared["to"] = to
    return Into(dossier, name, shared)


def _source(dossier: Dossier, imported: Imported, document: Document, source: str | None) -> str:
    known = dossier.declared.sources
    if source is not None:
        if source not in known:
            meant = did_you_mean(source, known)
            raise Refused(
                f"the dossier has no source '{source}'",
                hint=f"did you mean `{meant}`?" if meant else "import the document first",
            )
        return source
    same = [name for name, one in known.items() if one.digest == imported.reading.digest]
    if len(same) == 1:
        return same[0]
    titles = {_plain(one.value) for one in document.fields.get("title", ())}
    same = [name for name, one in known.items() if _plain(one.title) in titles]
    if len(same) != 1:
        raise Refused(
            "which source of the dossier the file is cannot be told",
            hint="name it with --source; `parley import FILE --into DOSSIER` puts it there",
        )
    return same[0]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _date(document: Document) -> str | None:
    for name in _DATES:
        for one in document.fields.get(name, ()):
            if one.precision:
                return one.value
    return None


def _party(dossier: Dossier, document: Document, name: str) -> str | None:
    """Return the one party whose name has all words of the document's field, or has them in it."""
    found: set[str] = set()
    for one in document.fields.get(name, ()):
        words = _telling(one.value)
        for party, declared in dossier.declared.parties.items():
            own = _telling(declared.name)
            if own and words and (own <= words or words <= own):
                found.add(party)
    return found.pop() if len(found) == 1 else None


def _telling(name: str) -> set[str]:
    """Return the words of a name that are no titles or small words: those of four letters or more,
    or all where there are none."""
    words = set(_plain(name).split())
    return {one for one in words if len(one) > 3} or words


def drafts_of(stubs: Sequence[Stub], into: Into) -> tuple[Draft, ...]:
    """Return what each stub would add."""
    taken = {*into.dossier.by_id, *into.dossier.declared.agenda}
    return tuple(_draft(stub, into, taken) for stub in stubs)


def _draft(stub: Stub, into: Into, taken: set[str]) -> Draft:
    cited = _citation(stub, into)
    if stub.kind == "agenda-item":
        name = _new(_slug(stub.title), taken)
        item = {"title": stub.title, "wordings": {"plain": {"text": stub.text}}}
        return Draft(stub, "agenda", {"id": name, **item, "sources": cited})
    if stub.kind == "question":
        name = _new(f"q-{_of_passage(stub)}", taken)
        return Draft(stub, "question", {"id": name, "text": stub.text, "sources": cited})
    name = _new(f"{into.source}-{stub.kind}-{_of_passage(stub)}", taken)
    data: dict[str, Any] = {"id": name, "type": stub.kind, **into.shared}
    issues: dict[str, Mapping[str, Any]] = {}
    if stub.kind == "position":
        data |= {"type": "assessment", "kind": "view"}
    elif stub.kind == "exclusion":
        data |= {"reason": stub.fields["reason"]} if stub.fields.get("reason") else {}
    else:
        when, done = (_issue(stub, into, which) for which in ("condition", "consequence"))
        issues = dict((when, done))
        if stub.kind == "trade":
            data |= {"give": f"{done[0]} = yes", "get": f"{when[0]} = yes"}
        else:
            data |= {"when": f"{when[0]} = yes", "rungs": [{"do": f"{done[0]} = yes"}]}
    return Draft(stub, "entry", data | {"text": stub.text, "sources": cited}, issues)


def _issue(stub: Stub, into: Into, which: str) -> tuple[str, Mapping[str, Any]]:
    """Return an issue of two values that stands for a clause, until somebody names the real one."""
    clause = stub.fields.get(which) or stub.text
    short = {"condition": "if", "consequence": "then"}[which]
    name = re.sub(r"\W", "_", anyascii(f"{into.source}_{_of_passage(stub)}_{stub.kind}_{short}"))
    return name, {
        "question": f"Is it so: {clause}?",
        "values": {"yes": "it is", "no": "it is not"},
        "note": "Made of the words of the document; put the issue that it is about in its place.",
        "sources": _citation(stub, into),
    }


def _citation(stub: Stub, into: Into) -> str:
    """Return the citation of a stub's passage: the sentence, or the paragraph where the index of
    sources lists passages and has only that."""
    listed = into.dossier.declared.sources[into.source].passages
    paragraph = stub.passage.rpartition(".")[0]
    if listed and stub.passage not in listed and paragraph in listed:
        return f"{into.source}#{paragraph}"
    return f"{into.source}#{stub.passage}"


def _of_passage(stub: Stub) -> str:
    return identifier_of(stub.id.partition(":")[2].replace("/", "-").replace("~", "-"))


def _slug(text: str) -> str:
    words = identifier_of(anyascii(text).replace(".", " ")).replace("-", "_").split("_")
    while len(words) > 1 and len("_".join(words)) > _LONGEST_ID:
        words.pop()
    return "_".join(words)[:_LONGEST_ID]


def _new(name: str, taken: set[str]) -> str:
    """Return a name that nothing bears yet, and keep it."""
    found, nth = name, 1
    while found in taken:
        nth += 1
        found = f"{name}-{nth}"
    taken.add(found)
    return found


def joined(drafts: Sequence[Draft], into: Into) -> Writing:
    """Put accepted drafts together: all questions become one request, with the agenda laid before.

    Agenda items without a question are only declared: nothing tells that they were put forward.
    """
    agenda = {str(one.data["id"]): _without(one.data, "id") for one in _of(drafts, "agenda")}
    issues = {
        name: issue
        for one in drafts
        for name, issue in one.issues.items()
        if any(name in text for text in _texts(one.data))
    }
    entries: list[Mapping[str, Any]] = []
    questions = _of(drafts, "question")
    if questions:
        taken = {*into.dossier.by_id, *(str(one.data["id"]) for one in drafts)}
        cited = [source for one in (*questions, *_of(drafts, "agenda")) for source in _cited(one)]
        request: dict[str, Any] = {
            "id": _new(f"{into.source}-request", taken),
            "type": "request",
            **into.shared,
            "questions": [_without(one.data, "sources") for one in questions],
            "sources": list(dict.fromkeys(cited)),
        }
        if agenda:
            request["agenda"] = [
                {"item": name, "wording": next(iter(item["wordings"]))}
                for name, item in agenda.items()
            ]
        entries.append(request)
    entries.extend(one.data for one in _of(drafts, "entry"))
    sections: dict[Section, Mapping[str, Any]] = {
        "issues": issues,
        "agenda": agenda,
        ("sources", into.source, "passages"): _unlisted(drafts, into),
    }
    return Writing(tuple(entries), {name: things for name, things in sections.items() if things})


def _unlisted(drafts: Sequence[Draft], into: Into) -> dict[str, str]:
    """Return the passages that an index which lists passages would not know: they are added."""
    listed = into.dossier.declared.sources[into.source].passages
    found: dict[str, str] = {}
    for one in drafts:
        passage = _citation(one.stub, into).partition("#")[2]
        if listed and passage not in listed and f"{into.source}#{passage}" in _cited(one):
            found[passage] = one.stub.title
    return found


def _of(drafts: Sequence[Draft], target: Target) -> tuple[Draft, ...]:
    return tuple(one for one in drafts if one.target == target)


def _cited(draft: Draft) -> list[str]:
    sources = draft.data.get("sources", [])
    return [sources] if isinstance(sources, str) else list(sources)


def _without(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != key}


def _texts(value: object) -> list[str]:
    """Return every text in a draft, at any depth."""
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


def draft_text(draft: Draft) -> str:
    """Return what a draft would add, as YAML."""
    return entry_text(draft.data)


def edited(draft: Draft, text: str) -> Draft:
    """Return a draft with the keys that a text gives it.

    Raises ParleyError for a text that is no YAML, or has lost its `id` or its type.
    """
    data = plain(parse_yaml(text.replace("\r\n", "\n"), "the draft"))
    if isinstance(data, list) and len(data) == 1:
        (data,) = data
    if not isinstance(data, dict):
        raise ParleyError("expected one entry as `key: value` lines", hint="keep the keys it had")
    needed = ("id", "type") if draft.target == "entry" else ("id",)
    for key in needed:
        if not isinstance(data.get(key), str):
            raise ParleyError(f"expected a text as `{key}`", hint=f"write `{key}: ...`")
    if draft.target == "agenda" and not (
        isinstance(data.get("wordings"), dict) and data["wordings"]
    ):
        raise ParleyError("expected `wordings`", hint="keep `wordings:` with one below it")
    return replace(draft, data=data)
