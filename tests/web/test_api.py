"""The API: the same data as the pages and the command line, described, whole in its tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import jsonschema
import pytest
import schemathesis
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from parley.cli.main import cli
from parley.web.registry import pages
from tests.web.served import EXAMPLES, PATIENCE_S, Served, entered
from tests.web.test_every_page import THINGS

DOSSIER = str(EXAMPLES / "kaesong-1951")
#: Tables that have no rows in the founding dossier: nothing was edited or imported there.
EMPTY = {"steps", "stubs"}
VIEW = {"for": "cpv-kpa", "as-of": "1951-07-17"}


@pytest.fixture(scope="module")
def inside(founding: Served) -> Iterator[httpx.Client]:
    """Somebody who came in by the link."""
    with entered(founding) as client:
        yield client


def printed(*arguments: str) -> Any:
    """Return what a command prints as JSON."""
    done = CliRunner().invoke(
        cli, [*arguments, "--for", VIEW["for"], "--as-of", VIEW["as-of"], "--format", "json"]
    )
    return json.loads(done.stdout)


def test_every_answer_has_the_shape_that_openapi_says(inside: httpx.Client) -> None:
    """Every page's twin is described, and its answer is valid by the description."""
    described = inside.get("/api/openapi.json").json()
    jsonschema.validators.Draft202012Validator.check_schema(described["components"]["schemas"])
    for page in pages():
        if "{" in page.address and page.name not in THINGS:
            continue
        place = f"/api{page.address}" if page.address != "/" else f"/api/{page.name}"
        schema = described["paths"][place]["get"]["responses"]["200"]["content"][
            "application/json"
        ]["schema"]
        answer = inside.get(place.replace("{name}", THINGS.get(page.name, "")), params=VIEW)
        assert answer.status_code == 200, place
        whole = {**schema, "components": described["components"]}
        jsonschema.validate(answer.json(), whole)


def test_cards_are_those_of_parley_show(inside: httpx.Client) -> None:
    """The same JSON for an entry, a party, an issue, an agenda item and a finding."""
    for kind, name in THINGS.items():
        if kind not in ("source", "answering"):
            (wanted,) = printed("show", DOSSIER, f"{kind}:{name}")
            assert inside.get(f"/api/{kind}/{name}", params=VIEW).json() == wanted


def test_entries_are_those_of_parley_log(inside: httpx.Client) -> None:
    """The same JSON for the timeline."""
    wanted = printed("log", DOSSIER, "--issue", "troops_item")
    found = inside.get("/api/timeline", params={**VIEW, "issue": "troops_item"}).json()["entries"]
    assert [one["id"] for one in found] == [one["id"] for one in wanted]
    assert found[0] == wanted[0]


def test_findings_are_those_of_parley_check(inside: httpx.Client) -> None:
    """The same findings, errors first."""
    wanted = {one["address"] for one in printed("check", DOSSIER)["findings"]}
    found = inside.get("/api/home", params=VIEW).json()["findings"]
    assert {one["address"] for one in found} == wanted
    order = ("error", "warning", "note")
    assert found == sorted(found, key=lambda one: order.index(one["severity"]))


def test_every_table_is_there_whole_as_json_and_csv(inside: httpx.Client) -> None:
    """Both have the same rows, as many as the page says that there are."""
    for page in pages():
        if page.address.startswith("/cable"):
            continue  # their rows are those of a message office, which none serves here
        for table in page.tables:
            place = f"/api{page.address}" if page.address != "/" else f"/api/{page.name}"
            place = place.replace("{name}", THINGS.get(page.name, ""))
            params = {**VIEW, "q": "troops"} if page.name == "search" else VIEW
            rows = inside.get(f"{place}/{table}.json", params=params)
            text = inside.get(f"{place}/{table}.csv", params=params)
            assert text.headers["content-type"] == "text/csv; charset=utf-8"
            parsed = list(csv.DictReader(io.StringIO(text.text)))
            assert len(parsed) == len(rows.json()), place
            if table in EMPTY:
                assert not parsed
                continue
            assert parsed, place
            assert list(parsed[0]) == list(rows.json()[0])


def test_no_request_brings_the_server_down(inside: httpx.Client) -> None:
    """Every address with odd values in every field: words, and never a 5xx."""
    described = inside.get("/api/openapi.json").json()
    odd = ["", "\x00", "💥" * 40, "-1", "1e999", "../../etc/passwd", "a" * 300, '"', "not before 2"]
    for path, methods in described["paths"].items():
        if "get" not in methods:
            continue
        for value in odd:
            address = path.replace("{name}", quote(value, safe="") or "x")
            fields = {
                one["name"]: value for one in methods["get"]["parameters"] if one["in"] == "query"
            }
            answer = inside.get(address, params=fields)
            assert answer.status_code < 500, (address, value)
        for field in methods["get"]["parameters"]:
            if field["in"] == "query":
                for value in odd:
                    address = path.replace("{name}", "x")
                    answer = inside.get(address, params={field["name"]: value})
                    assert answer.status_code < 500, (address, field["name"], value)


def test_schemathesis_finds_no_server_error(founding: Served, inside: httpx.Client) -> None:
    """Generated requests by the description: every answer is one that is meant."""
    described = schemathesis.openapi.from_dict(inside.get("/api/openapi.json").json())
    cookies = dict(inside.cookies)
    tried = 0
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def attempt(case: Any) -> None:
            nonlocal tried
            tried += 1
            answer = case.call(base_url=founding.site, cookies=cookies, timeout=PATIENCE_S)
            assert answer.status_code < 500, (case.path, answer.text)

        attempt()
    assert tried > 50
