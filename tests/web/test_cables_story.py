"""The cables of a message office in a real browser: what is late, and a request answered there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from parley.cables.attention import CODES
from parley.cables.custody.cable import Cable, Copy, State
from parley.cables.custody.directory import Directory
from parley.cables.events.kinds import CableKind
from parley.cables.office_folder import read_office
from parley.cables.overview import state_of
from parley.kernel.errors import Refused
from parley.web import catalogue
from parley.web.message_office import open_office, own_log
from parley.web.pages.cables import verify_log
from parley.web.users import with_user, write_users
from tests.stories.in_process import copied, data_of, run
from tests.stories.office_desks import LATE, Desk
from tests.web.message_offices import asked, serving_office
from tests.web.served import Served, entered, faults_in_both_colours, opened, overflow, press

SECRETS = ("five points", "The agenda planned", "press_consent", "Is the agenda right")


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Desk, Desk]]:
    """Both offices, made once; tests that enter something work on a copy."""
    folder = tmp_path_factory.mktemp("offices")
    return folder, asked(folder)


@pytest.fixture(scope="module")
def looked_at(
    ends: tuple[Path, tuple[Desk, Desk]],
) -> Iterator[tuple[Served, httpx.Client, str]]:
    """The mandator's office for looking, without keys, somebody in it, and the cable's address."""
    _, (_, stalin) = ends
    with serving_office(stalin, keys=False) as served, entered(served) as client:
        yield served, client, cable_address(stalin)


def cable_address(who: Desk) -> str:
    """Return the address of the first cable that a desk sees in its log."""
    return f"/cable/{data_of(who, 'copies')[0]['cable']}"


def is_sound(page: Page) -> list[str]:
    """Look at a page in light and dark and on a small screen; return what shuts somebody out."""
    faults = [f"{page.url} {one}" for one in faults_in_both_colours(page)]
    page.set_viewport_size({"width": 360, "height": 780})
    faults += [f"{page.url}: wider than 360"] if overflow(page) > 0 else []
    page.set_viewport_size({"width": 1280, "height": 900})
    return faults


def test_an_overdue_request_is_opened_answered_and_verified(
    context: BrowserContext, ends: tuple[Path, tuple[Desk, Desk]], tmp_path: Path
) -> None:
    """Home tells of it; each step is confirmed, entered in the post's name, and seen at once."""
    folder, desks = ends
    _, stalin = copied(desks, folder, tmp_path)
    with serving_office(stalin) as served:
        page, seen = opened(context, served)
        faults = look(page)
        faults += open_a_copy(page, stalin)
        faults += answer(page)
        seen.errors.clear()  # the browser tells of the answer 422, which was meant
        page.goto(served.site + cable_address(stalin))
        expect(page.locator("#questions")).to_contain_text("M/1")
        expect(page.locator("#questions").get_by_text("no answer")).to_have_count(1)
        expect(page.locator("#related-title + ul")).to_contain_text("answers agenda, press")
        page.locator("#copy-1").get_by_role("link", name="Give it back").click()
        page.get_by_role("button", name="Give it back as stalin").click()
        expect(page.locator("#copy-1 h3")).to_contain_text("given back")
        expect(page.locator("#copy-2")).to_contain_text("overdue")
        verify(page, served)
        page.goto(served.site + cable_address(stalin))
        expect(page.locator("main")).to_contain_text("Verified 1951-07-20")
        assert faults == []
        assert (seen.outside, seen.errors) == ([], [])
    assert "nothing is wrong" in run(replace(stalin, clock=LATE), "verify", "--full")


def look(page: Page) -> list[str]:
    """See at home what is late, and follow it to the cable and the trail of its copies."""
    late = page.locator("section", has=page.locator("#office-title"))
    expect(late.get_by_text("copy overdue").first).to_be_visible()
    expect(late.get_by_text("question unanswered").first).to_be_visible()
    press(page, "g", "c")
    expect(page.locator("h1")).to_have_text("Cables")
    faults = is_sound(page)
    row = page.locator("#cables tbody tr").first
    expect(row).to_contain_text("0 of 3 answered")
    expect(row).to_contain_text("2 received, not opened")
    row.get_by_role("link").click()
    copy = page.locator("#copy-1")
    expect(copy.locator(".track .is-now")).to_contain_text("received")
    expect(copy.locator(".track .is-bad")).to_contain_text("given back")
    expect(copy).to_contain_text("1951-07-14 10:00 Europe/Moscow = 15:00 Asia/Shanghai")
    return faults + is_sound(page)


def open_a_copy(page: Page, stalin: Desk) -> list[str]:
    """Open the first copy: nothing is entered before it is confirmed."""
    page.locator("#copy-1").get_by_role("link", name="Open it").click()
    expect(page.locator("main")).to_contain_text("opened, copy 1")
    assert not any(step["kind"] == "opened" for step in steps(stalin))
    faults = is_sound(page)
    page.get_by_role("button", name="Open it as stalin").click()
    expect(page.locator("pre")).to_contain_text("five points")
    assert [one["by"] for one in steps(stalin) if one["kind"] == "opened"] == ["stalin"]
    return faults + is_sound(page)


def answer(page: Page) -> list[str]:
    """Answer two of three questions; what has a fault keeps what was typed; then release it."""
    page.get_by_role("link", name="Answer it").click()
    page.locator("#q-agenda input[value=yes]").check()
    page.locator("#q-press input[value=changed]").check()
    page.locator('[name="says.press"]').fill("press_time = ")
    page.get_by_role("button", name="Write the draft").click()
    expect(page.locator("#fault")).to_contain_text("press:")
    expect(page.locator("#q-agenda input[value=yes]")).to_be_checked()
    page.locator('[name="says.press"]').fill("press_time = after_agenda")
    faults = is_sound(page)
    page.get_by_role("button", name="Write the draft").click()
    expect(page.locator("h1")).to_have_text("Draft reply-G-1")
    faults += is_sound(page)
    page.get_by_role("button", name="Release it as stalin").click()
    expect(page.locator("h1")).to_have_text("Cable M/1")
    return faults


def verify(page: Page, served: Served) -> None:
    """Have the log verified; every page of cables tells when that was."""
    page.goto(f"{served.site}/cables")
    page.get_by_role("button", name="Verify everything").click()
    expect(page.locator(".said")).to_contain_text("nothing is wrong", timeout=120_000)
    expect(page.locator("#proved-title ~ p.note").first).to_contain_text("Verified 1951-07-20")


def steps(who: Desk) -> list[dict[str, str]]:
    """Return what was done with the first copy of the first cable."""
    found: list[dict[str, str]] = data_of(who, "copies")[0]["copies"][0]["steps"]
    return found


def test_the_tables_and_the_time_that_is_looked_at(
    looked_at: tuple[Served, httpx.Client, str],
) -> None:
    """As JSON and CSV; before the end of a time nothing is late, and before the release nothing."""
    _, client, address = looked_at
    rows = client.get("/api/cables/cables.json").json()
    assert (rows[0]["asked"], rows[0]["answered"]) == (3, 0)
    assert "copy-overdue" in rows[0]["needs"]
    assert client.get("/api/cables/cables.csv").text.startswith("cable,kind,precedence,")
    needs = client.get("/api/cables/attention.json").json()
    assert {one["code"] for one in needs} >= {"copy-overdue", "question-unanswered"}
    trail = client.get(f"/api{address}/copies.json").json()
    assert {"made", "received"} == {one["step"] for one in trail}
    assert len(client.get(f"/api{address}/questions.json").json()) == 3
    then = client.get("/api/cables", params={"as-of": "1951-07-14 12:00"}).json()
    assert not [one for one in then["faults"] if one["code"] == "copy-overdue"]
    assert client.get("/api/cables", params={"as-of": "1951-07-12"}).json()["rows"] == []
    assert client.get("/api/cables", params={"find": "no such cable"}).json()["rows"] == []
    assert len(client.get("/api/cables", params={"find": "mao REQUEST"}).json()["rows"]) == 1
    assert client.get("/api/cables", params={"only": "here"}).json()["rows"] == []
    assert client.get("/api/cable/no-log/G/9").status_code == 404


def test_without_keys_nothing_can_be_read_or_entered(
    looked_at: tuple[Served, httpx.Client, str],
) -> None:
    """The heads and the trail are there; no text, no steps, and no form is taken."""
    served, client, address = looked_at
    page = client.get(address).text
    assert "Open it" not in page and "beijing" in page
    token = csrf(client)
    for path, form in (
        ("step/open", {"copy": "1", "post": "stalin"}),
        ("step/return", {"copy": "1", "post": "stalin"}),
        ("answer/draft", {"copy": "1", "post": "stalin", "answer.agenda": "yes"}),
    ):
        sent = {**form, "csrf": token}
        answer = client.post(f"{address}/{path}", data=sent, headers={"origin": served.site})
        assert answer.status_code in (404, 422), path
    for path in ("/text", "/answer", "/step?copy=1"):
        assert client.get(address + path).status_code == 404
    assert client.get("/cable-draft/plan").status_code == 404


def csrf(client: httpx.Client) -> str:
    """Return the token of the session's forms."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/settings").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("role", "parties", "may"),
    [("reader", ["stalin"], False), ("editor", [], False), ("mandator", ["stalin"], True)],
)
def test_who_may_read_what_a_cable_says(
    role: str,
    parties: list[str],
    may: bool,
    ends: tuple[Path, tuple[Desk, Desk]],
    tmp_path: Path,
    browser: Browser,
) -> None:
    """A reader sees no text; nor does a user who is not named as the post that holds the copy."""
    folder, desks = ends
    _, stalin = copied(desks, folder, tmp_path)
    run(stalin, "open", "G/1", "--copy", "1")
    users = tmp_path / "users.toml"
    password = "a long made-up password"
    write_users(users, with_user({}, "anna", password, role, parties))
    address = cable_address(stalin)
    with serving_office(stalin, "--users", str(users)) as served:
        context = browser.new_context(locale="en-US")
        page = context.new_page()
        page.goto(f"{served.site}/")
        page.locator("[name=name]").fill("anna")
        page.locator("[name=password]").fill(password)
        page.locator("main button, form button").first.click()
        expect(page.locator("#view")).to_be_visible()
        page.goto(served.site + address)
        expect(page.locator("#copy-1")).to_be_visible()
        told = page.content()
        page.goto(f"{served.site}{address}/text")
        asked_for = context.request.get(f"{served.site}/api{address}/text?copy=1")
        told += page.content() + asked_for.text()
        assert (asked_for.status == 200) == may
        assert any(secret in told for secret in SECRETS) == may
        context.close()


def test_a_reader_who_is_not_named_knows_of_no_cable(
    ends: tuple[Path, tuple[Desk, Desk]],
) -> None:
    """Neither by its address nor in a table, a count or a draft; and has nothing verified."""
    _, (mao, _) = ends
    name = cable_address(mao).removeprefix("/cable/")
    for reader, sees in (("kim", False), ("stalin", True)):
        with serving_office(mao, "--reader", reader) as served, entered(served) as client:
            tables = [f"/api/cables/{one}.json" for one in ("cables", "attention")]
            told = "".join(client.get(one).text for one in ("/", "/cables", "/api/home", *tables))
            assert (name in told) is sees
            for place in (f"/cable/{name}", f"/api/cable/{name}", f"/api/cable/{name}/copies.json"):
                assert (client.get(place).status_code == 200) is sees, place
            assert client.get(f"/cable/{name}/text").status_code == 404
            token, own = csrf(client), {"origin": served.site}
            for address, form in (
                ("/cables/verify", {}),
                ("/cable-draft/plan/release", {"post": "mao", "digest": "none"}),
                ("/cable-draft/no-such-draft/release", {"post": "mao", "digest": "none"}),
            ):
                answer = client.post(address, data={**form, "csrf": token}, headers=own)
                assert answer.status_code in (404, 422)
                assert "may not" in answer.text, address


def test_the_log_of_another_office_is_not_served(
    ends: tuple[Path, tuple[Desk, Desk]], tmp_path: Path
) -> None:
    """A ledger in the place of another's: refused at the start, and on every page afterwards."""
    folder, desks = ends
    mao, stalin = copied(desks, folder, tmp_path)
    office, other = mao.folder / mao.office, stalin.folder / stalin.office
    opened_before = open_office(office, mao.keys, "")
    for one in office.glob("ledger.db*"):
        one.unlink()
    for one in other.glob("ledger.db*"):
        shutil.copy(one, office / one.name)
    names = [read_office(one).log for one in (office, other)]
    says = rf"office.toml: expected the ledger of the log {names[0]}, got that of {names[1]}"
    with pytest.raises(Refused, match=says) as refused:
        open_office(office, mao.keys, "")
    assert "mend `log` or `ledger`" in str(refused.value.hint)
    with pytest.raises(Refused, match=says), own_log(opened_before.folder):
        pass
    with pytest.raises(Refused, match=says):
        verify_log(lambda *_: None, str(office), str(tmp_path / "pins.json"), LATE, full=True)


def test_every_word_that_the_log_may_say_has_words_here() -> None:
    """Each code, kind of cable and state of a copy, in every language."""
    directory = Directory()
    for language in catalogue.LANGUAGES:
        words = catalogue.words(language)
        for code in CODES:
            assert f"cables.code_{code.replace('-', '_')}" in words
        for kind in get_args(CableKind):
            assert f"cables.kind_{kind.replace('-', '_')}" in words
        for state in get_args(State):
            copy = Copy(1, "mao", state, "")
            for one in (copy, replace(copy, missing=True), replace(copy, file=True)):
                for here in (False, True):
                    says = state_of(directory, Cable("a/B/1", here=here), one)
                    assert f"cables.says_{says.replace(' ', '_').replace(',', '')}" in words
