"""What all could accept, in the brief: worked out from what the party knew, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from parley.brief import Brief, brief_as_json, render_html, render_terminal, write_docx
from parley.brief.settlements.acceptable import CouldAccept
from parley.brief.settlements.could_accept import NOTHING
from parley.brief.settlements.study import study_of
from parley.brief.settlements.words import package
from parley.space.from_dossier import model_of
from tests.semantics.negotiation import HEAD, dossier, must, theirs
from tests.unit.conflict_support import chain
from tests.unit.secrecy_support import PAPER, brief, everything

#: A fee and a house: Red's weights are its own, Blue's are from a paper that Red never saw.
HOUSE: dict[str, Any] = {
    "agenda": {},
    "issues": {
        "fee": {
            "question": "What is the fee?",
            "values": {"low": "a tenth", "high": "a third"},
            "decided_by": ["red", "blue"],
        },
        "house": {
            "question": "Where is the house?",
            "values": ["here", "there"],
            "decided_by": ["red", "blue"],
        },
    },
    "bargaining": {
        "preferences": {
            "red": {
                "weights": [
                    {"weight": 0.6, "says": "fee = low", "assumed": "Red's team"},
                    {"weight": 0.4, "says": "house = here", "assumed": "Red's team"},
                ],
                "reservation": 0.1,
            },
            "blue": {
                "weights": [
                    {"weight": 0.8, "says": "fee = high", "assumed": "Red's team"},
                    {"weight": 0.2, "says": "house = here", "sources": "paper#1"},
                ],
                "reservation": 0.15,
            },
        }
    },
    "sources": {"paper": {"title": "TITLE-OF-PAPER"}},
}


def section(made: Brief) -> CouldAccept:
    """The section."""
    return next(one.content for one in made.sections if isinstance(one.content, CouldAccept))


def changed(party: str, **more: Any) -> dict[str, Any]:
    """The house, with what a party wants put otherwise."""
    wishes = {**HOUSE["bargaining"]["preferences"], party: more}
    return {**HOUSE, "bargaining": {**HOUSE["bargaining"], "preferences": wishes}}


def test_it_says_what_is_efficient_and_what_each_gets() -> None:
    """Worked out by hand: the house is here; the fee is what is bargained over."""
    content = section(brief([], HOUSE))
    assert content.outcomes == 4
    assert content.efficient == 2
    assert content.acceptable == 2
    assert content.common == "house = here"
    assert [one.says for one in content.settlements] == ["fee = low", "fee = high"]
    first = content.settlements[0]
    assert [(one.name, one.worth, one.gain) for one in first.shares] == [
        ("Red", "1", "+0.9"),
        ("Blue", "0.2", "+0.05"),
    ]
    assert first.meaning == "fee: a tenth"
    chosen = {name for one in content.settlements for name in one.chosen_by}
    assert chosen == {"Nash", "Kalai", "Kalai-Smorodinsky", "utilitarian", "leximin"}


def test_its_risks_are_who_would_refuse_and_which_order_it_goes_against() -> None:
    """An order in force, a red line, and a gain that is small."""
    head = {
        **HOUSE,
        "parties": {
            **HEAD["parties"],
            "red": {
                "name": "Red",
                "red_lines": [{"id": "never-high", "says": "fee = high", "assumed": "us"}],
            },
        },
    }
    content = section(brief([must("have-it-there", "house = there")], head))
    low, high = content.settlements
    assert low.risks[0] == "It goes against have-it-there (must), which stands."
    assert any(one.startswith("Blue gains 0.05 of the 0.85") for one in low.risks)
    assert "It goes against never-high (red-line), which stands." in high.risks
    assert not any("never-high" in one for one in low.risks)


def test_a_weight_known_only_from_a_hidden_paper_is_not_used() -> None:
    """Nor is a reservation that belongs to weights of which one is left out."""
    ours, theirs_seen = section(brief([PAPER], HOUSE)), section(brief([PAPER], HOUSE, "blue"))
    wishes = {one.party: [wish.says for wish in one.wants] for one in ours.wishes}
    assert wishes["blue"] == ["0.8 for `fee = high`"]
    bottoms = {one.name: one.worth for one in ours.bottoms}
    assert bottoms["Red"].startswith("0.1, the reservation")
    assert bottoms["Blue"] == "not said; its worst possible outcome, 0, stands for it"
    bottoms = {one.name: one.worth for one in theirs_seen.bottoms}
    assert bottoms["Blue"].startswith("0.15, the reservation")
    assert "TITLE-OF-PAPER" not in everything(brief([PAPER], HOUSE))
    assert "paper" not in json.dumps(brief_as_json(brief([PAPER], HOUSE)))
    assert "TITLE-OF-PAPER" in everything(brief([PAPER], HOUSE, "blue"))


def test_a_plan_for_no_agreement_that_is_hidden_is_not_told() -> None:
    """Its value, and who assumes it, where that names a paper never seen."""
    plan = {"plan": "go home", "value": 0.75, "sources": "paper#1"}
    wishes = {"weights": HOUSE["bargaining"]["preferences"]["blue"]["weights"][:1]}
    parties = {**HEAD["parties"], "blue": {"name": "Blue", "no_agreement": plan}}
    head = {**changed("blue", **wishes), "parties": parties}
    bottoms = {one.name: one.worth for one in section(brief([PAPER], head)).bottoms}
    assert bottoms["Blue"].startswith("not said")
    assert "0.75" not in everything(brief([PAPER], head))
    bottoms = {one.name: one.worth for one in section(brief([PAPER], head, "blue")).bottoms}
    assert bottoms["Blue"].startswith("0.75, the value of its plan")
    named = {**plan, "assumed": "us, reading paper#1"}
    del named["sources"]
    parties = {**HEAD["parties"], "blue": {"name": "Blue", "no_agreement": named}}
    assert "0.75" not in everything(brief([PAPER], {**head, "parties": parties}))


@pytest.mark.parametrize(
    "proof", [{"sources": "paper#1"}, {"assumed": "us, reading paper#1"}], ids=["cited", "named"]
)
def test_where_all_wishes_of_a_side_are_hidden_nothing_is_worked_out(proof: dict[str, str]) -> None:
    """To take it as indifferent would mislead, and to say so would tell."""
    head = changed("blue", weights=[{"weight": 1, "says": "fee = high", **proof}])
    assert section(brief([PAPER], head)) == CouldAccept(NOTHING)
    assert section(brief([PAPER], head, "blue")).outcomes == 4


def test_a_section_that_rests_on_hidden_papers_is_as_if_not_declared() -> None:
    """That this is bargained over may be the secret."""
    head = {**HOUSE, "bargaining": {**HOUSE["bargaining"], "sources": ["paper"]}}
    assert section(brief([PAPER], head)) == CouldAccept(NOTHING)
    assert section(brief([PAPER], head, "blue")).outcomes == 4


def test_a_question_that_the_party_never_heard_of_is_not_told() -> None:
    """An issue that only Blue decides, and that nothing known to Red names."""
    issues = {**HOUSE["issues"], "house": {**HOUSE["issues"]["house"], "decided_by": "blue"}}
    wishes = {
        "red": {"weights": [{"weight": 1, "says": "fee = low", "assumed": "us"}]},
        "blue": {
            "weights": [
                {"weight": 1, "says": "fee = high", "assumed": "us"},
                {"weight": 1, "says": "house = there", "assumed": "us"},
            ]
        },
    }
    head = {**HOUSE, "issues": issues, "bargaining": {"preferences": wishes}}
    assert section(brief([], head)) == CouldAccept(NOTHING)
    assert "house" not in json.dumps(brief_as_json(brief([], head)))
    assert section(brief([theirs("said", "house = here")], head)).outcomes == 4


def test_it_needs_a_section_or_the_weights_of_two() -> None:
    """Orders alone are no substance that was asked for."""
    heard = [theirs(f"t{number}", f"i{number} = b") for number in range(2)]
    assert section(brief(heard, chain(2))) == CouldAccept(NOTHING)
    ordered = section(brief(heard, chain(2, bargaining={"text": "the two matters"})))
    assert ordered.acceptable is None
    assert ordered.definitions == ()
    assert ("fallback bargaining",) in [one.chosen_by for one in ordered.settlements]
    weighed = {**HOUSE, "preferences": HOUSE["bargaining"]["preferences"]}
    del weighed["bargaining"]
    assert section(brief([], weighed)).outcomes == 4
    only = {"red": weighed["preferences"]["red"]}
    assert section(brief([], {**weighed, "preferences": only})) == CouldAccept(NOTHING)


def test_what_cannot_be_worked_out_is_no_fault_of_the_brief() -> None:
    """Nor does a brief wait for a statement that links many issues."""
    names = [f"i{number}" for number in range(9)]
    issues = {
        name: {"question": "Q?", "values": list("abcdef"), "decided_by": ["red", "blue"]}
        for name in names
    }
    linked = " and ".join(f"{name} = a" for name in names)
    weights = [{"weight": 1, "says": linked, "assumed": "us"}]
    wishes = {"red": {"weights": weights}, "blue": {"weights": weights}}
    head = {"agenda": {}, "issues": issues, "bargaining": {"preferences": wishes}}
    assert section(brief([], head)) == CouldAccept(NOTHING)


def test_nothing_is_acceptable_to_all() -> None:
    """It says so, shows some efficient outcomes, and names no fair points."""
    blue = HOUSE["bargaining"]["preferences"]["blue"]
    content = section(brief([], changed("blue", **{**blue, "reservation": 1.5})))
    assert content.acceptable == 0
    assert "No outcome is acceptable to all" in content.told[0]
    assert [one.chosen_by for one in content.settlements] == [(), ()]


def test_the_glance_has_a_line_only_where_something_was_worked_out() -> None:
    """One line, that links to the section."""
    lines = [one for one in brief([], HOUSE).glance if one.section == "could-accept"]
    assert [one.value for one in lines] == ["2 efficient settlements, 2 acceptable to all"]
    assert not [one for one in brief([], {}).glance if one.section == "could-accept"]


def test_it_is_laid_out_in_every_format(tmp_path: Any) -> None:
    """The picture in HTML alone; the short terminal has each settlement in a line."""
    made = brief([], HOUSE)
    html = render_html(made)
    assert html.count('class="parley-settlements"') == 1
    assert "<script" not in html
    full = " ".join(render_terminal(made, full=True).split())
    short = " ".join(render_terminal(made).split())
    for text in (full, short):
        assert "fee = low" in text
        assert "nothing is recommended" in text
        assert "<svg" not in text
    assert "What the fair points mean" in full
    write_docx(made, tmp_path / "brief.docx")
    assert (tmp_path / "brief.docx").stat().st_size > 10_000
    data = next(
        one["content"] for one in brief_as_json(made)["sections"] if one["key"] == "could-accept"
    )
    assert "picture" not in data
    assert data["efficient"] == 2


def test_settlements_are_statements_of_the_dossier() -> None:
    """What is shown can be pasted into an entry."""
    read = dossier([], HOUSE)
    model = model_of(read, part="bargaining")
    assert set(model.issues) == {"fee", "house"}
    study = study_of(model)
    assert package(study, study.outcomes[0]) == "fee = low and house = here"


def test_a_brief_without_a_substance_loads_no_numbers() -> None:
    """Only what bargaining needs is paid for where there is some."""
    program = (
        "import sys; from parley.brief import make_brief; "
        "from tests.semantics.negotiation import dossier; "
        "make_brief(dossier([], {'agenda': {}}), 'red', 0); print('numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"]
