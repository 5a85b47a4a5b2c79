"""What files of GENIUS mean: every number as GENIUS 10.4 counts it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from parley.interop.genius import read_genius
from parley.kernel.errors import Refused
from parley.space.model import Model
from tests.unit.scenario_support import discrete, genius_domain, genius_profile, put, utilities

DOMAIN = genius_domain(
    "\n".join(
        [
            discrete(1, "Fruit", [("apple", ""), ("pear", "")]),
            discrete(2, "Size of box", [("small", ""), ("large", "")]),
        ]
    )
)
FRUIT = discrete(1, "Fruit", [("apple", "2"), ("pear", "8")])
BOX = discrete(2, "Size of box", [("small", "1"), ("large", "3")])
WEIGHTS = '<weight index="1" value="0.6"/><weight index="2" value="0.4"/>'
PLAIN = genius_profile(f"{FRUIT}\n{BOX}\n{WEIGHTS}")
NUMBERS = genius_domain(
    '<issue index="1" name="A" type="integer" lowerbound="2" upperbound="5"/>\n'
    '<issue index="2" name="B" type="integer"><range lowerbound="0" upperbound="3"/></issue>'
)
HEADS = (
    '<issue index="1" name="A" type="integer" lowerbound="2" upperbound="5"/>'
    '<issue index="2" name="B" type="integer" lowerbound="0" upperbound="3"/>'
)


def _model(folder: Path, first: str, domain: str = DOMAIN, second: str = "") -> Model:
    files = {"orchard.xml": domain, "grower.xml": first, "trader.xml": second or first}
    return read_genius(put(folder, files))


def _rectangles(text: str, most: str = "20") -> str:
    body = f'{HEADS}<utility maxutility="{most}"><ufun aggregation="sum">{text}</ufun></utility>'
    return genius_profile(body, kind=' type="nonlinear"')


def test_evaluations_are_over_the_greatest_of_their_issue(tmp_path: Path) -> None:
    """Evaluations are over the greatest of their issue."""
    model = _model(tmp_path, PLAIN)
    assert utilities(model, "grower") == {
        ("apple", "small"): Fraction(6, 10) / 4 + Fraction(4, 10) / 3,
        ("apple", "large"): Fraction(6, 10) / 4 + Fraction(4, 10),
        ("pear", "small"): Fraction(6, 10) + Fraction(4, 10) / 3,
        ("pear", "large"): Fraction(1),
    }
    assert model.questions == {"fruit": "Fruit", "size_of_box": "Size of box"}
    assert model.parties == {"grower": "grower", "trader": "trader"}
    assert model.decided_by["fruit"] == ("grower", "trader")


def test_raw_utilities_are_weight_times_evaluation(tmp_path: Path) -> None:
    """Raw utilities are weight times evaluation."""
    folder = put(tmp_path, {"d.xml": DOMAIN, "a.xml": PLAIN, "b.xml": PLAIN})
    assert utilities(read_genius(folder, "raw"), "a")["pear", "small"] == Fraction("5.2")


def test_weights_are_not_made_to_add_up_to_1_and_nothing_is_cut_off(tmp_path: Path) -> None:
    """Weights are not made to add up to 1 and nothing is cut off."""
    heavy = PLAIN.replace('index="1" value="0.6"', 'index="1" value="2"')
    model = _model(tmp_path, heavy)
    assert utilities(model, "grower")["pear", "large"] == Fraction("2.4")
    assert any("cuts a utility off at 1" in note for note in model.notes)


def test_a_greatest_evaluation_of_nearly_0_makes_all_0(tmp_path: Path) -> None:
    """A greatest evaluation of nearly 0 makes all 0."""
    faint = PLAIN.replace('"8"', '"0.000009"').replace('"2"/>', '"0"/>')
    model = _model(tmp_path, faint)
    assert utilities(model, "grower")["pear", "small"] == Fraction(4, 30)
    assert any("all of them count 0" in note for note in model.notes)


def test_an_item_that_the_domain_lacks_counts_for_the_greatest(tmp_path: Path) -> None:
    """An item that the domain lacks counts for the greatest."""
    more = PLAIN.replace("</issue>", '<item index="3" value="plum" evaluation="16"/></issue>', 1)
    model = _model(tmp_path, more)
    assert utilities(model, "grower")["pear", "large"] == Fraction("0.7")
    assert any("that the domain file lacks" in note for note in model.notes)


def test_negative_evaluations_and_weights_count_as_they_are(tmp_path: Path) -> None:
    """Negative evaluations and weights count as they are."""
    sour = PLAIN.replace('evaluation="2"', 'evaluation="-2"').replace('"0.4"', '"-0.4"')
    assert utilities(_model(tmp_path, sour), "grower")["apple", "large"] == Fraction("-0.55")


def test_reservation_and_discount(tmp_path: Path) -> None:
    """Reservation and discount."""
    end = '<reservation value="0.4"/>\n<discount_factor value="0.5"/>\n'
    first = genius_profile(f"{FRUIT}\n{BOX}\n{WEIGHTS}", end)
    model = _model(tmp_path, first, second=PLAIN)
    assert model.no_agreement == {"grower": Fraction("0.4"), "trader": Fraction(0)}
    assert model.discounts == {"grower": Fraction("0.5")}
    assert utilities(model, "grower", Fraction(1))["pear", "large"] == Fraction("0.5")
    assert [note for note in model.notes if "reservation value for trader: it is 0" in note]


@pytest.mark.parametrize("factor", ["0", "1.5", "-1"])
def test_a_discount_that_is_none_is_left_out_with_a_note(tmp_path: Path, factor: str) -> None:
    """A discount that is none is left out with a note."""
    end = f'<discount_factor value="{factor}"/>'
    model = _model(tmp_path, genius_profile(f"{FRUIT}{BOX}{WEIGHTS}", end))
    assert not model.discounts
    assert any("discount factor" in note for note in model.notes)


def test_whole_numbers_are_measured_from_the_lower_bound_and_cut_off(tmp_path: Path) -> None:
    """Whole numbers are measured from the lower bound and cut off."""
    body = (
        '<issue index="1" name="A" type="integer" lowerbound="2" upperbound="5">'
        '<evaluator ftype="linear" slope="0.5" offset="0.2"/></issue>'
        '<issue index="2" name="B" type="integer" lowerbound="0" upperbound="3"/>'
        '<weight index="1" value="0.5"/><weight index="2" value="0.5"/>'
    )
    model = _model(tmp_path, genius_profile(body), NUMBERS)
    found = utilities(model, "grower")
    assert [found[value, "0"] * 2 for value in "2345"] == [Fraction("0.2"), Fraction("0.7"), 1, 1]
    raw = read_genius(tmp_path, "raw")
    assert utilities(raw, "grower")["5", "3"] == Fraction("0.85")


@pytest.mark.parametrize(
    ("evaluator", "worths"),
    [
        ('ftype="linear" parameter0="-0.5" parameter1="0.1"', ["0", "0", "0.5", "1", "1"]),
        ('ftype="constant" parameter0="0.3"', ["0.3"] * 5),
        ('ftype="triangular" parameter0="0" parameter1="20" parameter2="5"',
         ["0", "1", "2/3", "1/3", "0"]),
    ],
)  # fmt: skip
def test_real_numbers_are_taken_at_points(
    tmp_path: Path, evaluator: str, worths: list[str]
) -> None:
    """Real numbers are taken at points."""
    head = '<issue index="1" name="Price" type="real"><range lowerbound="0" upperbound="20"/>'
    body = f'{head}<evaluator {evaluator}/></issue><weight index="1" value="1"/>'
    files = {
        "d.xml": genius_domain(f"{head}</issue>"),
        "a.xml": genius_profile(body),
        "b.xml": genius_profile(body),
    }
    folder = put(tmp_path, files)
    with pytest.raises(Refused, match=r"d\.xml:4: .*--steps"):
        read_genius(folder)
    model = read_genius(folder, steps=5)
    assert model.issues["price"].values == ("0", "5", "10", "15", "20")
    assert list(utilities(model, "a").values()) == [Fraction(worth) for worth in worths]
    assert "5 points" in model.notes[0]


def test_rectangles_include_their_bounds_and_have_weights(tmp_path: Path) -> None:
    """Rectangles include their bounds and have weights."""
    text = (
        '<hyperRectangle utility="10"><INCLUDES index="1" min="3" max="4"/></hyperRectangle>'
        '<hyperRectangle utility="6" weight="0.5"><INCLUDES index="1" min="0" max="2"/>'
        '<INCLUDES index="2" min="1" max="9"/></hyperRectangle>'
        '<hyperRectangle utility="4"><EXCLUDES index="2" min="0" max="2"/></hyperRectangle>'
        '<hyperRectangle utility="1"></hyperRectangle>'
    )
    model = _model(tmp_path, _rectangles(text), NUMBERS)
    found = utilities(model, "grower")
    assert {key: value * 20 for key, value in found.items() if key[1] in "03"} == {
        ("2", "0"): 1, ("3", "0"): 11, ("4", "0"): 11, ("5", "0"): 1,
        ("2", "3"): 8, ("3", "3"): 15, ("4", "3"): 15, ("5", "3"): 5,
    }  # fmt: skip
    assert utilities(read_genius(tmp_path, "raw"), "grower")["2", "3"] == 8


def test_functions_within_a_function_have_weights(tmp_path: Path) -> None:
    """Functions within a function have weights."""
    inner = '<hyperRectangle utility="8"><INCLUDES index="1" min="5" max="5"/></hyperRectangle>'
    model = _model(tmp_path, _rectangles(f'<ufun weight="0.5">{inner}</ufun>'), NUMBERS)
    assert utilities(model, "grower")["5", "0"] == Fraction(1, 5)


def test_bounds_that_nothing_meets_count_nowhere(tmp_path: Path) -> None:
    """Bounds that nothing meets count nowhere."""
    text = (
        '<hyperRectangle utility="10"><INCLUDES index="1" min="6" max="9"/></hyperRectangle>'
        '<hyperRectangle utility="3"><EXCLUDES index="1" min="4" max="3"/></hyperRectangle>'
    )
    model = _model(tmp_path, _rectangles(text, "3"), NUMBERS)
    assert set(utilities(model, "grower").values()) == {Fraction(1)}


def test_profiles_stand_in_natural_order_and_other_xml_is_passed_over(tmp_path: Path) -> None:
    """Profiles stand in natural order and other xml is passed over."""
    files = {f"p{number}.xml": PLAIN for number in (10, 9, 1)}
    folder = put(tmp_path, {**files, "domain.xml": DOMAIN, "pareto.xml": "<pareto/>"})
    assert tuple(read_genius(folder).parties) == ("p1", "p9", "p10")
    assert read_genius(folder / "domain.xml").name == tmp_path.name


def test_a_folder_of_two_domains_needs_the_one_that_is_meant(tmp_path: Path) -> None:
    """A folder of two domains needs the one that is meant."""
    files = {"d1.xml": DOMAIN, "d2.xml": DOMAIN, "a.xml": PLAIN, "b.xml": PLAIN}
    folder = put(tmp_path, files)
    with pytest.raises(Refused, match=r"one domain file, got d1\.xml, d2\.xml"):
        read_genius(folder)
    assert len(read_genius(folder / "d2.xml").parties) == 2


def test_issues_are_found_by_index(tmp_path: Path) -> None:
    """Another name in the profile is told, and changes nothing."""
    other = PLAIN.replace('name="Fruit"', 'name="Fruits"')
    model = _model(tmp_path, other, second=PLAIN)
    assert utilities(model, "grower") == utilities(model, "trader")
    assert any("'Fruits' here and 'Fruit' in the domain" in note for note in model.notes)


@pytest.mark.parametrize(
    ("text", "most", "words"),
    [
        ('<hyperRectangle utility="x"/>', "20", "as `utility`"),
        ('<hyperRectangle utility="1"/>', "0", "a `maxutility` above 0"),
        (
            '<hyperRectangle utility="1"><INCLUDES index="9" min="1" max="2"/></hyperRectangle>',
            "20",
            "the index of an integer issue",
        ),
        (
            '<hyperRectangle utility="1"><INCLUDES index="1" min="a" max="2"/></hyperRectangle>',
            "20",
            "whole numbers as `min` and `max`",
        ),
        (
            '<ufun aggregation="max"><hyperRectangle utility="1"/><hyperRectangle utility="2"/>'
            "</ufun>",
            "20",
            "the aggregation `sum`",
        ),
    ],
)
def test_faults_of_rectangles(tmp_path: Path, text: str, most: str, words: str) -> None:
    """Each is told with its file and line."""
    with pytest.raises(Refused) as caught:
        _model(tmp_path, _rectangles(text, most), NUMBERS)
    assert "grower.xml:3" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("evaluator", "words"),
    [
        ('<evaluator ftype="faratin"/>', "'faratin'"),
        ('<evaluator ftype="linear" parameter0="1"/>', "as `parameter1`"),
        ("", "an evaluator"),
    ],
)
def test_faults_of_evaluators(tmp_path: Path, evaluator: str, words: str) -> None:
    """A real issue needs an evaluator that is known, with all its numbers."""
    head = '<issue index="1" name="Price" type="real"><range lowerbound="0" upperbound="20"/>'
    body = genius_profile(f'{head}{evaluator}</issue><weight index="1" value="1"/>')
    put(tmp_path, {"d.xml": genius_domain(f"{head}</issue>"), "a.xml": body, "b.xml": body})
    with pytest.raises(Refused) as caught:
        read_genius(tmp_path, steps=3)
    assert words in str(caught.value)


@pytest.mark.parametrize("steps", [0, 1, 10_001])
def test_steps_have_bounds(tmp_path: Path, steps: int) -> None:
    """Two points are the least, and the most is kept small."""
    with pytest.raises(Refused, match="2 to 10,000 points"):
        read_genius(tmp_path, steps=steps)
