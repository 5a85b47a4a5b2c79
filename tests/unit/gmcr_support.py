"""Files of GMCR+ for tests, as it saves them, and how tests read them."""

import json
from typing import Any

import pytest

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import Formula
from parley.interop.gmcr import parse_gmcr
from parley.kernel.errors import Refused
from parley.space.model import Model, Priorities

__all__ = ["ANSWERS", "NO", "YES", "parsed", "ranked", "refusal", "statement", "well"]

YES, NO = frozenset({"yes"}), frozenset({"no"})
ANSWERS = Domain(("no", "yes"), ordered=True)


def well() -> dict[str, Any]:
    """Return a small conflict over a well, in the layout of version 0.3.13."""
    return {
        "decisionMakers": [
            {
                "name": "Hill Village",
                "options": [0, 1],
                "preferences": [[[2, "N"]], [[1, "Y"], [0, "N"]]],
                "payoffs": [1, 2, 3, 4, 5, 6],
                "misperceptions": [],
            },
            {
                "name": "Valley Village",
                "options": [2],
                "preferences": [
                    {"compound": True, "members": [[[0, "N"], [2, "Y"]], [[0, "Y"], [2, "N"]]]}
                ],
                "payoffs": [1, 2, 1, 2, 1, 2],
                "misperceptions": [],
            },
        ],
        "coalitions": [0, 1],
        "coalitionsFull": [{"name": "Hill Village"}, {"name": "Valley Village"}],
        "options": [
            {"name": "Share the well", "permittedDirection": "both"},
            {"name": "Fence it", "permittedDirection": "fwd"},
            {"name": "Dig!", "permittedDirection": "back"},
        ],
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
        "useManualPreferenceRanking": False,
        "program": "gmcr-py",
        "version": "0.3.13",
    }


def ranked() -> dict[str, Any]:
    """Return the same conflict with manual rankings: the feasible states are 0, 1, 2, 4, 5, 6."""
    content = well()
    content["useManualPreferenceRanking"] = True
    content["decisionMakers"][0]["preferenceRanking"] = [2, [1, 3], 4, [6, 5]]
    content["decisionMakers"][1]["preferenceRanking"] = [6, 5, 4, 3, 2, [1]]
    return content


def parsed(content: object) -> Model:
    """Read a file given as Python objects."""
    return parse_gmcr(json.dumps(content), "well.gmcr")


def refusal(content: object) -> str:
    """Return why a file is refused; a text is taken as it stands."""
    with pytest.raises(Refused) as caught:
        parse_gmcr(content if isinstance(content, str) else json.dumps(content), "well.gmcr")
    return str(caught.value)


def statement(value: object) -> Formula:
    """Return what a statement of the first decision maker says."""
    content = well()
    content["decisionMakers"][0]["preferences"] = [value]
    preference = parsed(content).preferences["hill_village"]
    assert isinstance(preference, Priorities)
    ((named,),) = preference.groups
    return named.formula
