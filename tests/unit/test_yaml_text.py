"""The exact reader of YAML: what it keeps, where it says things stand, and what it refuses."""

import pytest

from parley.dossier.text.yaml_text import (
    MAX_DEPTH,
    YamlFault,
    decode,
    duplicate_keys,
    parse_yaml,
    plain,
)
from parley.kernel.errors import Refused


def test_scalars_keep_their_text() -> None:
    """Words and numbers that other readers change stay as they are written."""
    text = "a: no\nb: 1951\nc: 1.50\nd: 'null'\ne: 012\nf: on\ng: 1951-07-13\n"
    values = {"a": "no", "b": "1951", "c": "1.50", "d": "null", "e": "012", "f": "on"}
    assert plain(parse_yaml(text, "f")) == {**values, "g": "1951-07-13"}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_empty_counts_as_absent(written: str) -> None:
    """A plain empty value is None, a quoted one is a text."""
    assert plain(parse_yaml(f"a: {written}\nb: ''\n", "f")) == {"a": None, "b": ""}


def test_keys_are_texts() -> None:
    """A key is what is written, also where a value would count as absent."""
    assert plain(parse_yaml("{null: a, ~: b, 1: c, '': d}", "f")) == {
        "null": "a",
        "~": "b",
        "1": "c",
        "": "d",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n"])
def test_nothing_is_an_empty_scalar(text: str) -> None:
    """A file without content has a tree: a scalar without a value."""
    assert plain(parse_yaml(text, "f")) is None


def test_every_node_knows_its_place() -> None:
    """Line and column count from 1, offsets from 0, both in characters."""
    text = "# вступ\nчас: {ключ: [a, 'бб']}\n"
    key, value = parse_yaml(text, "f").pairs[0]
    last = value.items[1].items[1]
    assert (key.line, key.column, text[key.start : key.end]) == (2, 1, "час")
    assert (last.line, last.column, text[last.start : last.end]) == (2, 17, "'бб'")
    assert (value.kind, text[value.start : value.end]) == ("map", "{ключ: [a, 'бб']}")
    assert last.style == "'"


def test_first_line_can_be_another() -> None:
    """A slice of a file reports the lines of the file."""
    assert parse_yaml("a:\n  b: c\n", "f", line=41).pairs[0][1].line == 42


def test_byte_order_mark_is_accepted() -> None:
    """A mark at the head of a file is no content."""
    text = decode(b"\xef\xbb\xbfa: 1\nb: 2\n", "f")
    assert plain(parse_yaml(text, "f")) == {"a": "1", "b": "2"}
    assert plain(parse_yaml("\ufeffa: 1\nb: 2\n", "f")) == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: &x 1", 1, 4, "anchor &x"),
        ("a: &x [1]", 1, 4, "anchor &x"),
        ("a: 1\nb: *x", 2, 4, "alias *x"),
        ("a: !!python/object:os.system x", 1, 4, "tag"),
        ("a: ! x", 1, 4, "tag !"),
        ("a: !x {}", 1, 4, "tag !x"),
        ("a: 1\n---\nb: 1", 2, 1, "second document"),
        ("[a]: 1", 1, 1, "where a key was expected"),
        ("? {a: 1}\n: 1", 1, 3, "where a key was expected"),
        ("a: b: c", 1, 5, "not YAML"),
        ("a:\n\t- b", 2, 1, "not YAML"),
        ("a: [b\nc: d\n", 1, 4, "not YAML"),
        ("a: 'b\nc: d\n", 1, 4, "not YAML"),
    ],
)
def test_other_yaml_is_a_fault_with_its_place(
    text: str, line: int, column: int, words: str
) -> None:
    """What is not plain YAML is told with line, column and a way to mend it."""
    with pytest.raises(YamlFault, match=f"f:{line}:{column}: ") as caught:
        parse_yaml(text, "f")
    finding = caught.value.finding
    assert words in finding.message
    assert (finding.code, finding.line, finding.column) == ("yaml-syntax", line, column)
    assert finding.hint


def test_keys_that_stand_twice() -> None:
    """Both places are named, at any depth, and the first value counts."""
    tree = parse_yaml("a: 1\nb:\n  - {c: 1, c: 2}\na: 3\n", "f")
    found = {(one.line, one.column): one.message for one in duplicate_keys(tree, "f")}
    assert set(found) == {(4, 1), (3, 12)}
    assert "on line 1" in found[4, 1]
    assert plain(tree) == {"a": "1", "b": [{"c": "1"}]}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: \xff\n", "byte 3"),
        (b"a: b\n\x00", "U\\+0000 at byte 5"),
        ("ключ: \x1b[31m".encode(), "U\\+001B at byte 10"),
        (b"a: \xc2\x9b", "U\\+009B"),
        (b"a: \x7f", "U\\+007F"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    """Other encodings and control characters are refused, with the byte."""
    with pytest.raises(Refused, match=words):
        decode(data, "f")


@pytest.mark.parametrize("text", ['a: "\\0"', 'a: "\\x1b[2J"', 'a: "\\u009b"'])
def test_escaped_control_characters_are_refused(text: str) -> None:
    """An escape brings no control character in by the back door."""
    with pytest.raises(Refused, match="control character"):
        parse_yaml(text, "f")


@pytest.mark.parametrize("unit", ["[", "{a: ", "- "])
def test_depth_is_limited(unit: str) -> None:
    """One level more than allowed is refused, and ten thousand are no worse."""
    for depth in (MAX_DEPTH + 1, 10_000):
        with pytest.raises(Refused, match="nested more than"):
            parse_yaml(unit * depth, "f")
    assert parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f").kind == "list"


def test_a_merge_left_open_is_named() -> None:
    """The finding stands at the first marker and says what to do with the three lines."""
    text = "- id: a\n<<<<<<< ours\n  at: 1951-07-13\n=======\n  at: 1951-07-14\n>>>>>>> theirs\n"
    with pytest.raises(YamlFault) as caught:
        parse_yaml(text, "log/a.yaml")
    finding = caught.value.finding
    assert (finding.line, finding.column) == (2, 1)
    assert "merge was left open" in finding.message
    assert "marker lines" in (finding.hint or "")
