"""The canonical form: what changes, what stays, and what is left alone."""

from __future__ import annotations

from textwrap import dedent

import pytest

from parley.dossier.text.canonical import key_ranks
from parley.dossier.text.formatting import format_text
from parley.dossier.text.plain_entries import format_plain
from parley.dossier.text.scalars import spaced
from parley.dossier.text.yaml_text import YamlFault, parse_yaml, plain
from parley.dossier.vocabulary.entries import ENTRY_TYPES
from parley.dossier.vocabulary.shapes import fields_of
from parley.kernel.errors import Refused


def formatted(text: str) -> str:
    """Format a log written with an indentation of its own, and check that it stays so."""
    done = format_text(dedent(text), "log")
    assert format_text(done, "log") == done
    return done


def test_keys_stand_in_the_order_of_the_record() -> None:
    """What it is and when, then what its type is about, then what all entries have."""
    text = "- {}: x\n".format(": x\n  ".join(reversed(list(key_ranks(ENTRY_TYPES["instruction"])))))
    text = text.replace("type: x", "type: instruction")
    keys = list(plain(parse_yaml(format_text(text, "log"), ""))[0])
    assert keys[:9] == ["id", "type", "at", "known", "via", "by", "to", "mode", "says"]
    assert keys[-3:] == ["authorises", "compartment", "note"]


@pytest.mark.parametrize("record", ENTRY_TYPES.values())
def test_every_key_of_a_record_has_its_place(record: type) -> None:
    """No field is forgotten in the order of keys."""
    assert set(key_ranks(record)) == {*fields_of(record), "type"}


def test_unknown_keys_come_last_in_their_order() -> None:
    """What no record knows is kept, behind what is known."""
    assert formatted("- zeta: 1\n  alpha: 2\n  at: 1951\n  id: a\n") == (
        "- id: a\n  at: 1951\n  zeta: 1\n  alpha: 2\n"
    )


def test_comments_go_with_what_they_stand_at() -> None:
    """Above, behind and at the end, inside lists too."""
    assert formatted("""\
        # of the log

        # of the entry
        - at: 1951-07-13 # when
          # who
          by:   # both
          # first
          - red # theirs
          - blue
            # at the end of the list
          # which
          id: a
          # at the end of the entry

        # of the end
        """) == dedent("""\
        # of the log

        # of the entry
        # which
        - id: a
          at: 1951-07-13  # when
          # who
          by:  # both
            # first
            - red  # theirs
            - blue
            # at the end of the list
          # at the end of the entry

        # of the end
        """)


def test_a_list_of_one_is_the_one_where_either_may_stand() -> None:
    """`by: [red]` is `by: red`; a list of records stays a list."""
    done = formatted("""\
        - id: a
          type: proposal
          by: [red]
          to:
            - blue  # theirs
          annexes: [{says: x = y, title: A}]
          sources: [a, b]
        """)
    assert "  by: red\n  to: blue  # theirs\n" in done
    assert "  annexes: [{title: A, says: x = y}]\n  sources: [a, b]\n" in done


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'plain'", "plain"),
        ('"1951-07-13"', "1951-07-13"),
        ("'yes'", '"yes"'),  # other readers of YAML would take it for true
        ("'1951'", '"1951"'),
        ("yes", "yes"),  # what the author left without quotes stays so
        ('"a: b"', '"a: b"'),
        ("'it''s'", "it's"),
        ("'say \"no\": x'", "'say \"no\": x'"),
        ('"a\\tb"', '"a\\tb"'),
        ('""', '""'),
        ("~", "~"),
        ('"null"', '"null"'),
        ("'- x'", '"- x"'),
        ("'#x'", '"#x"'),
    ],
)
def test_quotes_stand_only_where_needed(before: str, after: str) -> None:
    """A text keeps its quotes where it would mean something else without, here or elsewhere."""
    assert formatted(f"- id: a\n  text: {before}\n") == f"- id: a\n  text: {after}\n"


def test_the_author_breaks_the_lines() -> None:
    """Only the indentation of a long text changes."""
    assert formatted("""\
        - id: a
          type: session
          text: |
               One.

                 Two.
          note: >-
              folded
              text
          place:
             goes on
             here   # where
          recess: "in quotes
               it goes on"
        """) == dedent("""\
        - id: a
          type: session
          place:
            goes on
            here  # where
          recess: "in quotes
            it goes on"
          text: |
            One.

              Two.
          note: >-
            folded
            text
        """)


def test_kept_blank_lines_of_a_block_are_no_layout() -> None:
    """`|+` says that the blank lines below it count; only others are layout."""
    text = "- id: a\n  text: |+\n    x\n\n\n- id: b\n\n\n- id: c\n"
    assert formatted(text) == text
    assert plain(parse_yaml(formatted(text), ""))[0]["text"] == "x\n\n\n"


def test_an_indented_block_keeps_its_mark() -> None:
    """A block whose first line is indented says how deep its margin is."""
    text = "- at: x\n  id: a\n  text: |4\n        deep\n      margin\n"
    assert formatted(text) == "- id: a\n  at: x\n  text: |2\n      deep\n    margin\n"


def test_a_file_may_end_in_a_block_without_line_feed() -> None:
    """The line feed that is put at the end of the file does not become part of the text."""
    done = formatted("- id: a\n  text: |\n    x")
    assert plain(parse_yaml(done, "")) == [{"id": "a", "text": "x"}]


def test_brackets_are_put_on_one_line_where_there_is_room() -> None:
    """With a comment in them, or with too much, they stay on their lines."""
    done = formatted("""\
        - id: a
          known: {
            red: 1951,
            blue: 'never',
          }
          sources: [
            a, # first
            b,
          ]
        """)
    assert "  known: {red: 1951, blue: never}\n" in done
    assert "# first\n" in done


def test_statements_have_their_blanks() -> None:
    """Of a statement only the blanks change, and only where it is one."""
    done = formatted("- id: a\n  type: event\n  says: x=y  and(z in{a,b})\n  text: x=y\n")
    assert "  says: x = y and (z in {a, b})\n  text: x=y\n" in done


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a=b", "a = b"),
        ("a>=-5", "a >= -5"),
        ("not(a in{b , c})", "not (a in {b, c})"),
        ('a="b  c"', 'a = "b  c"'),
        ("a != b", "a != b"),
        ("a == b", "a == b"),  # no sign of the language: left alone
        ("a  ->  b", "a  ->  b"),
        ('a = "open', 'a = "open'),
        ("", ""),
    ],
)
def test_spacing_of_statements(before: str, after: str) -> None:
    """Words and signs stay; what is not made of them stays as it is."""
    assert spaced(before) == after


def test_lists_at_the_level_of_their_key_are_moved_in() -> None:
    """So are logs that are indented as a whole."""
    assert formatted("  - id: a\n    by:\n    - red\n    - blue\n") == (
        "- id: a\n  by:\n    - red\n    - blue\n"
    )


def test_ends_of_lines_and_of_the_file() -> None:
    """Line feeds, one at the end, no blank lines at head and end."""
    assert format_text("\ufeff\r\n- id: a\r\n\r\n- id: b\r\n\r\n", "log") == "- id: a\n\n- id: b\n"
    assert format_text("- id: a", "log") == "- id: a\n"
    assert format_text("", "log") == ""
    assert format_text("# only a comment\n", "log") == "# only a comment\n"


def test_a_quoted_text_may_have_the_mark_of_an_entry_in_it() -> None:
    """A line that begins with `- ` inside quotes begins no entry."""
    text = '- at: x\n  text: "a\n- b"\n  id: a\n'
    done = formatted(text)
    assert plain(parse_yaml(done, "")) == plain(parse_yaml(text, ""))
    assert done.startswith("- id: a\n")


def test_what_cannot_be_moved_safely_stays() -> None:
    """An entry with an unusual end of line in it is left alone; the next one is not."""
    odd = '- at: x\n  id: a\n  text: "a\u2028b"\n'
    assert formatted(odd + "- at: x\n  id: b\n") == odd + "- id: b\n  at: x\n"


def test_keys_that_stand_twice_are_both_kept() -> None:
    """Formatting mends no faults; it keeps them for the reader to report."""
    text = "- id: a\n  text: b\n  text: c\n"
    assert formatted(text) == text


def test_the_declarations_keep_their_sections() -> None:
    """Keys and records are ordered; what has ids of its own is not; the head stays on top."""
    text = dedent("""\
        # A case.

        title: T
        parley: 1

        # --- who ---
        parties:
            red:
                zone: K
                name: R   # side
            blue: {zone: K, name: B}
        id: case
        """)
    assert format_text(text, "dossier") == dedent("""\
        # A case.

        parley: 1
        id: case
        title: T

        # --- who ---
        parties:
          red:
            name: R  # side
            zone: K
          blue: {name: B, zone: K}
        """)


def test_the_short_way_is_the_long_way() -> None:
    """An entry of plain lines comes out the same on both ways."""
    entry = "- type: event\n  says: a=b if(c=d)\n  by: red\n  zeta: 1:2\n  id: e\n  at: 1951\n"
    short = format_plain(entry)
    assert short is not None
    commented = format_text(entry.replace("by: red", "by: red  # !"), "log")
    assert "\n".join(short) + "\n" == commented.replace("  # !", "")


def test_faults_are_told_with_their_line() -> None:
    """What is not YAML is not formatted."""
    with pytest.raises(YamlFault) as caught:
        format_text("- id: a\n- id: b\n  x: [\n", "log", "log/a.yaml")
    assert caught.value.finding.file == "log/a.yaml"
    with pytest.raises(Refused):
        format_text("- id: a\x00\n", "log")
