"""The keys of the files beside a dossier: drafts of cables, `office.toml`, the file of users."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from parley.cables import office_folder
from parley.cables.messages import draft, precedence
from parley.web import users

__all__ = ["DRAFT", "OFFICE", "USERS", "draft_keys", "office_keys", "user_keys"]

_RECORDS = ("Draft", "DraftPassage", "DraftQuestion", "DraftAnswer", "DraftCopy")
_TITLES = {
    "Draft": "a draft",
    "DraftPassage": "a member of `passages`",
    "DraftQuestion": "a member of `questions`",
    "DraftAnswer": "a member of `answers`",
    "DraftCopy": "a member of `copies`",
}

#: (record, key) -> what it means; an empty record: wherever the key stands.
DRAFT: dict[tuple[str, str], str] = {
    ("", "compartment"): "[Compartments](format.md#need-to-know) of the dossier in which it lies.",
    ("", "id"): "Its name in the cable; a passage without one is called by its place.",
    ("DraftQuestion", "says"): "A [statement](statements.md): what a plain yes would authorise.",
    ("DraftAnswer", "says"): "With `changed`: the [statement](statements.md) of what is to be done "
    "instead.",
    ("", "text"): "The words.",
    (
        "Draft",
        "about",
    ): "The cable that it answers, corrects, cancels, takes the place of, regrades or traces.",
    ("Draft", "action"): "Posts that are to act.",
    ("Draft", "answers"): "Answers, each bound to its question.",
    ("Draft", "copies"): "Which copies are made, in the order of their numbers; left out: one for "
    "each addressee and one for the files.",
    ("Draft", "draft"): "The version of this form: 1.",
    ("Draft", "due"): "When an answer is due: a [time](times.md), or a length of time from the "
    "release on.",
    ("Draft", "exempt"): "Posts of a collective address that do not get it.",
    ("Draft", "grade"): "How secret it is, in your own words.",
    ("Draft", "info"): "Posts that are only to know.",
    ("Draft", "kind"): "What the cable is.",
    ("Draft", "note"): "Further handling, in words.",
    ("Draft", "passages"): "The text.",
    ("Draft", "precedence"): "How urgent it is for those who act.",
    ("Draft", "precedence_info"): "How urgent it is for those who are to know.",
    ("Draft", "questions"): "What is asked, each by itself.",
    ("Draft", "request"): "The dossier's `request` that it carries.",
    ("Draft", "return_by"): "When the copies are to be back.",
    ("Draft", "sender"): "In whose name it goes.",
    ("Draft", "series"): "Where it gets its number when it is released.",
    ("Draft", "subject"): "What it is about, in a line.",
    ("Draft", "until"): "When the grade ends by itself.",
    ("Draft", "zone"): "In which times are meant that name none; left out: that of the office.",
    ("DraftAnswer", "answer"): "The answer.",
    ("DraftAnswer", "if"): "With `condition`: what must hold for the yes.",
    ("DraftAnswer", "mode"): "`must`: it is to be insisted on, not only allowed.",
    ("DraftAnswer", "question"): "The id of the question.",
    ("DraftAnswer", "until"): "Until when it holds; with `deferred`, when the answer is to come.",
    ("DraftCopy", "file"): "It stays in the sender's files.",
    ("DraftCopy", "holder"): "To whose key it is sealed.",
    ("DraftPassage", "language"): "Its language, such as `en`.",
    ("DraftPassage", "sources"): "Citations of the dossier.",
    ("DraftQuestion", "about"): "Trades, fallbacks or other entries that a yes would authorise.",
    ("DraftQuestion", "due"): "When this answer is due.",
    ("DraftQuestion", "issues"): "Issues that it is about, for an open question.",
}

OFFICE = {
    "log": "The name of the log, with eight digits of chance. Do not change it.",
    "ledger": "Where the log is: a file in the folder, or the address of a PostgreSQL "
    "[database](ledger.md#where-it-is-kept).",
    "zone": "The zone in which the office shows times.",
    "dossier": "The folder of the dossier whose roles hold here; may be left out.",
    "limits": "Table: precedence and how long a cable may take until it is in hand. You may add "
    "your own.",
    "zones": "Table: post elsewhere and its zone, where the dossier does not say it.",
}

USERS = {
    "password": "The Argon2id hash of the password, never the password itself.",
    "role": "`reader` looks, `editor` also changes the dossier, `mandator` also answers requests.",
    "parties": "Through whose eyes the user may look; left out: any.",
    "reader": "The post or person to whose [view](format.md#need-to-know) the dossier is reduced.",
}


def draft_keys() -> str:
    """Return the tables of a draft's keys; raises LookupError for a key without a meaning."""
    return "\n\n".join(
        f"Keys of {_TITLES[name]}:\n\n" + _table(_draft_rows(name), with_default=True)
        for name in _RECORDS
    )


def office_keys() -> str:
    """Return the table of the keys of `office.toml`, and the limits that an office begins with."""
    _same(office_folder._KEYS, OFFICE, "office.toml")
    limits = ", ".join(
        f"`{name}` {_hours(limit.total_seconds())}" for name, limit in precedence.LIMITS.items()
    )
    return f"{_table([(key, '', OFFICE[key]) for key in OFFICE])}\n\nA new office has {limits}."


def user_keys() -> str:
    """Return the table of the keys of a user."""
    _same(users._KEYS, USERS, "the file of users")
    return _table([(key, "", USERS[key]) for key in USERS])


def _draft_rows(name: str) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    record = getattr(draft, name)
    hints = get_type_hints(record)
    for one in msgspec.structs.fields(record):
        key = one.encode_name
        meaning = DRAFT.get((name, key)) or DRAFT.get(("", key))
        if meaning is None:
            raise LookupError(f"the key `{key}` of {_TITLES[name]} has no meaning")
        if get_origin(hints[one.name]) is Literal:
            meaning += " One of " + ", ".join(f"`{word}`" for word in get_args(hints[one.name]))
            meaning += "."
        rows.append((key, _default(one), meaning))
    return rows


def _default(one: Any) -> str:
    if one.required:
        return "**required**"
    if one.default in (None, (), msgspec.NODEFAULT):
        return "–"
    return f"`{str(one.default).lower() if isinstance(one.default, bool) else one.default}`"


def _table(rows: list[tuple[str, str, str]], *, with_default: bool = False) -> str:
    if with_default:
        head = ["| key | if left out | meaning |", "|---|---|---|"]
        return "\n".join([*head, *(f"| `{key}` | {out} | {said} |" for key, out, said in rows)])
    return "\n".join(
        ["| key | meaning |", "|---|---|", *(f"| `{key}` | {said} |" for key, _, said in rows)]
    )


def _same(keys: tuple[str, ...], told: dict[str, str], of: str) -> None:
    if set(keys) != set(told):
        raise LookupError(f"{of}: keys without a meaning, or none: {set(keys) ^ set(told)}")


def _hours(seconds: float) -> str:
    for unit, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds % unit == 0:
            count = int(seconds // unit)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds:g} seconds"
