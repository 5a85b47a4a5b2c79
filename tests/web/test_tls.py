"""Beyond this machine: users and TLS, in a real browser."""

from __future__ import annotations

import re
import socket
import ssl
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect

from parley.dossier.reading import read_dossier
from parley.web.users import with_user, write_users
from tests.unit.editing_support import made
from tests.web.served import PATIENCE_S, Served, opened, serving

#: A certificate for the loopback that protects nothing; made for the tests of the office server.
CERTIFICATES = Path(__file__).parents[1] / "unit" / "office_certificate"
PASSWORD = "a long made-up password"


def options(folder: Path) -> list[str]:
    """Return how to serve to other machines, with one user, who may edit."""
    users = folder / "users.toml"
    write_users(users, with_user({}, "anna", PASSWORD, "editor", []))
    cert, key = (str(CERTIFICATES / name) for name in ("certificate.pem", "key.pem"))
    return ["--host", "0.0.0.0", "--users", str(users), "--tls-cert", cert, "--tls-key", key]


def as_seen_here(served: Served) -> Served:
    """Return a server that listens everywhere by the address at which this machine reaches it."""
    assert served.site.startswith("https://0.0.0.0:")
    here = served.site.replace("0.0.0.0", "127.0.0.1")
    return replace(served, site=here, link=f"{here}/")


def test_a_user_signs_in_by_tls_and_edits(browser: Browser, tmp_path: Path) -> None:
    """No link lets anybody in; the cookie stays with TLS and this site, and no script reads it."""
    root = made(tmp_path / "small")
    with serving(root, *options(tmp_path)) as listening:
        served = as_seen_here(listening)
        context = browser.new_context(ignore_https_errors=True, locale="en-US")
        context.set_default_timeout(PATIENCE_S * 1_000)
        page, seen = opened(context, served)
        expect(page).to_have_url(re.compile("/sign-in"))
        assert context.cookies() == []
        page.locator("[name=name]").fill("anna")
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#view")).to_be_visible()
        port = urlsplit(served.site).port
        (cookie,) = (one for one in context.cookies() if one.get("name") == f"parley-{port}")
        flags = {name: cookie.get(name) for name in ("secure", "httpOnly", "sameSite", "path")}
        assert flags == {"secure": True, "httpOnly": True, "sameSite": "Strict", "path": "/"}
        assert cookie.get("value") not in page.evaluate("document.cookie")
        page.goto(f"{served.site}/edit?entry=b")
        page.locator("#f_text").fill("Edited by TLS.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".said")).to_have_text("Saved.")
        assert read_dossier(root).by_id["b"].text == "Edited by TLS."
        assert all(one.get("secure") for one in context.cookies())
        assert (seen.outside, seen.errors) == ([], [])
        context.close()


def test_nothing_is_answered_without_tls(tmp_path: Path) -> None:
    """Plain HTTP to the same port ends without a byte of a page; by TLS, headers say to stay."""
    with serving(made(tmp_path / "small"), *options(tmp_path)) as listening:
        served = as_seen_here(listening)
        port = urlsplit(served.site).port
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as plain:
            plain.sendall(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            assert b"<" not in plain.recv(65_536)
        with pytest.raises(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/", timeout=PATIENCE_S)
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(served.link, timeout=PATIENCE_S)
        trusted = ssl.create_default_context(cafile=str(CERTIFICATES / "certificate.pem"))
        answer = httpx.get(served.link, verify=trusted, timeout=PATIENCE_S)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?back=%2F"
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        answer = httpx.get(f"{served.site}/api/home", verify=trusted, timeout=PATIENCE_S)
        assert answer.status_code == 401
