"""The file of a draft: YAML that a person edits, read with line and column of every fault."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from parley.cables.events.event_bytes import plain
from parley.cables.messages.draft import Draft, copies_of, instant_of
from parley.cables.messages.precedence import LIMITS
from parley.cables.primitives.canonical import encode
from parley.dossier.text.scalars import in_quotes, new_scalar
from parley.dossier.text.yaml_text import Node, YamlFault, decode, duplicate_keys, parse_yaml
from parley.dossier.validating.validation import (
    Sheet,
    find_node,
    pruned,
    read_fields,
    read_record,
    report,
    spot,
)
from parley.dossier.vocabulary.field_types import ID_PATTERN
from parley.dossier.vocabulary.shapes import Path
from parley.kernel.errors import BadTime, Refused, quoted
from parley.kernel.findings import Finding, sort_findings
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import read_time, valid_zone, zone_hint

__all__ = ["MOST_DRAFT", "read_draft", "write_draft"]

MOST_DRAFT = 4_000_000  # bytes of a draft
_MOST_SHOWN = 50  # faults
_LONGEST_NAME = 100
_ID = re.compile(ID_PATTERN)
_SERIES = re.compile(r"[^/\s](?:[^/\n]*[^/\s])?")
_CABLE = re.compile(r"[^/\s]+/[^/]+/[1-9][0-9]*")
#: Kinds that are about another cable.
_ABOUT = ("correction", "cancellation", "supersession", "regrading", "tracer")
#: What a cable says; it must have one of these.
_SAID = ("passages", "questions", "answers")
_INSTANT = "2000-01-01T00:00:00.000Z"  # any: only whether a text can be read is looked at

_STAND_IN = {"draft": 1, "series": "-", "kind": "report", "sender": "-", "subject": "-"}

#: What a comment says above or behind a key.
_NOTES: Mapping[str, str] = {
    "series": "whose owner gives the number when it is released",
    "kind": "request, instruction, report, correction, cancellation, supersession, regrading, "
    "tracer or service",
    "sender": "in whose name it goes",
    "zone": "in which times are meant that name none",
    "action": "posts that are to act",
    "info": "posts that are only to know",
    "exempt": "posts of a collective address that do not get it",
    "precedence": "how urgent it is: routine, priority, immediate or flash, if the office has no "
    "others",
    "about": "the cable that it answers, corrects, cancels or traces: LOG/SERIES/NUMBER",
    "due": "when an answer is due: a time, or a length of time from the release on, such as 2d",
    "return_by": "when the copies are to be back",
    "grade": "how secret it is, in your own words",
    "until": "when the grade ends by itself",
    "note": "further handling, in words",
    "request": "the dossier's request that it carries",
    "passages": "the text; `compartment` and `sources` may stand with each",
    "questions": "`says`: the statement that a plain yes would authorise",
    "answers": "yes, no, condition, discretion, changed, answered or deferred",
    "copies": "in the order of their numbers; `file: true` stays in the sender's files; if none "
    "is named, one for each addressee and one for the files",
}


class _Fault(NamedTuple):
    """What is wrong with a draft: where, what, and how to mend it."""

    path: Path
    message: str
    hint: str


def read_draft(
    data: bytes, file: str, *, zone: str = "UTC", precedences: Collection[str] = tuple(LIMITS)
) -> Draft:
    """Return the draft that a file says.

    Parameters:
        file: its name, for messages.
        zone: of the sender's office, where the draft names none.
        precedences: those that the office has.

    Raises Refused with all that is wrong, each with line and column.
    """
    if len(data) > MOST_DRAFT:
        raise Refused(
            f"{file}: expected at most {MOST_DRAFT:,} bytes, got {len(data):,}",
            hint="send long texts in several cables",
        )
    faults: list[Finding] = []
    sheet = Sheet(file, faults)
    try:
        tree = parse_yaml(decode(data, file), file)
    except YamlFault as error:
        raise _refused(file, [error.finding]) from None
    faults.extend(duplicate_keys(tree, file))
    draft = read_record(tree, Draft, sheet)
    seen = draft or _stand_in(tree, file)
    if seen is not None:
        kept, unread = pruned(tree, sheet), bool(faults)
        for fault in _faults(seen, zone, precedences):
            if unread and _is_of_what_was_told(fault, tree):
                continue
            at = spot(find_node(kept, fault.path), fault.path)
            report(sheet, "draft", at, fault.message, fault.hint)
    if faults or draft is None:
        raise _refused(file, faults)
    return draft


def _stand_in(tree: Node, file: str) -> Draft | None:
    """What can be read of a draft that lacks what it must have, so that the rest is looked at."""
    if tree.kind != "map":
        return None
    given, _ = read_fields(tree, Draft, Sheet(file, []))
    try:
        return msgspec.convert({**_STAND_IN, **given}, Draft, strict=False)
    except msgspec.ValidationError:
        return None


def _is_of_what_was_told(fault: _Fault, tree: Node) -> bool:
    """Whether something only lacks because what is there could not be read, and was told."""
    if fault.path or "passages" not in fault.hint:
        return False
    return any(find_node(tree, (key,)) is not tree for key in _SAID)


def write_draft(draft: Draft) -> str:
    """Return the text of a draft's file, with a comment at each key; `read_draft` reads it back.

    Raises Refused for texts that are no Unicode, which could not be read back.
    """
    data = plain(draft)
    encode(data)
    lines = ["# A draft of a cable. Nothing of it is sent or numbered before it is released."]
    values = data if isinstance(data, dict) else {}
    for key in Draft.__struct_fields__:
        value = values.get(key)
        note = _NOTES.get(key)
        if note is not None:
            lines += [""] if key in ("passages", "questions", "answers", "copies") else []
            lines += [f"# {one}" for one in textwrap.wrap(note, 86)]
        if value is None:
            lines.append(f"#{key}:")
        else:
            first, *more = _lines(value, 0)
            lines += [f"{key}:{' ' + first if first else ''}", *more]
    return "\n".join(lines) + "\n"


def _lines(value: object, indent: int) -> list[str]:
    """The lines of a value: the first goes behind its key or dash, the others below it."""
    if isinstance(value, dict):
        return ["", *_map(value, indent)]
    if isinstance(value, list):
        lines = [""]
        for one in value:
            first, *more = _lines(one, indent + 2)
            if isinstance(one, dict):
                first, more = more[0].strip(" "), more[1:]
            lines += [f"{' ' * indent}- {first}", *more]
        return lines
    if isinstance(value, bool | int):
        return [str(value).lower()]
    text = str(value)
    return [in_quotes(text)] if text.startswith(">") else new_scalar(text, indent + 2)


def _map(value: Mapping[str, object], indent: int) -> Iterator[str]:
    for key, one in value.items():
        first, *more = _lines(one, indent + 2)
        yield f"{' ' * indent}{key}:{' ' + first if first else ''}"
        yield from more


def _refused(file: str, faults: Iterable[Finding]) -> Refused:
    ordered = sort_findings(faults)
    shown = [
        f"{file}:{one.line}:{one.column}: {one.message}{f'; {one.hint}' if one.hint else ''}"
        for one in ordered[:_MOST_SHOWN]
    ]
    if len(ordered) > _MOST_SHOWN:
        shown.append(f"and {len(ordered) - _MOST_SHOWN} more")
    if len(shown) == 1:
        return Refused(shown[0])
    return Refused(f"the draft has {len(ordered)} faults:\n  " + "\n  ".join(shown))


def _faults(draft: Draft, zone: str, precedences: Collection[str]) -> Iterator[_Fault]:
    yield from _name_faults(draft)
    yield from _address_faults(draft)
    yield from _precedence_faults(draft, precedences)
    yield from _about_faults(draft)
    yield from _text_faults(draft)
    yield from _answer_faults(draft)
    yield from _copy_faults(draft)
    yield from _time_faults(draft, zone)


def _name_faults(draft: Draft) -> Iterator[_Fault]:
    if draft.draft != 1:
        yield _Fault(
            ("draft",),
            f"expected the version 1 of the form of a draft, got {draft.draft}",
            "write 1; with a later version, use a later parley",
        )
    if _SERIES.fullmatch(draft.series) is None or len(draft.series) > _LONGEST_NAME:
        yield _Fault(
            ("series",),
            f"expected the name of a series without '/', got {quoted(draft.series)}",
            "write it as it was opened, such as G",
        )
    if draft.zone is not None and not valid_zone(draft.zone):
        meant = zone_hint(draft.zone)
        yield _Fault(
            ("zone",),
            f"expected a time zone such as Asia/Seoul or +09:00, got {quoted(draft.zone)}",
            f"did you mean {meant}?" if meant else "name the city of the zone",
        )
    for path, name in _posts(draft):
        if not name.strip() or len(name) > 2 * _LONGEST_NAME:
            yield _Fault(path, f"expected the name of a post, got {quoted(name)}", "name one")
    for key, most in (("subject", 2_000), ("grade", 2_000), ("request", 2_000)):
        text = getattr(draft, key)
        if text is not None and not 1 <= len(text) <= most:
            yield _Fault(
                (key,),
                f"expected 1 to {most:,} characters, got {len(text):,}",
                "shorten it" if text else "write one",
            )


def _posts(draft: Draft) -> Iterator[tuple[Path, str]]:
    yield ("sender",), draft.sender
    for key in ("action", "info", "exempt"):
        for at, name in enumerate(getattr(draft, key)):
            yield (key, at), name
    for at, copy in enumerate(draft.copies):
        yield ("copies", at, "holder"), copy.holder


def _address_faults(draft: Draft) -> Iterator[_Fault]:
    if not draft.action and not draft.info:
        yield _Fault((), "expected an addressee, got none", "add `action:` or `info:`")
    seen: dict[str, str] = {}
    for key in ("action", "info", "exempt"):
        for at, name in enumerate(getattr(draft, key)):
            if name in seen:
                yield _Fault(
                    (key, at),
                    f"expected every post once, got {quoted(name)} also in `{seen[name]}`",
                    "leave it in one of the two",
                )
            seen.setdefault(name, key)


def _precedence_faults(draft: Draft, precedences: Collection[str]) -> Iterator[_Fault]:
    for key in ("precedence", "precedence_info"):
        word = getattr(draft, key)
        if word is not None and word not in precedences:
            meant = did_you_mean(word, precedences)
            yield _Fault(
                (key,),
                f"expected one of {', '.join(precedences)}, got {quoted(word)}",
                f"did you mean {meant}?" if meant else "an office can have others: see its folder",
            )
    if draft.precedence_info is not None and not draft.info:
        yield _Fault(
            ("precedence_info",),
            "expected addressees for information, got none",
            "add `info:`, or delete this line",
        )


def _about_faults(draft: Draft) -> Iterator[_Fault]:
    about = draft.about
    if about is not None and (_CABLE.fullmatch(about) is None or len(about) > 300):
        yield _Fault(
            ("about",),
            f"expected the name of a cable, LOG/SERIES/NUMBER, got {quoted(about)}",
            "copy it from the head of that cable",
        )
    if about is None and (draft.answers or draft.kind in _ABOUT):
        what = f"a {draft.kind}" if draft.kind in _ABOUT else "answers"
        yield _Fault(
            (),
            f"expected in `about` the cable that it concerns, since this is {what}, got none"
            if draft.kind in _ABOUT
            else "expected in `about` the cable that is answered, got none",
            "add `about: LOG/SERIES/NUMBER`",
        )


def _text_faults(draft: Draft) -> Iterator[_Fault]:
    if not draft.passages and not draft.questions and not draft.answers:
        yield _Fault((), "expected passages, questions or answers, got none", "add `passages:`")
    groups = (
        ("passages", "id", [one.id or str(at) for at, one in enumerate(draft.passages, 1)]),
        ("questions", "id", [one.id for one in draft.questions]),
        ("answers", "question", [one.question for one in draft.answers]),
    )
    for group, key, names in groups:
        seen: set[str] = set()
        for at, name in enumerate(names):
            if _ID.match(name) is None or len(name) > _LONGEST_NAME:
                yield _Fault(
                    (group, at, key),
                    f"expected an id of letters, digits and `_.-`, got {quoted(name)}",
                    "write one such as q1",
                )
            if name in seen:
                yield _Fault(
                    (group, at, key),
                    f"expected every id once, got {quoted(name)} a second time",
                    "give it another one",
                )
            seen.add(name)
    for group in ("passages", "questions"):
        for at, one in enumerate(getattr(draft, group)):
            if not one.text.strip():
                yield _Fault((group, at, "text"), "expected a text, got none", "write one")


def _answer_faults(draft: Draft) -> Iterator[_Fault]:
    needs = {
        "condition": ("if", "the condition"),
        "changed": ("says", "what is to be done instead"),
    }
    for at, one in enumerate(draft.answers):
        key, what = needs.get(one.answer, ("", ""))
        if key and getattr(one, "if_" if key == "if" else key) is None:
            yield _Fault(
                ("answers", at, "answer"),
                f"expected `{key}:` beside `{one.answer}`, got none",
                f"add {what}",
            )
        if one.answer == "answered" and one.text is None and one.says is None:
            yield _Fault(
                ("answers", at, "answer"),
                "expected `text:` or `says:` beside `answered`, got neither",
                "add the answer",
            )


def _copy_faults(draft: Draft) -> Iterator[_Fault]:
    addressed = (*draft.action, *draft.info)
    held = {one.holder for one in copies_of(draft)}
    for at, one in enumerate(draft.copies):
        if one.holder in draft.exempt:
            yield _Fault(
                ("copies", at, "holder"),
                f"expected no copy for {quoted(one.holder)}, which is exempt, got one",
                "delete it here or in `exempt`",
            )
        elif not one.file and one.holder not in addressed:
            yield _Fault(
                ("copies", at, "holder"),
                f"expected an addressee, got {quoted(one.holder)}",
                "add the post to `action` or `info`, or write `file: true`",
            )
    for key in ("action", "info"):
        for at, name in enumerate(getattr(draft, key)):
            if name not in held:
                yield _Fault(
                    (key, at),
                    f"expected a copy for {quoted(name)} in `copies`, got none",
                    f"add `- holder: {name}`",
                )


def _time_faults(draft: Draft, zone: str) -> Iterator[_Fault]:
    own = draft.zone if draft.zone is not None and valid_zone(draft.zone) else zone
    times: list[tuple[Path, str | None]] = [
        ((key,), getattr(draft, key)) for key in ("due", "return_by", "until")
    ]
    times += [(("questions", at, "due"), one.due) for at, one in enumerate(draft.questions)]
    for path, text in times:
        if text is not None:
            try:
                instant_of(text, own, _INSTANT)
            except BadTime as error:
                yield _Fault(path, error.message, error.hint or "")
    for at, answer in enumerate(draft.answers):
        if answer.until is not None:
            try:
                read_time(answer.until, own)
            except BadTime as error:
                yield _Fault(("answers", at, "until"), error.message, error.hint or "")
