"""Hypothesis strategies that several tests share: dossier files as people write them."""

from __future__ import annotations

from hypothesis import strategies as st

__all__ = ["comments", "declaration_texts", "entry_ids", "log_texts"]

_SENTENCES = st.sampled_from(
    [
        "armistice",
        "They ask: is this correct?",
        "it's late",
        'he said "no"',
        "停戦 line — 38°",
        "yes",
        "1951",
        "null",
        "back\\slash",
        "# no comment",
        "- dash",
        "two  blanks",
        "ends with colon:",
        "a, b [c] {d}",
        " blank ends ",
        "",
        "tab\there",
        "first line\nsecond line\n",
        "first\n\n  deeper\nlast",
        "many words " * 12 + "end",
    ]
)
_STATEMENTS = st.sampled_from(
    ["line=general", "line = general if( troops in{included,out} )", "not (share<=30)", "a  = b"]
)
_TIMES = st.sampled_from(["1951-07-13", "1951-07-13T15:00Z", "1951-07-20 ± 1d", "not before 1951"])
_NAMES = st.sampled_from(["red", "blue", "red-mandator"])
_FIELDS: dict[str, st.SearchStrategy[object]] = {
    "by": st.one_of(_NAMES, st.lists(_NAMES, min_size=1, max_size=3)),
    "to": st.one_of(_NAMES, st.lists(_NAMES, min_size=1, max_size=2)),
    "known": st.one_of(_TIMES, st.dictionaries(_NAMES, _TIMES, min_size=1, max_size=2)),
    "text": _SENTENCES,
    "note": _SENTENCES,
    "sources": st.lists(st.sampled_from(["cable#1", "cable#2"]), min_size=1, max_size=2),
    "says": _STATEMENTS,
    "texts": st.dictionaries(st.sampled_from(["en", "ru"]), _STATEMENTS, min_size=1),
    "annexes": st.lists(
        st.fixed_dictionaries({"says": _STATEMENTS, "title": _SENTENCES}), min_size=1, max_size=2
    ),
    "stray": st.lists(st.lists(_NAMES, min_size=1, max_size=2), min_size=1, max_size=2),
}

comments = st.sampled_from(["# why", "#", "# ключ: value", "# - item", "#! 'quote", "# 停戦"])
entry_ids = st.sampled_from([f"e{number}" for number in range(6)])


def _quoted(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(sign, sign) for sign in text) + '"'


def _is_plain(text: str, flow: bool) -> bool:
    ends = text != text.strip() or not text[:1].isalnum() or text.endswith(":")
    bad = ends or ": " in text or " #" in text or "\n" in text or "\t" in text
    return not bad and text not in ("null",) and not (flow and set(text) & set(",[]{}:"))


@st.composite
def _scalar(draw: st.DrawFn, text: str, indent: int, flow: bool) -> list[str]:
    """The lines of a text; the first without its indentation, the others below `indent`."""
    ways = [[_quoted(text)]]
    if "\n" not in text and "\t" not in text:
        ways.append(["'" + text.replace("'", "''") + "'"])
    if _is_plain(text, flow):
        ways.append([text])
        words = text.split(" ")
        if len(words) > 2 and not flow and "  " not in text and words[-1][0].isalpha():
            pad = " " * (indent + draw(st.integers(1, 4)))
            ways.append([" ".join(words[:-1]), pad + words[-1]])
    lines = text.split("\n")
    if not flow and text.strip() and not text.startswith(" ") and "\t" not in text:
        pad = " " * (indent + draw(st.integers(2, 4)))  # deeper than any comment below it
        end = "" if text.endswith("\n") else "-"
        body = lines[:-1] if text.endswith("\n") else lines
        ways.append([f"|{end}", *(pad + line if line else "" for line in body)])
    return draw(st.sampled_from(ways))


def _own_lines(draw: st.DrawFn, indents: tuple[int, ...]) -> list[str]:
    """Comments and blank lines, seldom."""
    if draw(st.integers(0, 3)):
        return []
    found = []
    for _ in range(draw(st.integers(1, 2))):
        blank = draw(st.booleans()) and draw(st.booleans())
        found.append("" if blank else " " * draw(st.sampled_from(indents)) + draw(comments))
    return found


def _behind(draw: st.DrawFn, lines: list[str]) -> list[str]:
    """Lines, now and then with a comment behind the first, where one can stand."""
    block = lines[0].endswith(("|", "|-"))
    at = 0 if block else -1
    if draw(st.integers(0, 3)) == 0:
        lines[at] += " " * draw(st.integers(1, 3)) + draw(comments)
    return lines


def _flow(draw: st.DrawFn, value: object) -> str:
    glue = draw(st.sampled_from([", ", " ,  "]))
    if isinstance(value, list):
        return f"[{glue.join(_flow(draw, one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{{glue.join(f'{key}: {_flow(draw, one)}' for key, one in value.items())}}}"
    return draw(_scalar(str(value), 0, True))[0]


def _block(draw: st.DrawFn, value: object, indent: int) -> list[str]:
    """The lines of a list or map at `indent`."""
    lines: list[str] = []
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        for at, key in enumerate(keys):
            lines.extend(_own_lines(draw, (indent,)) if at else [])
            lines.extend(_pair(draw, key, value[key], indent))
        return lines
    for one in value if isinstance(value, list) else []:
        lines.extend(_own_lines(draw, (indent,)))
        if isinstance(one, str):
            written = _behind(draw, draw(_scalar(one, indent, False)))
            lines.extend([f"{' ' * indent}- {written[0]}", *written[1:]])
        else:
            written = _block(draw, one, indent + 2)
            while not written[0].strip() or written[0].lstrip()[0] == "#":
                written.pop(0)
            lines.extend([f"{' ' * indent}- {written[0].lstrip()}", *written[1:]])
    lines.extend(_own_lines(draw, (indent, indent + 1)))
    return lines


def _pair(draw: st.DrawFn, key: str, value: object, indent: int) -> list[str]:
    name = f"{' ' * indent}{key}:"
    if isinstance(value, str):
        written = draw(_scalar(value, indent, False))
        if draw(st.integers(0, 4)) == 0 and not written[0].startswith("|"):
            above = _behind(draw, [name])
            written[0] = " " * (indent + 1) + written[0]
            return [*above, *_behind(draw, written)]
        written = _behind(draw, written)
        return [f"{name} {written[0]}", *written[1:]]
    if draw(st.booleans()):
        return _behind(draw, [f"{name} {_flow(draw, value)}"])
    step = draw(st.sampled_from([2, 4] if isinstance(value, dict) else [0, 2, 3]))
    inside = _block(draw, value, indent + step)
    return [*_behind(draw, [name]), *inside]


@st.composite
def _entry_lines(draw: st.DrawFn, name: str) -> list[str]:
    keys = draw(st.lists(st.sampled_from(sorted(_FIELDS)), unique=True, max_size=5))
    entry: dict[str, object] = {"id": name, "type": "proposal", "at": draw(_TIMES)}
    entry.update((key, draw(_FIELDS[key])) for key in keys)
    lines = _block(draw, entry, 2)
    lines[0] = "- " + lines[0][2:]
    return [*lines, *_own_lines(draw, (2, 3))]


@st.composite
def log_texts(draw: st.DrawFn, ids: st.SearchStrategy[list[str]] | None = None) -> str:
    """Logs with comments and blank lines wherever they can stand, in many spellings."""
    names = draw(st.lists(entry_ids, unique=True, max_size=4) if ids is None else ids)
    lines: list[str] = []
    for name in names:
        lines.extend(_own_lines(draw, (0, 0, 1)))
        lines.extend(draw(_entry_lines(name)))
    lines.extend(_own_lines(draw, (0,)))
    return "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n"])) if lines else ""


@st.composite
def declaration_texts(draw: st.DrawFn) -> str:
    """Texts of `dossier.yaml`, with comments wherever they can stand."""
    line = st.fixed_dictionaries({"says": _STATEMENTS, "id": st.just("l1"), "text": _SENTENCES})
    party = st.fixed_dictionaries(
        {"name": _SENTENCES},
        optional={"zone": st.just("Asia/Seoul"), "red_lines": st.lists(line, min_size=1)},
    )
    issue = st.fixed_dictionaries(
        {"values": st.lists(_NAMES, min_size=1, max_size=3), "question": _SENTENCES},
        optional={"decided_by": st.lists(_NAMES, min_size=1, max_size=2)},
    )
    content: dict[str, object] = {"parley": "1", "id": "case", "title": draw(_SENTENCES)}
    content["parties"] = draw(st.dictionaries(_NAMES, party, min_size=1))
    content["issues"] = draw(st.dictionaries(st.sampled_from(["a", "b"]), issue, min_size=1))
    content["feasibility"] = draw(st.lists(line, min_size=1, max_size=2))
    lines = [*_own_lines(draw, (0,)), *_block(draw, content, 0), *_own_lines(draw, (0,))]
    return "\n".join(lines) + "\n"
