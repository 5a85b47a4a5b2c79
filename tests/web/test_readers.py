"""Who sees a part: every page, table and task is that of a dossier without what is withheld.

This is what decision 12 says of every command, tried here on all that a server answers.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest

from parley.dossier.editing.entry_editing import add_entries
from parley.dossier.reading import read_dossier
from parley.kernel.errors import ParleyError, Refused
from parley.web.desk import Asked
from parley.web.door import Door
from parley.web.keeping import dossier_for, keep, reread, state_for, version_for
from parley.web.registry import pages
from parley.web.serving import Serving, serve
from parley.web.viewing import desk_for
from parley.web.visitor import Visitor
from parley.web.workbench import Workbench
from tests.web.served import PATIENCE_S, entered, serving
from tests.web.test_every_page import THINGS
from tests.web.two_dossiers import HIDDEN, READER, SECRET, hide, two_dossiers
from tests.web.writing import REQUEST, token_of

AS_OF = "1951-07-17"
_MOST_OF_A_KIND = 25  # entries, issues and the like that are looked at one by one
_TOKEN = re.compile(r"[0-9a-f]{64}")
_TASK = re.compile(r"/job/([A-Za-z0-9_-]{16})")


class Found(HTMLParser):
    """The links of a page, and its forms that change something: address and fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a start tag says."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(unescape(given["href"]).partition("#")[0])
        elif tag == "form":
            self.forms.append((given.get("action", ""), []))
            if given.get("method") != "post":
                self.forms.pop()
        elif self.forms and given.get("name") and given.get("type") not in ("radio", "file"):
            self.forms[-1][1].append((given["name"], given.get("value", "")))


@dataclass
class Both:
    """The reader at both servers, and where their answers differ or tell a secret."""

    clients: tuple[httpx.Client, httpx.Client]
    seen: dict[str, str] = field(default_factory=dict)
    tasks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def get(self, address: str) -> str:
        """Look at an address at both, and return what the first one answers."""
        return self.note(address, *(one.get(address) for one in self.clients))

    def post(self, address: str, fields: dict[str, str]) -> str:
        """Send a form to both; wait for what takes long, and look at what came of it."""
        answers = []
        for one in self.clients:
            token = token_of(one.get("/settings").text)
            origin = {"origin": str(one.base_url).rstrip("/"), "x-parley-csrf": token}
            answer = one.post(address, data={**fields, "csrf": token}, headers=origin)
            answers.append(answer)
        text = self.note(f"POST {address}", *answers)
        places = [one.headers.get("location", "") for one in answers]
        if all(places):
            ends = [ended(one, to) for one, to in zip(self.clients, places, strict=True)]
            self.note(f"after POST {address}", *ends)
        return text

    def note(self, what: str, first: httpx.Response, second: httpx.Response) -> str:
        """Keep what the first answers, and note where the second is another."""
        for one in (first, second):
            self.tasks += _TASK.findall(one.headers.get("location", ""))
        texts = [self.told(one) for one in (first, second)]
        self.seen[what] = texts[0]
        if texts[0] != texts[1]:
            self.faults.append(f"{what}: not as if it had never been")
        if not any(word in what for word in SECRET):  # what was asked for may be said again
            self.faults += [f"{what}: {word}" for word in SECRET if word in texts[0].casefold()]
        return first.text

    def told(self, answer: httpx.Response) -> str:
        """Return all that an answer says, without what is made by chance."""
        head = (answer.status_code, answer.headers.get("location", ""))
        text = f"{head}\n{answer.text}".replace(str(answer.request.url.port), "PORT")
        for task in self.tasks:
            text = text.replace(task, "TASK")
        return _TOKEN.sub("TOKEN", text)


def ended(client: httpx.Client, address: str) -> httpx.Response:
    """Follow an address; a task is waited for, and its result is looked at."""
    until = time.monotonic() + 2 * PATIENCE_S
    while time.monotonic() < until:
        if not address.startswith("/job/"):
            break
        now = client.get(f"/api{address.partition('?')[0]}").json()
        if now["state"] == "done":
            address = now["to"]
            break
        assert now["state"] == "running", now
        time.sleep(0.05)
    return client.get(address)


@pytest.fixture
def dossiers(tmp_path: Path) -> tuple[Path, Path]:
    """The dossier with the secret, and the one without."""
    return two_dossiers(tmp_path)


@pytest.fixture
def both(dossiers: tuple[Path, Path]) -> Iterator[Both]:
    """The reader, at a server of each."""
    whole, without = dossiers
    with (
        serving(whole, "--reader", READER) as one,
        serving(without, "--reader", READER) as other,
        entered(one) as first,
        entered(other) as second,
    ):
        yield Both((first, second))


def addresses() -> Iterator[str]:
    """Every page, its twin in the API and its tables; and what is withheld, asked for by name."""
    for page in pages():
        place = page.address.replace("{name}", THINGS.get(page.name, "none"))
        if "{" in place:
            continue  # cables: there is no office here
        twin = f"/api{place}" if place != "/" else f"/api/{page.name}"
        yield from (place, twin)
        yield from (f"{twin}/{one}.{form}" for one in page.tables for form in ("json", "csv"))
        if "{name}" in page.address:
            yield from (f"/api{page.address.replace('{name}', name)}" for name in HIDDEN)
    yield from ("/entry/heron-event", "/source/heron-letter", "/edit?entry=heron-event")
    yield from (
        "/file?file=log/otter.yaml",
        "/review?source=heron-minutes",
        "/search?q=heron-event",
    )
    yield from ("/search?q=letter", "/search?q=seen", "/api/openapi.json", "/agenda?draft=A")


def with_view(address: str) -> str:
    """An address as of one time, so that both are asked about the same."""
    path, _, query = address.partition("?")
    return f"{path}?{urlencode({'as-of': AS_OF, **dict(parse_qsl(query))})}"


def test_nothing_that_is_withheld_is_told_anywhere(both: Both) -> None:
    """Every address, what its page leads to, every form, every task: as if it had never been."""
    waiting = [with_view(one) for one in addresses()]
    known = {one.partition("?")[0] for one in waiting}
    counted = Counter[str]()
    sent: dict[str, dict[str, str]] = {
        f"{one.address.rstrip('/')}/{name}": {} for one in pages() for name in one.acts
    }
    while waiting:
        text = both.get(waiting.pop(0))
        if not text.lstrip().startswith("<!"):
            continue
        found = Found(text)
        for link in map(with_view, found.links):
            path = link.partition("?")[0]
            kind = path.split("/")[1]
            if path not in known and counted[kind] < _MOST_OF_A_KIND:
                known.add(path)
                counted[kind] += 1
                waiting.append(link)
        sent |= {action.partition("?")[0]: dict(fields) for action, fields in found.forms}
    sent["/frontier/sure"] = {"package": "status-quo"}
    for address, fields in sent.items():
        if "{" not in address and address not in ("/leave", "/lock"):
            both.post(with_view(address), fields)
    assert both.faults == []
    assert len(both.tasks) >= 2 * 4
    assert len(both.seen) > 200


def test_the_secret_is_there_for_whoever_sees_all(dossiers: tuple[Path, Path]) -> None:
    """Else the test above would find nothing because there is nothing."""
    whole, without = (read_dossier(one) for one in dossiers)
    assert set(HIDDEN) - {"heron-letter"} <= whole.by_id.keys() - without.by_id.keys()
    assert {"heron-letter", "heron-minutes"} <= whole.declared.sources.keys()
    assert dossier_for(dossiers[0], READER).entries == without.entries


def test_an_answer_is_written_and_taken_back_as_if_it_had_never_been(both: Both) -> None:
    """Its id and its step do not count what is withheld; nobody else's steps can be undone."""
    place = f"/answer/{REQUEST}"
    for step in range(6):  # of which two are those of whoever keeps the dossier
        both.post(f"{place}/undo?as-of={AS_OF}", {"step": str(step)})
        assert "(422, " in both.seen[f"POST {place}/undo?as-of={AS_OF}"]
    both.post(f"{place}/send?as-of={AS_OF}", {"answer.press": "no", "by": READER})
    sent = both.seen[f"POST {place}/send?as-of={AS_OF}"]
    assert "(303, " in sent and "step=1" in sent
    assert f"reply-{REQUEST}-{READER}" in both.get(f"/timeline?as-of={AS_OF}")
    both.post(f"{place}/undo?as-of={AS_OF}", {"step": "1"})
    assert "(303, " in both.seen[f"POST {place}/undo?as-of={AS_OF}"]
    assert both.faults == []


def test_a_page_is_not_told_of_an_edit_of_what_is_withheld(dossiers: tuple[Path, Path]) -> None:
    """Its number stays, and no event is sent; that of another edit is."""
    whole, _ = dossiers
    kept = keep(whole)
    first, all_of_it = version_for(kept, READER), version_for(kept, "")
    with (
        serving(whole, "--reader", READER) as served,
        entered(served) as client,
        client.stream("GET", "/events") as stream,
    ):
        events = (line for line in stream.iter_lines() if line.startswith("data: "))
        assert next(events) == f"data: {first}"
        hide(whole, "heron-later", "Another heron.")
        reread(kept)
        assert version_for(kept, READER) == first
        assert version_for(kept, "") == all_of_it + 1
        time.sleep(1.5)  # in which the server has noticed
        entry = {"id": "seen-by-all", "type": "event", "at": AS_OF, "assumed": "a test"}
        add_entries(whole, [{**entry, "text": "A made-up event."}])
        reread(kept)
        assert version_for(kept, READER) != first
        assert next(events) == f"data: {version_for(kept, READER)}"


def test_what_is_wrong_with_the_files_is_not_told(dossiers: tuple[Path, Path]) -> None:
    """Neither by a task nor on a page: a message may quote what is withheld."""
    whole, _ = dossiers
    kept = keep(whole)
    assert state_for(kept, READER).trouble is None
    (whole / "log" / "otter.yaml").write_bytes(b"- id: heron\n  text: \xff\n")
    reread(kept)
    with pytest.raises(ParleyError, match="otter"):
        dossier_for(whole, "")
    with pytest.raises(Refused, match="cannot be read") as refused:
        dossier_for(whole, READER)
    assert not any(word in str(refused.value) for word in SECRET)
    bench = Workbench(kept, Door(), frozenset(), "a-cookie")
    for visitor, told in (
        (Visitor("", "owner"), True),
        (Visitor("", "owner", reader=READER), False),
        (Visitor("anna", "editor", ("unc",)), False),
    ):
        trouble = desk_for(bench, Asked(), visitor).state.trouble
        assert trouble is not None
        assert ("otter" in trouble) is told


def test_a_reader_for_nobody_is_refused(tmp_path: Path) -> None:
    """Users have their own; --reader beside them would reduce nothing."""
    with pytest.raises(Refused, match="expected --users or --reader, got both"):
        serve(tmp_path, Serving(users=tmp_path / "users.toml", reader=READER), print)
