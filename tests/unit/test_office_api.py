"""The office server's interface against its own description, in process.

Schemathesis makes requests from `/openapi.json`, good ones and bad ones; none may end in a failure
of the server, and every answer must be one that is described.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from parley.cables.messages.container import decode_parcel
from parley.office.api import create_app, describe, unguarded
from parley.office.state import office_of
from parley.office.storage import open_storage
from tests.unit.office_support import WIDE, Person, admitted, answer_to, finished, parcel

NAME = "testserver:80"
FEWER = settings(
    max_examples=max(10, settings().max_examples // 5),
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Inside:
    """A server in this process."""

    app: Any
    people: dict[str, Person]

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send one request."""

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{NAME}") as http:
                return await http.request(method, path, **more)

        return finished(asked())

    def headers(self, post: str) -> dict[str, str]:
        """Sign in."""
        person = self.people[post]
        asked = self.ask("POST", "/v1/challenges", json={"key": person.key, "server": NAME})
        answer = answer_to(asked.json()["challenge"], person, NAME)
        got = self.ask("POST", "/v1/sessions", json=answer)
        return {"Authorization": f"Bearer {got.json()['token']}"}


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    """Return a server with something in it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'office.db'}"
    people = admitted(url, "team", "mandator")
    with open_storage(url) as storage:
        found = Inside(create_app(office_of(storage, frozenset({NAME}), WIDE)), people)
        headers = found.headers("team")
        for serial in (1, 2):
            data = parcel(people["team"], "mandator", serial=serial)
            name = decode_parcel(data).header.parcel
            sent = found.ask("PUT", f"/v1/parcels/{name}", content=data, headers=headers)
            assert sent.status_code == 201
        yield found


@pytest.fixture(scope="module")
def described(inside: Inside) -> Any:
    """Return the description, as schemathesis reads it."""
    return schemathesis.openapi.from_asgi("/openapi.json", inside.app)


#: A description cannot say that a challenge must be this server's own, and bytes a signed parcel;
#: and what a query says beyond what is known is passed over, as everywhere.
NOT_MEANT = [negative_data_rejection, positive_data_acceptance]
OPERATIONS = [
    f"{method.upper()} {path}"
    for path, item in describe(unguarded())["paths"].items()
    for method in item
]


@pytest.mark.parametrize("post", ["", "team", "mandator"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_ends_in_a_failure(
    operation: str, post: str, inside: Inside, described: Any
) -> None:
    """Whatever is asked, with a session and without: no failure, and an answer as described."""
    method, path = operation.split()
    asked = described[path][method]
    kinds = [asked.as_strategy(GenerationMode.POSITIVE)]
    if path != "/v1/health":  # where nothing is asked, nothing is asked badly
        kinds.append(asked.as_strategy(GenerationMode.NEGATIVE))
    headers = inside.headers(post) if post else {}

    @FEWER
    @given(case=st.one_of(kinds))
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, excluded_checks=NOT_MEANT)

    ask()
