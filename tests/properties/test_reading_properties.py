"""Reading, for anything at all: no failure but its own, and one answer whichever way is taken."""

from hypothesis import example, given
from hypothesis import strategies as st

from parley.dossier.reading import read_text_dossier
from parley.dossier.text.yaml_fast import entry_node, read_exactly, read_fast
from parley.dossier.text.yaml_text import YamlFault, parse_yaml, plain
from parley.kernel.errors import ParleyError, Refused

DECLARED = """\
parley: 1
id: small
title: A small one
zone: Asia/Seoul
parties:
  red: {name: Red, zone: Asia/Tokyo, red_lines: [{id: r1, says: line = there}]}
  blue: {name: Blue, within: red}
issues:
  line: {question: Where?, values: [here, there], decided_by: [red, blue]}
  share: {question: How much?, range: {from: 0, to: 1, step: 0.1}}
feasibility:
  - {id: f1, says: share < 0.5 if line = here}
agenda:
  item: {title: An item, wordings: {broad: {text: All, opens: [line, share < 0.3]}}}
sources:
  s1: {title: A paper, passages: {p1: Words}}
preferences:
  red: {priorities: [{says: line = here}], weights: [{weight: [1, 2], says: line = there}]}
"""
LOG = """\
# June
- id: e1
  type: proposal
  at: 1951-07-13 10:00
  by: red
  to: [blue]
  says: line = here
  if: share < 0.3
  sources: [s1#p1]

- id: e2
  type: fallback
  at: 1951-07-14
  rungs:
    - {do: line = here, within: 2d}
    - do: "share < 0.2"
      by_time: 1951-08-01
  known: {red: 1951-07-15, blue: never}
- id: e3
  type: request
  at: 1951-07-15
  text: |
    Several lines
    of text.
  questions:
    - {id: q1, text: 'May we?', says: line = there}
"""
#: Characters and words that mean something to one of the parts of reading.
PIECES = st.sampled_from(
    [*"-:#&*!|>'\"%@`{}[],?~\n\t\r \u2028\u0085\ufeff\x00é漢", "\n- ", "\n  ", ": ", " #", "null",
     "---", "...", "<<", "id", "type", "event", "at", "1951", "says", "line", "here", "and", "(",
     "if", "known", "never", "0x1f", "1e5", ".5", "\ud800", "\\x00", "iff", "=", "not "]
)  # fmt: skip


def reads(declared: str, log: str) -> None:
    """Read, and see that nothing but parley's own errors escapes, and all faults say enough."""
    try:
        dossier = read_text_dossier({"dossier.yaml": declared, "log/a.yaml": log})
    except ParleyError as error:
        assert str(error)
        return
    for fault in dossier.faults:
        assert fault.message
        assert fault.hint
        assert fault.file in ("dossier.yaml", "log/a.yaml")
        assert fault.line is not None
        assert fault.line >= 1
    assert dossier.by_id.keys() <= dossier.places.keys()
    assert dossier.by_id.keys() <= dossier.spans.keys()
    assert len(dossier.feasibility) == len(dossier.declared.feasibility)


def changed(text: str, at: int, length: int, piece: str) -> str:
    """Return a text with some of it replaced."""
    at %= len(text) + 1
    return text[:at] + piece + text[at + length :]


@given(st.text(), st.text())
def test_any_text_is_answered(declared: str, log: str) -> None:
    """Whatever the files say."""
    reads(declared, log)


@given(st.lists(PIECES).map("".join))
def test_any_mixture_of_signs_is_answered(log: str) -> None:
    """Whatever signs of YAML and of statements stand together."""
    reads(DECLARED, log)
    reads(log, LOG)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 2_000),
        st.integers(0, 12),
        st.one_of(PIECES, st.just(""), st.lists(PIECES, max_size=4).map("".join)),
    ),
    max_size=4,
)


@given(CHANGES, CHANGES)
@example([], [])
def test_any_change_of_a_good_dossier_is_answered(
    first: list[tuple[int, int, str]], second: list[tuple[int, int, str]]
) -> None:
    """Whatever is cut out of, or put into, a dossier that was in order."""
    declared, log = DECLARED, LOG
    for change in first:
        declared = changed(declared, *change)
    for change in second:
        log = changed(log, *change)
    reads(declared, log)


def same_both_ways(text: str) -> bool:
    """See that the fast reader gives what the exact one gives, or leaves it to that one."""
    try:
        exact = read_exactly(parse_yaml(text, "f"))
    except YamlFault:
        exact = None
    except Refused:
        return False
    try:
        fast = read_fast(text, "f")
    except Refused:
        return False
    if fast is None:
        return False
    assert exact is not None
    assert [one.data for one in fast] == [one.data for one in exact]
    for one, other in zip(fast, exact, strict=True):
        node = entry_node(one._replace(node=None), text, "f")
        assert plain(node) == plain(other.node) if other.node else False
        assert other.node is not None
        assert (node.line, node.column) == (other.node.line, other.node.column)
        assert one.line == other.line or (one.line < other.line and one.node is not None)
        assert [(part.line, part.column, part.value) for part in node.items] == [
            (part.line, part.column, part.value) for part in other.node.items
        ]
    return True


KEYS = st.sampled_from(["id", "at", "by", "says", "a", "b", "a_b", "on", "null", "A", "é", "x y"])
WORDS = st.one_of(
    st.sampled_from(
        ["red", "1951-07-13T10:00+09:00", "a:b", "a: b", "a #b", "a#b", "#a", "'a'", '"a"',
         "\"a\\nb\"", "'it''s'", "[a, b]", "[a,b]", "[ a ]", "[]", "[a, null]", "[a:b]", "{a: b}",
         "~", "null", "Null", "NULL", "nullo", "", " ", "-", "- a", "?", "? a", "|", ">-", "&a",
         "*a", "!a", "%a", "@a", "`a", "a\tb", "\ta", "a ", " a", "1_0", ".5", "0x1f", "+1", "-1",
         "a\u2028b", "(a)", "a'b", 'a"b', "[a", "a]", "a, b", "<<", "=", "é", "漢字", "---", "...",
         "a\\b", "[s#p]", "s1#p1", "a:", ":a", "[a,, b]", "[a, b,]", "a\u0085b", "_a", "0", "0 #x",
         "a  b"]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=8),
)  # fmt: skip
LINES = st.one_of(
    st.builds("  {}: {}".format, KEYS, WORDS),
    st.builds("  {}: {}".format, KEYS, WORDS),
    st.builds("  {}:{}".format, KEYS, WORDS),
    st.builds("    {}".format, WORDS),
    st.builds("  - {}".format, WORDS),
    st.builds(" {}: {}".format, KEYS, WORDS),
    st.sampled_from(
        ["", "  ", "# a: b", "  # a: b", "    # a", "#", "---", "...", "  |", "- ", "-"]
    ),
)
ENTRIES = st.builds(
    lambda key, word, lines: "\n".join([f"- {key}: {word}", *lines]),
    KEYS,
    WORDS,
    st.lists(LINES, max_size=5),
)


@given(st.lists(ENTRIES, min_size=1, max_size=4), st.sampled_from(["", "\n", "\n\n", "# x\n"]))
@example(["- id: a\n  by: red"], "\n")
def test_fast_and_exact_agree(entries: list[str], end: str) -> None:
    """Data, lines and columns are the same, whatever entries are made of."""
    same_both_ways("\n".join(entries) + end)


@given(st.lists(PIECES).map("".join))
def test_fast_and_exact_agree_on_any_signs(text: str) -> None:
    """Also for what is hardly a log."""
    same_both_ways(text)
    same_both_ways(f"- id: a\n  by: {text}\n- id: b\n")


PLAIN_WORDS = st.text(st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=1).filter(
    lambda word: word not in ("null", "Null", "NULL")
)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "by", "says", "text"]), PLAIN_WORDS,
                                min_size=1), min_size=1))  # fmt: skip
def test_plain_entries_take_the_fast_way(entries: list[dict[str, str]]) -> None:
    """What is plainly written is read by pattern, and comes out as it was."""
    lines = ["- " + "\n  ".join(f"{key}: {word}" for key, word in one.items()) for one in entries]
    fast = read_fast("\n".join(lines) + "\n", "f")
    assert fast is not None
    assert [one.data for one in fast] == entries
    assert all(one.node is None for one in fast)


def test_a_document_that_ends_between_entries_is_left_to_the_exact_reader() -> None:
    """What stands after `...` is another document, which a log may not have."""
    for line in ("...", "---", "%YAML 1.2"):
        assert read_fast(f"- id: a\n{line}\n- id: b\n", "f") is None
