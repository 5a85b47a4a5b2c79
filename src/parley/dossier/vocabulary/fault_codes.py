"""The codes of what reading finds wrong: what each means, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from parley.kernel.findings import Severity

__all__ = ["FAULT_CODES", "FaultCode"]


class FaultCode(NamedTuple):
    """A code of reading, as `parley explain CODE` tells it; `severity` is the usual one."""

    meaning: str
    mending: str
    severity: Severity = "error"


#: Code -> what it means; `severity` can be milder where the message says why.
FAULT_CODES: Mapping[str, FaultCode] = MappingProxyType(
    {
        "always-true": FaultCode(
            "A statement is true of every outcome, by itself or because of the feasibility "
            "statements that the message names. An order, a condition or a line that is always "
            "true demands nothing, and is most likely a slip.",
            "Look for `or` in place of `and`, for a value listed too many, and for a feasibility "
            "statement that already settles the matter.",
            "warning",
        ),
        "bad-identifier": FaultCode(
            "An id has a blank or a sign in it that addresses and statements cannot carry, or an "
            "issue is named like a word of the statement language (`and`, `if`, `in`, ...).",
            "Use letters, figures, `_`, `.` and `-`; begin the name of an issue with a letter or "
            "`_`. Then mend the places that refer to it.",
        ),
        "bad-path": FaultCode(
            "A path in the dossier is empty, absolute, has `..` in it, or is a link that leads "
            "out of the dossier's folder; or a log is no plain file. Such a file is not read: a "
            "dossier holds all that belongs to it, so that it can be handed on.",
            "Put a copy of the file itself into the dossier, documents into `sources/` and logs "
            "into `log/`, and name it from the dossier's folder.",
        ),
        "bad-statement": FaultCode(
            "A statement over issues cannot be read: a slip in its form, or an issue or value "
            "that `dossier.yaml` does not declare. The column is that of the slip; every unknown "
            "name of the statement is told. What rests on the statement is left out until then.",
            "Follow the hint. The form is `issue = value`, `!=`, `<`, `<=`, `>`, `>=` (ordered "
            "issues only), `in {a, b}`, joined by `and`, `or`, `not`, `A if B`, `A iff B`.",
        ),
        "bad-time": FaultCode(
            "A text that should be a time or a length of time is none, or names an hour that the "
            "clocks of that zone skipped.",
            "Write `1951-07-13`, `1951-07-13T15:00Z`, `1951-07-13 13:00 Asia/Tokyo`; in doubt "
            "`1951-07-20 ± 1d`, `not before 1951-07-20` or `1951-07-20 / 1951-07-25`. A length "
            "of time is `2d` or `1d 6h`.",
        ),
        "bad-zone": FaultCode(
            "The time zone of the dossier or of a party is not known; times are read in UTC, or "
            "in the zone around, until it is mended.",
            "Write a name of the IANA list such as `Asia/Seoul`, an offset such as `+09:00`, or "
            "a military letter such as `K`.",
        ),
        "duplicate-id": FaultCode(
            "Two entries, two declarations or two questions of one request have the same id; both "
            "places are told. The first counts, the second is left out.",
            "Give one of them another id, and see who refers to it. If the two are one entry that "
            "came by two ways, delete one.",
        ),
        "duplicate-key": FaultCode(
            "A key stands twice in one map; only the first counts.",
            "Join the two values into one list or text, or delete one of them.",
        ),
        "infeasible": FaultCode(
            "The feasibility statements of `dossier.yaml` leave no outcome at all, or cannot be "
            "decided. None of them counts until that is mended.",
            "Weaken or delete one of the statements that the message names: they are a smallest "
            "set that no outcome satisfies.",
        ),
        "missing-key": FaultCode(
            "A key that must be there is not. An entry without it is left out of everything.",
            "Add the key; `parley schema log` and `parley schema dossier` describe each.",
        ),
        "never-true": FaultCode(
            "No outcome satisfies a statement, by itself or because of the feasibility "
            "statements that the message names: it can neither be followed nor come about.",
            "Look for `and` in place of `or`, for a value that was left out, and for a "
            "feasibility statement that is too strict.",
        ),
        "newer-format": FaultCode(
            "The dossier is in a format that a newer version of parley wrote. What this version "
            "knows of it is read.",
            "Use a newer parley; `parley migrate` only leads to newer formats.",
        ),
        "supersession-cycle": FaultCode(
            "Entries replace, require or are known through one another in a ring, or parties "
            "stand within one another; then there is no telling which is the last or the outer.",
            "Delete one of the links of the ring that the message names.",
        ),
        "unknown-key": FaultCode(
            "A key that this kind of entry or declaration does not have. It is not read.",
            "Take the key that the message suggests; what has no key of its own goes into `note:`.",
        ),
        "unknown-type": FaultCode(
            "An entry is of a `type:` that parley does not know; it is left out.",
            "Take one of the types that the message lists; `event` is for what has no other.",
        ),
        "unversioned": FaultCode(
            "`dossier.yaml` does not say which version of the format it is in, or names one that "
            "never was; it is read as the present one, so that older words may be missed.",
            "Run `parley migrate DOSSIER`, or write `parley: 1` at the top.",
        ),
        "wrong-type": FaultCode(
            "A value is of another kind than its key takes: a list where a text is expected, a "
            "word that is not among those allowed, letters where a number should stand.",
            "Write what the message expects; put a text that looks like a list or map in quotes.",
        ),
        "yaml-syntax": FaultCode(
            "The file is not YAML, or uses what a dossier must not: anchors, aliases, tags, "
            "several documents, lists as keys. The rest of the file is not read.",
            "Look at the indentation, quotes and brackets at the line told and just above; put "
            "a text that has `: ` in it in quotes.",
        ),
    }
)
