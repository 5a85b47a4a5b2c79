"""Files of scenarios that are broken or hostile: each fault with its file and line, and quickly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from parley.interop.folders import MAX_BYTES
from parley.interop.scenarios import read_scenario
from parley.kernel.errors import ParleyError, Refused
from tests.unit.scenario_support import discrete, genius_domain, genius_profile, put

DOMAIN = genius_domain(discrete(1, "Fruit", [("apple", ""), ("pear", "")]))
FRUIT = discrete(1, "Fruit", [("apple", "2"), ("pear", "8")])
GOOD = genius_profile(f'{FRUIT}\n<weight index="1" value="1"/>')


def _message(folder: Path, first: str, domain: str = DOMAIN) -> str:
    put(folder, {"d.xml": domain, "a.xml": first, "b.xml": GOOD})
    started = time.process_time()
    with pytest.raises(ParleyError) as caught:
        read_scenario(folder)
    assert time.process_time() - started < 10
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"8"', '"1e999"', 5, "evaluation"),
        ('"8"', f'"{"9" * 400}"', 5, "evaluation"),
        ('"8"', '"NaN"', 5, "evaluation"),
        ('value="1"/>', 'value="Infinity"/>', 7, "weight"),
        (' evaluation="8"', "", 3, "an evaluation for 'pear'"),
        (' evaluation="8"', ' evaluation="null"', 3, "an evaluation for 'pear'"),
        ('value="pear"', 'value="apple"', 5, "each item once"),
        ('<issue index="1"', '<issue index="7"', 3, "the index of an issue of the domain"),
        ('<weight index="1"', '<weight index="7"', 7, "the index of an issue of the domain"),
        ('<weight index="1" value="1"/>', "", 3, "a weight for the issue 'Fruit'"),
        ('type="discrete"', 'type="integer"', 3, "the type `discrete`"),
        ("</objective>", "</objective><reservation/>", 8, "the value of `reservation`"),
        ("</objective>", '<rules/></objective>', 8, "ranks with constraints"),
    ],
)  # fmt: skip
def test_a_fault_of_a_profile(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    """A fault of a profile."""
    message = _message(tmp_path, GOOD.replace(old, new, 1))
    assert f"a.xml:{line}" in message
    assert words in message


def test_a_missing_issue_and_all_other_faults_are_told_at_once(tmp_path: Path) -> None:
    """A missing issue and all other faults are told at once."""
    domain = genius_domain(
        discrete(1, "Fruit", [("apple", ""), ("pear", "")]) + discrete(2, "Box", [("big", "")])
    )
    message = _message(tmp_path, GOOD.replace('"8"', '"x"').replace('"2"', '"y"'), domain)
    assert "4 faults" in message  # two evaluations, and the issue that both profiles lack
    assert message.count("the issue 'Box' (index 2)") == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('value="pear"', 'value="apple"', "each value of an issue once"),
        ('value="pear"', 'value=""', "a value with a name"),
        ('type="discrete"', 'type="fuzzy"', "the type `discrete`, `integer` or `real`"),
        ('<issue index="1"', '<issue index="one"', "an index of its own"),
        ("issue", "question", "at least one issue"),
        (
            'type="discrete"',
            'type="integer" lowerbound="0" upperbound="999999999"',
            "at most 100,000 whole numbers",
        ),
        ('type="discrete"', 'type="integer" lowerbound="5" upperbound="2"', "from low to high"),
        ('type="discrete"', 'type="integer" lowerbound="0.5" upperbound="2"', "two whole numbers"),
    ],
)
def test_a_fault_of_a_domain(tmp_path: Path, old: str, new: str, words: str) -> None:
    """A fault of a domain."""
    message = _message(tmp_path, GOOD, DOMAIN.replace(old, new))
    assert "d.xml:" in message
    assert words in message


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><utility_space>&j;</utility_space>"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "without a document type or entities"),
        ('<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>', "without a document type"),
        ("<a>" * 100_000, "at most 40 deep"),
        ("<a>" + "<b/>" * 600_000, "at most 500,000 elements"),
        (f'<a b="{"x" * 20_000}"/>', "at most 10,000 characters"),
        ("<a", "expected XML"),
        ("", "expected XML"),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "klingon"),
    ],
)
def test_hostile_xml_ends_quickly(tmp_path: Path, text: str, words: str) -> None:
    """Hostile xml ends quickly."""
    message = _message(tmp_path, text)
    assert "a.xml:" in message
    assert words.casefold() in message.casefold()


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file that is too large is not read."""
    put(tmp_path, {"d.xml": DOMAIN, "b.xml": GOOD})
    with (tmp_path / "a.xml").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(Refused, match="at most 16,000,000 bytes"):
        read_scenario(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", "[" * 100_000, "deep"),
        ("a.json", '{"a": 1, "a": 2}', "each key once"),
        ("a.json", '{"a": 1} x', "nothing after the value"),
        ("a.json", '{"a" 1}', "after a key"),
        ("a.json", '{"a": 01}', "a value"),
        ("a.json", '["\\ud800"]', "a text in JSON"),
        ("a.yml", "a: &x [1]\nb: *x\n", "anchor"),
        ("a.yml", "a: !!python/object:os.system x\n", "tag"),
        ("a.yml", "[" * 100_000, "deep"),
        ("a.json", "{}", "expected a scenario"),
        ("a.txt", "x", "expected a scenario"),
    ],
)
def test_hostile_trees(tmp_path: Path, name: str, text: str, words: str) -> None:
    """Hostile trees."""
    put(tmp_path, {name: text})
    with pytest.raises(ParleyError) as caught:
        read_scenario(tmp_path)
    assert words in str(caught.value)


def test_a_place_with_nothing_in_it(tmp_path: Path) -> None:
    """A place with nothing in it."""
    with pytest.raises(Refused, match="check the path"):
        read_scenario(tmp_path / "none")
    with pytest.raises(Refused, match="none of their files"):
        read_scenario(tmp_path)
    put(tmp_path, {"d.xml": DOMAIN, "a.xml": GOOD})
    with pytest.raises(Refused, match=r"two or more parties, got a\.xml"):
        read_scenario(tmp_path)
