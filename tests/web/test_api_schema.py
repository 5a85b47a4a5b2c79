"""The workbench's interface against its own description, in process, by whoever may ask.

Schemathesis makes requests from `/api/openapi.json`, good ones and bad ones, as who started the
server, as a user who may only read, and as a stranger; none may end in a failure of the server. In
half of them the names in the address are those of things that there are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from parley.web import jobs
from parley.web.application import make_application
from parley.web.door import Door, admit, csrf_of
from parley.web.keeping import keep
from parley.web.message_office import open_office
from parley.web.visitor import OWNER, Visitor
from parley.web.workbench import Workbench
from tests.stories.in_process import data_of
from tests.web.message_offices import asked
from tests.web.test_every_page import THINGS

FEWER = settings(
    max_examples=max(2, settings().max_examples // 20),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
#: Of an answer to a stranger.
_OUT = (401, 403, 414)  # the last for an address that is longer than anybody may send


@dataclass(frozen=True)
class Inside:
    """A server in this process: its description, and what each visitor sends along."""

    described: Any
    headers: dict[str, dict[str, str]]
    cable: dict[str, str]


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """Serve the founding dossier and an office with keys; long tasks are not begun."""
    folder = tmp_path_factory.mktemp("asked")
    _, stalin = asked(folder)
    office = open_office(stalin.folder / "moscow", stalin.keys, stalin.token)
    dossier = folder / "dossier"
    shutil.copytree(stalin.folder / "kaesong-1951", dossier)
    door = Door(None, OWNER)
    bench = Workbench(keep(dossier), door, frozenset(), "parley-test", office=office)
    app = make_application(bench)
    headers: dict[str, dict[str, str]] = {"stranger": {}}
    for name, visitor in (("owner", OWNER), ("reader", Visitor("anna", "reader", ("cpv-kpa",)))):
        cookie = admit(door, visitor)
        headers[name] = {
            "cookie": f"parley-test={cookie}",
            "x-parley-csrf": csrf_of(door, cookie),
            "origin": "http://testserver",
        }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "_MOST_RUNNING", 0)
        described = schemathesis.openapi.from_asgi(
            "/api/openapi.json", app, headers=headers["owner"]
        )
        log, series, number = data_of(stalin, "copies")[0]["cable"].split("/")
        cable = {"log": log, "series": series, "number": number}
        yield Inside(described, headers, cable)


def names_for(operation: str, inside: Inside) -> dict[str, str]:
    """Return names of things that there are, for the address of an operation."""
    page = operation.partition("-")[0]
    return {**inside.cable, "name": THINGS.get(page, "is-the-plan-right"), "draft": "plan"}


def test_no_request_ends_in_a_failure(inside: Inside) -> None:
    """Whatever is asked, by whomever: words, and never a 5xx; a stranger is told nothing."""
    tried: dict[str, int] = {}
    for found in inside.described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        named = names_for(str(operation.definition.raw.get("operationId", "")), inside)
        kinds = [operation.as_strategy(GenerationMode.POSITIVE)]
        if operation.query or operation.body or operation.path_parameters:
            kinds.append(operation.as_strategy(GenerationMode.NEGATIVE))

        ask_by_all(inside, named, st.one_of(kinds), tried)
    assert set(tried) == set(inside.headers)
    assert min(tried.values()) > 20


def ask_by_all(inside: Inside, named: dict[str, str], cases: Any, tried: dict[str, int]) -> None:
    """Ask one operation again and again, as everybody."""

    @FEWER
    @given(cases, st.sampled_from(sorted(inside.headers)), st.booleans())
    def ask(case: Any, who: str, real: bool) -> None:
        if real and case.path_parameters:
            case.path_parameters = {key: named[key] for key in case.path_parameters}
        answer = case.call(headers=inside.headers[who])
        tried[who] = tried.get(who, 0) + 1
        assert answer.status_code < 500, (who, case.method, case.path, answer.text[:500])
        if who == "stranger":
            assert answer.status_code in _OUT, (case.method, case.path, answer.status_code)

    ask()
