"""Who may not edit cannot, by page or by API; a server killed while it saves leaves a dossier."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import httpx
import pytest

from parley.dossier.editing.steps import history
from parley.dossier.reading import read_dossier
from parley.web.users import with_user, write_users
from tests.unit.editing_support import LOG, contents, made
from tests.web.served import PATIENCE_S, Served, entered, serving

JULY = "log/july.yaml"
PASSWORD = "a long made-up password"
FILES = ("/file", "/files", "/history", "/edit?entry=a", "/review", "/import")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a small dossier to edit."""
    return made(tmp_path / "small")


def token(client: httpx.Client, address: str = "/add") -> str:
    """Return the token of the session's forms."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def base(client: httpx.Client, address: str) -> str:
    """Return the digest that a form of a page sends back."""
    return str(client.get(f"/api{address}").json()["base"])


def headers(served: Served, client: httpx.Client) -> dict[str, str]:
    """Return what a page of the site would send along."""
    return {"origin": served.site, "x-parley-csrf": token(client)}


def test_the_api_edits_as_the_pages_do(root: Path) -> None:
    """Saves, refuses what is stale or faulty with words, undoes."""
    with serving(root) as served, entered(served) as client:
        own = headers(served, client)
        now = base(client, "/edit?entry=a")
        body = {"entry": "a", "base": now, "text": "id: a\ntype: event\nat: 1951\n"}
        saved = client.post("/api/edit/text", json=body, headers=own)
        assert (saved.status_code, saved.json()["say"]) == (200, "edit.saved")
        stale = client.post(
            "/api/edit/text", json={**body, "text": body["text"] + "note: x\n"}, headers=own
        )
        assert stale.status_code == 422
        assert "changed by somebody else" in stale.json()["error"]["message"]
        draft = client.get("/api/edit", params={"entry": "a"}).json()["draft"]
        assert "note: x" in draft["text"]
        assert "note: x" in draft["clash"]["merged"]
        fields = {"entry": "b", "base": base(client, "/edit?entry=b"), "f_id": "b", "f_says": "("}
        faulty = client.post("/api/edit/fields", json=fields, headers=own)
        assert faulty.status_code == 422
        undone = client.post("/api/history/undo", json={}, headers=own)
        assert undone.json()["say"] == "history.undone"
        assert contents(root)[JULY].decode() == LOG
        for place in ("/api/history/undo", "/api/history/redo", "/api/history/redo"):
            last = client.post(place, json={}, headers=own)
        assert last.status_code == 422
        for odd in ("../../etc/passwd", "sources/x", "log/none.yaml", "\x00"):
            assert client.get("/file", params={"file": odd}).status_code in (400, 404)
            body = {"file": odd, "base": "", "text": "x"}
            assert client.post("/api/file/save", json=body, headers=own).status_code == 422


def test_looking_writes_nothing(root: Path) -> None:
    """Only a save makes the folder beside the dossier."""
    with serving(root) as served, entered(served) as client:
        for address in (*FILES, "/add", "/edit?entry=a", f"/file?file={JULY}"):
            assert client.get(address).status_code == 200
    assert {path.name for path in root.iterdir()} == {"dossier.yaml", "log"}


def test_a_form_from_elsewhere_changes_nothing(root: Path) -> None:
    """Without the token, or from another origin."""
    with serving(root) as served, entered(served) as client:
        own = headers(served, client)
        body = {"file": JULY, "base": base(client, f"/file?file={JULY}"), "text": ""}
        for wrong in (
            {**own, "origin": "http://elsewhere.example"},
            {**own, "x-parley-csrf": "guessed"},
            {"origin": served.site},
        ):
            assert client.post("/api/file/save", json=body, headers=wrong).status_code == 403
        assert contents(root)[JULY].decode() == LOG


def test_nothing_is_written_read_only(root: Path) -> None:
    """The files are shown, and every form is refused."""
    with serving(root, "--read-only") as served, entered(served) as client:
        own = headers(served, client)
        page = client.get(f"/file?file={JULY}").text
        assert "read only" in page
        assert "Keep as a draft" not in page
        for place, body in (
            ("/file/save", {"file": JULY, "base": base(client, f"/file?file={JULY}"), "text": ""}),
            ("/add/text", {"text": "type: event\n"}),
            ("/history/undo", {}),
            ("/edit/remove", {"entry": "a", "base": base(client, "/edit?entry=a")}),
            ("/review/accept", {"source": "x", "stub": "y"}),
        ):
            assert client.post(f"/api{place}", json=body, headers=own).status_code == 403, place
    assert {path.name for path in root.iterdir()} == {"dossier.yaml", "log"}


def test_who_sees_a_part_gets_no_files(root: Path, tmp_path: Path) -> None:
    """A reader, a mandator, and an editor who looks through the eyes of one party."""
    users = tmp_path / "users.toml"
    known = with_user({}, "reader", PASSWORD, "reader", [])
    known = with_user(known, "mandator", PASSWORD, "mandator", ["red"])
    write_users(users, with_user(known, "editor", PASSWORD, "editor", ["red"]))
    with serving(root, "--users", str(users)) as served:
        for name in ("reader", "mandator", "editor"):
            own = {"origin": served.site}
            with httpx.Client(base_url=served.site, headers=own, timeout=PATIENCE_S) as client:
                client.post("/sign-in", data={"name": name, "password": PASSWORD})
                for address in FILES:
                    answer = client.get(address)
                    assert answer.status_code == 404, (name, address)
                    assert "They met." not in answer.text
                    assert client.get(f"/api{address}").status_code == 404
                given = {"csrf": token(client), "text": "type: event\nby: red\n"}
                added = client.post("/add/text", data=given)
                assert added.status_code == (303 if name == "editor" else 403)
                given = {"csrf": given["csrf"], "file": JULY, "base": "", "text": "x"}
                assert client.post("/file/save", data=given).status_code in (403, 404)
    assert contents(root)[JULY].decode() == LOG


def test_a_server_killed_while_it_saves_leaves_a_valid_dossier(root: Path) -> None:
    """At any moment; the next one finishes what was begun, and no accepted text is missing."""
    accepted = [LOG]
    for pause in (0.0, 0.01, 0.03, 0.08):
        with serving(root) as served, entered(served) as client:
            own = headers(served, client)
            text = contents(root)[JULY].decode()
            assert text in accepted[-2:]  # what was sent last may have been written or not
            accepted.append(text)
            begun, stop = threading.Event(), threading.Event()

            def save_on(
                client: httpx.Client = client,
                own: dict[str, str] = own,
                begun: threading.Event = begun,
                stop: threading.Event = stop,
                pause: float = pause,
            ) -> None:
                now = base(client, f"/file?file={JULY}")
                for number in range(1000):
                    new = LOG.replace("They met.", f"Number {number} after {pause}.")
                    body = {"file": JULY, "base": now, "text": new}
                    try:
                        answer = client.post("/api/file/save", json=body, headers=own)
                        accepted.append(new if answer.status_code == 200 else accepted[-1])
                        now = base(client, f"/file?file={JULY}")
                        begun.set()
                    except httpx.HTTPError:
                        accepted.append(new)
                        return
                    if stop.is_set():
                        return

            thread = threading.Thread(target=save_on)
            thread.start()
            assert begun.wait(PATIENCE_S)  # else it would be killed before it saves
            time.sleep(pause)
            served.process.kill()
            thread.join()
        assert read_dossier(root).faults == ()
        assert contents(root)[JULY].decode() in accepted[-2:]
    with serving(root) as served, entered(served) as client:
        assert client.get("/files").status_code == 200
        assert {one.state for one in history(root)} == {"done"}
        # a kill can leave an empty journal of the book, which the next save takes away
        last = {"file": JULY, "base": base(client, f"/file?file={JULY}"), "text": LOG}
        saved = client.post("/api/file/save", json=last, headers=headers(served, client))
        assert saved.status_code == 200
    assert contents(root)[JULY].decode() == LOG
    assert sorted(path.name for path in (root / ".parley").iterdir()) == [
        ".gitignore",
        "editing.sqlite",
    ]
