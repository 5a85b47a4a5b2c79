"""Who is let in, and what is refused: plain HTTP against the real server."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.web.served import EXAMPLES, PATIENCE_S, Served, entered, serving

HOSTS = ["evil.example", "evil.example:8731", "127.0.0.1", "localhost.", ""]
SECRET = "Kaesong"  # a word that every page of the dossier has


@pytest.fixture(scope="module")
def inside(founding: Served) -> Iterator[httpx.Client]:
    """Somebody who came in by the link."""
    with entered(founding) as client:
        yield client


def raw(served: Served, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> int:
    """Send a request as no library would, and return the status."""
    parts = urlsplit(served.site)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=PATIENCE_S)
    try:
        connection.putrequest(method, path, skip_host=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        if body:
            connection.send(body)
        return connection.getresponse().status
    finally:
        connection.close()


def test_nothing_is_shown_without_a_session(founding: Served) -> None:
    """Pages, API and events say that there is no session, and no word of the dossier."""
    for path in ("/", "/timeline", "/api/home", "/api/openapi.json", "/events", "/source/x"):
        answer = httpx.get(f"{founding.site}{path}", timeout=PATIENCE_S)
        assert answer.status_code == 401, path
        assert SECRET not in answer.text


def test_a_link_works_once(founding: Served, inside: httpx.Client) -> None:
    """The second one to use it, with no session, is refused; a made-up one is, too."""
    assert inside.get("/").status_code == 200
    for link in (founding.link, f"{founding.site}/open?token=guessed", f"{founding.site}/open"):
        answer = httpx.get(link, timeout=PATIENCE_S)
        assert answer.status_code == 403
        assert SECRET not in answer.text
        assert "set-cookie" not in answer.headers


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    """HttpOnly, SameSite=Strict, and the address after it is clean."""
    with serving(EXAMPLES / "kaesong-1951", "--read-only") as served:
        answer = httpx.get(served.link, timeout=PATIENCE_S)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert answer.headers["location"] == "/"
    assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8731", "127.0.0.1", "localhost.", ""]
)
def test_other_names_for_this_machine_are_refused(founding: Served, host: str) -> None:
    """DNS rebinding: a foreign Host is answered with 421 before anything else."""
    assert raw(founding, "GET", "/", {"Host": host}) == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
def test_what_another_site_asks_for_is_refused(
    inside: httpx.Client, headers: dict[str, str]
) -> None:
    """Even with the cookie; a link that a person follows is none of it."""
    answer = inside.get("/api/home", headers=headers)
    assert answer.status_code == 403
    assert SECRET not in answer.text
    followed = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    assert inside.get("/", headers=followed).status_code == 200


def test_a_form_must_come_from_a_page_of_this_session(
    founding: Served, inside: httpx.Client
) -> None:
    """Without an origin, from another one, or without the token nothing is done."""
    own = {"origin": founding.site}
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', inside.get("/").text)
    assert token is not None
    form = {"csrf": token[1], "theme": "dark", "back": "/timeline"}
    assert inside.post("/preferences", data=form).status_code == 403
    foreign = {"origin": "https://evil.example"}
    assert inside.post("/preferences", data=form, headers=foreign).status_code == 403
    bare = {**form, "csrf": "0" * 64}
    assert inside.post("/preferences", data=bare, headers=own).status_code == 403
    done = inside.post("/preferences", data=form, headers=own)
    assert (done.status_code, done.headers["location"]) == (303, "/timeline")


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_form_leads_nowhere_else(founding: Served, inside: httpx.Client, back: str) -> None:
    """An address of another site as the way back leads home."""
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', inside.get("/").text)
    assert token is not None
    form = {"csrf": token[1], "theme": "auto", "back": back}
    done = inside.post("/preferences", data=form, headers={"origin": founding.site})
    assert done.headers["location"] == "/"


def test_too_much_is_refused(founding: Served, inside: httpx.Client) -> None:
    """A body that is longer than allowed, or says so, and an address that is too long."""
    own = {"origin": founding.site, "content-type": "application/x-www-form-urlencoded"}
    said = {"Host": founding.site.partition("//")[2], "Origin": founding.site}
    assert raw(founding, "POST", "/preferences", {**said, "Content-Length": "99999999"}) == 413
    assert inside.get("/", params={"q": "x" * 9_000}).status_code == 414
    fields = "&".join(f"f{number}=1" for number in range(5_000))
    answer = inside.post("/preferences", content=fields, headers=own)
    assert answer.status_code in (400, 404, 413)

    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b"x=" + b"y" * 1_000_000

    try:
        status = inside.post("/preferences", content=endless(), headers=own).status_code
    except httpx.TransportError:  # cut off while still sending
        status = 413
    assert status in (400, 404, 413)
    assert inside.get("/").status_code == 200  # and the server goes on


def test_every_answer_has_its_headers(inside: httpx.Client) -> None:
    """No script but our own, nothing framed, nothing kept by the browser, no type guessed."""
    for path in ("/", "/api/home", "/nowhere", "/entry/nobody", "/static/none.css"):
        headers = inside.get(path).headers
        assert (
            "default-src 'none'; script-src 'self'; style-src 'self'"
            in headers["content-security-policy"]
        )
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store", path
        assert "server" not in headers


def test_what_is_not_there_is_said_in_words(inside: httpx.Client) -> None:
    """A page, a thing, a time, a party, a method: never a traceback."""
    for path, status, words in (
        ("/nowhere", 404, "no such page"),
        ("/entry/no-such-entry", 404, "no-such-entry"),
        ("/?as-of=yesterday", 400, "expected a time"),
        ("/?for=nobody", 404, "nobody"),
        ("/?zone=Mars", 400, "time zone"),
        ("/timeline?page=x", 422, "page"),
        ("/api/timeline?page=x", 422, "page"),
    ):
        answer = inside.get(path)
        assert (path, answer.status_code) == (path, status)
        assert words in answer.text
        assert "Traceback" not in answer.text
    assert inside.request("DELETE", "/").status_code == 405


def test_markup_in_a_dossier_is_text(tmp_path: Path) -> None:
    """Names, texts and times that hold HTML and scripts are shown, not run."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}</title>\\u202e"
    (tmp_path / "log").mkdir()
    (tmp_path / "dossier.yaml").write_text(
        f'parley: 1\nid: evil\ntitle: "{evil}"\nparties:\n  us: {{name: "{evil}"}}\n'
        "  them: {name: Them}\nsources:\n"
        f'  paper: {{title: "{evil}", passages: {{p1: "{evil}"}}}}\n',
        encoding="utf-8",
    )
    (tmp_path / "log" / "a.yaml").write_text(
        f'- {{id: one, type: event, at: 2024-01-01, text: "{evil}", sources: [paper#p1]}}\n',
        encoding="utf-8",
    )
    with serving(tmp_path, "--read-only") as served, entered(served) as client:
        for path in ("/", "/timeline", "/entry/one", "/source/paper", "/search?q=alert", "/record"):
            text = client.get(path).text
            assert "<script>alert" not in text and "<img" not in text
            assert "{{7*7}}" in text or "{7*7}" in text
            assert "\u202e" not in text
