"""What was tried on the pages of analysis is written into the dossier: wishes, wordings, drafts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from parley.dossier.reading import read_dossier
from parley.dossier.vocabulary.entries import Proposal, Request
from parley.web.users import with_user, write_users
from tests.unit.editing_support import contents
from tests.web.made_up import write_order_only
from tests.web.served import (
    EXAMPLES,
    PATIENCE_S,
    Served,
    axe_faults,
    entered,
    opened,
    overflow,
    press,
    serving,
)
from tests.web.writing import token_of

KAESONG = EXAMPLES / "kaesong-1951"
OWN = (KAESONG / "dossier.yaml").read_text(encoding="utf-8")
ORDER = "conflict:cpv-kpa:2,1,3,4,5,6"
PASSWORD = "a long made-up password"


@pytest.fixture
def served(talks: Path) -> Iterator[Served]:
    """Serve a copy of the founding dossier."""
    with serving(talks) as found:
        yield found


def declared(talks: Path) -> str:
    """Return `dossier.yaml` as it is."""
    return (talks / "dossier.yaml").read_bytes().decode()


def difference(talks: Path) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came, in their order."""
    lines = list(unified_diff(OWN.splitlines(), declared(talks).splitlines(), lineterm="", n=0))
    told = [one for one in lines if not one.startswith(("---", "+++", "@@"))]
    return [one[1:] for one in told if one[0] == "-"], [one[1:] for one in told if one[0] == "+"]


def sound(page: Page) -> None:
    """Nothing that shuts out in light or dark, and nothing wider than a small screen."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one}" for one in axe_faults(page)]
    page.set_viewport_size({"width": 360, "height": 780})
    assert (found, max(0, overflow(page))) == ([], 0)
    page.set_viewport_size({"width": 1280, "height": 900})


def undone(page: Page) -> None:
    """Undo by its key, from wherever the page was left."""
    page.locator("h1").click()
    press(page, "u")
    expect(page.locator(".said")).to_have_text("Undone.")


def test_undo_takes_back_the_supposition_and_no_saved_edit(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """The key takes back what is supposed, change by change; a saved edit has its button."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/what-if?what=conflict&order={ORDER}")
    page.locator("#write summary").click()
    page.locator("#write-form [name=assumed]").fill("a test")
    page.get_by_role("button", name="Write them").click()
    expect(page.locator(".said")).to_be_visible()
    saved = declared(talks)
    assert saved != OWN
    for whose in ("", "for=cpv-kpa&"):
        page.goto(f"{served.site}/what-if?{whose}what=conflict&order=conflict:cpv-kpa:1,3,2,4,5,6")
        page.locator("[data-item='cpv-kpa-1'] [data-down]").click()
        expect(page).to_have_url(re.compile("order=conflict%3Acpv-kpa%3A3%2C1"))
        expect(page.locator("#changed [data-do='undo']")).to_have_count(1)
        page.locator("h1").click()
        press(page, "u")
        expect(page.locator("#changed .button")).to_have_count(0)
        assert declared(talks) == saved
    page.goto(f"{served.site}/what-if?what=conflict&order=conflict:cpv-kpa:1,3,2,4,5,6")
    page.locator("#editing-bar button").first.click()
    expect(page.locator(".said")).to_have_text("Undone.")
    assert declared(talks) == OWN
    expect(page.locator("#changed .button")).to_have_count(1)  # what is supposed stays
    assert (seen.outside, seen.errors) == ([], [])


def test_a_moved_priority_is_written_and_undone(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """By the keyboard: the wish and its proof move, comments stay, and undo takes all back."""
    before = contents(talks)
    page, seen = opened(context, served)
    page.goto(f"{served.site}/what-if")
    expect(page.locator("#write")).to_have_count(0)
    page.locator("[data-item='cpv-kpa-2'] [data-up]").click()
    page.locator("#write summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#to-write")).to_contain_text("1, 2, 3, 4, 5, 6")
    expect(page.locator("#to-write")).to_contain_text("told in the section conflict")
    sound(page)
    page.get_by_role("button", name="Write them").click()
    expect(page.locator("#fault")).to_contain_text("not said what the changes rest on")
    assert contents(talks) == before
    page.get_by_label("Who assumes it").fill("the team, after the talks of today")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Written into dossier.yaml")
    expect(page.locator("#changed")).to_contain_text("Nothing yet")
    assert page.url.partition("?")[2] == "what=conflict&said=what_if.written"
    new = declared(talks)
    first = new.index("- says: unc_presence = at_table and kpa_presence = at_table")
    assert (
        first < new.index("# No newsmen by the will of one side") < new.index("- says: kpa_press")
    )
    gone, came = difference(talks)
    wish = [
        "        - says: unc_presence = at_table and kpa_presence = at_table",
        "          assumed: the authors of this example, reading cable-21756#en/4",
    ]
    assert [one for one in came if one in wish] == [one for one in gone if one in wish] == wish
    assert "the team, after the talks of today, as to the order of the wishes of" in " ".join(came)
    assert Counter(re.findall("#.*", new)) == Counter(re.findall("#.*", OWN))
    wants = read_dossier(talks).declared.conflict
    assert wants is not None and wants.assumed is not None
    assert wants.assumed == (
        "the authors of this example, as to the order of all wishes; "
        "the team, after the talks of today, as to the order of the wishes of cpv-kpa"
    )
    sound(page)
    undone(page)
    assert contents(talks) == before
    expect(page.locator("[data-item='cpv-kpa-1']")).to_contain_text("kpa_press")
    assert (seen.outside, [one for one in seen.errors if "422" not in one]) == ([], [])


def test_weights_and_worths_of_both_parts_are_one_step(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """A new weight loses the old assumption, and keeps what proves the wish; all undone at once."""
    before = contents(talks)
    page, seen = opened(context, served)
    page.goto(f"{served.site}/what-if?what=bargaining&order={ORDER}&none=bargaining:unc:0.5")
    row = page.locator("[data-item='bargaining:cpv-kpa:1']")
    row.locator("input[type=number]").fill("0.4")
    row.locator("input[type=number]").press("Enter")
    expect(page.locator("#changed strong").first).to_have_text("0.4")
    page.locator("#write summary").click()
    expect(page.locator("#to-write > li")).to_have_count(3)
    weight = page.locator("#to-write > li").filter(has_text="weight of")
    expect(weight).to_contain_text("Goes, for it is about what was there before: assumed:")
    expect(weight).to_contain_text("Stays, for it proves that this is wanted, not how much:")
    page.get_by_label("Who assumes it").fill("ann")
    page.get_by_label("Passages that say so").fill("cable-21756#en/13")
    page.get_by_role("button", name="Write them").click()
    expect(page.locator(".said")).to_contain_text("Written into dossier.yaml")
    found = read_dossier(talks)
    assert not [one for one in found.faults if one.severity == "error"]
    bargaining = found.declared.bargaining
    assert bargaining is not None and bargaining.assumed is not None
    changed = bargaining.preferences["cpv-kpa"].weights[0]
    assert (changed.weight, changed.assumed) == (0.4, "ann")
    assert changed.sources == ("cable-21756#en/12", "cable-21756#en/13")
    assert bargaining.preferences["unc"].reservation == 0.5
    assert bargaining.assumed.endswith("; ann, as to what no agreement is worth to unc")
    assert bargaining.sources[-1] == "cable-21756#en/13"
    assert found.declared.conflict is not None
    assert "ann, as to the order of the wishes of cpv-kpa" in str(found.declared.conflict.assumed)
    assert Counter(re.findall(" #.*", declared(talks))) == Counter(re.findall(" #.*", OWN))
    undone(page)
    assert contents(talks) == before
    assert (seen.outside, seen.errors) == ([], [])


def test_a_stale_write_is_refused(context: BrowserContext, served: Served, talks: Path) -> None:
    """Somebody else moves a wish while the basis is typed; elsewhere in the file he may write."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/what-if?order={ORDER}")
    page.locator("#write summary").click()
    page.get_by_label("Who assumes it").fill("ann")
    path = talks / "dossier.yaml"
    one = "        - says: kpa_press = admitted\n"
    two = "        - says: kpa_troops = dropped\n"
    theirs = OWN.replace(one, "@").replace(two, one).replace("@", two)
    path.write_text(theirs.replace("title: The agenda", "title: All of the agenda"))
    expect(page.locator("body")).to_contain_text("All of the agenda")  # the page has seen it
    page.get_by_role("button", name="Write them").click()
    expect(page.locator(".said")).to_contain_text("Written into dossier.yaml")
    undone(page)
    page.goto(f"{served.site}/what-if?order={ORDER}")
    page.locator("#write summary").click()
    page.get_by_label("Who assumes it").fill("ann")
    stale = path.read_text().replace("says: unc_troops = accepted", "says: unc_press = without")
    path.write_text(stale)
    expect(page.locator("[data-item='cpv-kpa-3']")).to_contain_text("unc_press = without")
    page.get_by_role("button", name="Write them").click()
    expect(page.locator("#fault")).to_contain_text("wishes of cpv-kpa")
    assert path.read_text() == stale
    expect(page.get_by_label("Who assumes it")).to_have_value("ann")  # the write may be tried again
    page.get_by_role("button", name="Write them").click()
    expect(page.locator(".said")).to_contain_text("Written into dossier.yaml")
    assert (seen.outside, [each for each in seen.errors if "422" not in each]) == ([], [])


def test_a_write_with_an_old_digest_is_refused_by_the_api(served: Served, talks: Path) -> None:
    """And one with what the API gave is taken; with no basis, or nothing to write, it is not."""
    with entered(served) as client:
        own = {"origin": served.site, "x-parley-csrf": token_of(client.get("/add").text)}
        base = client.get("/api/what-if", params={"order": ORDER}).json()["base"]
        body = {"order": [ORDER], "assumed": "ann", "base": base, "what": "conflict"}
        for wrong, told in (
            ({"base": "0" * 64}, "changed meanwhile"),
            ({"assumed": ""}, "rest on"),
            ({"sources": "cable-0"}, "no source"),
            ({"order": ["conflict:cpv-kpa:1,2,3,4,5,6"]}, "nothing to write"),
            ({"order": ["conflict:nobody:2,1"]}, "no such wish"),
            ({"order": [], "weight": ["bargaining:unc:44:1"]}, "no such weight 44"),
        ):
            answer = client.post("/api/what-if/write", json={**body, **wrong}, headers=own)
            assert answer.status_code == 422, wrong
            assert told in answer.json()["error"]["message"], wrong
        party = {"for": "cpv-kpa"}
        answer = client.post("/api/what-if/write", params=party, json=body, headers=own)
        assert "may not know all" in answer.json()["error"]["message"]
        assert declared(talks) == OWN
        answer = client.post("/api/what-if/write", json=body, headers=own)
        assert answer.json() == {"to": "/what-if?what=conflict", "say": "what_if.written"}
        again = client.post("/api/what-if/write", json=body, headers=own)
        assert "changed meanwhile" in again.json()["error"]["message"]


def test_who_may_not_edit_has_no_form(talks: Path, tmp_path: Path) -> None:
    """Read only, as a reader, or where one sees only a part: nothing is offered or taken."""
    users = tmp_path / "users.toml"
    known = with_user({}, "rita", PASSWORD, "reader", [])
    write_users(users, with_user(known, "part", PASSWORD, "editor", ["unc"]))
    addresses = (f"/what-if?order={ORDER}", "/agenda?draft=C&reword=line")
    with serving(talks, "--read-only") as served, entered(served) as client:
        own = {"origin": served.site, "x-parley-csrf": token_of(client.get(addresses[0]).text)}
        _refused(client, addresses, own, {403})
    with serving(talks, "--users", str(users)) as served:
        for name in ("rita", "part"):
            own = {"origin": served.site}
            with httpx.Client(base_url=served.site, headers=own, timeout=PATIENCE_S) as client:
                client.post("/sign-in", data={"name": name, "password": PASSWORD})
                own["x-parley-csrf"] = token_of(client.get(addresses[0]).text)
                _refused(client, addresses, own, {403} if name == "rita" else {422})
    with serving(talks, "--reader", "peng") as served, entered(served) as client:
        own = {"origin": served.site, "x-parley-csrf": token_of(client.get(addresses[0]).text)}
        _refused(client, addresses, own, {403})
    assert contents(talks) == contents(KAESONG)


def _refused(
    client: httpx.Client, addresses: tuple[str, ...], own: dict[str, str], status: set[int]
) -> None:
    """No page offers to write, and the API takes nothing."""
    for address in addresses:
        page = client.get(address).text
        for form in ("write-form", "wording-form", "first-form"):
            assert f'id="{form}"' not in page, address
    write = {"order": [ORDER], "assumed": "x", "base": ""}
    word = {"reword": "line", "text": "x", "assumed": "x"}
    first = {"at": "conflict:ussr", "says": "line = parallel_38", "assumed": "x"}
    for place, body in (
        ("what-if/write", write),
        ("agenda/wording", word),
        ("what-if/first", first),
    ):
        answer = client.post(f"/api/{place}", json=body, headers=own)
        assert answer.status_code in status, (place, answer.text)


def test_an_item_worded_anew_is_written_and_valued(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """Beside the wordings that are there, and on the agenda at once; undo takes it away again."""
    before = contents(talks)
    page, seen = opened(context, served)
    page.goto(f"{served.site}/agenda?draft=C&against=C")
    page.locator("#reword-line [data-reword]").click()
    form = page.locator("#wording-form")
    expect(form.get_by_label("What it opens")).to_have_value("line\nzone_width\ncease_fire")
    sound(page)
    form.get_by_label("How it is worded").fill("A line, wherever it runs; of the zone later.")
    form.get_by_label("What it opens").fill("line\nzone_width > 99")
    form.get_by_label("Its name").fill("line_only")
    form.get_by_label("Who assumes it").fill("ann")
    form.get_by_role("button", name="Write the wording").click()
    expect(page.locator("#fault")).to_contain_text("dossier.yaml:")
    expect(form.get_by_label("How it is worded")).to_have_value(re.compile("^A line, wherever"))
    assert contents(talks) == before
    form.get_by_label("What it opens").fill("line")
    form.get_by_role("button", name="Write the wording").click()
    expect(page.locator(".said")).to_contain_text("The wording is written")
    expect(page.get_by_label("Wording of line")).to_have_value("line:line_only")
    expect(page.locator("[data-item='r-line-line_only']")).to_contain_text("as it is")
    expect(page.locator("[data-item='w-C']")).not_to_contain_text("this is it")
    gone, came = difference(talks)
    assert gone == []
    assert came == [
        "      line_only:",
        "        text: A line, wherever it runs; of the zone later.",
        "        opens: line",
        "        says: line_wording = general",
        "    assumed: ann, as to the wording line_only",
    ]
    undone(page)
    assert contents(talks) == before
    assert (seen.outside, [one for one in seen.errors if "422" not in one]) == ([], [])


def test_an_agenda_put_together_is_written_into_the_log(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """Planned or tabled, in its order, with items that have no worth where the draft has them."""
    before = contents(talks)
    page, seen = opened(context, served)
    page.goto(f"{served.site}/agenda?draft=C&against=C&as-of=1951-07-18")
    page.locator("[data-item='foreign_troops'] [data-up]").click()
    page.locator("#write-draft summary").click()
    form = page.locator("#draft-form")
    form.get_by_label("What it is").select_option("tabled")
    form.get_by_label("Id of the entry").fill("new-draft")
    form.get_by_label("Who assumes it").fill("ann")
    sound(page)
    form.get_by_role("button", name="Write it into the log").click()
    expect(page.locator(".said")).to_have_text("Written into the log.")
    expect(page.locator("#worths")).to_contain_text("new-draft")
    entry = read_dossier(talks).by_id["new-draft"]
    assert isinstance(entry, Proposal)
    assert (entry.by, entry.to, entry.covers) == (("cpv-kpa",), ("unc",), "whole")
    assert [(one.item, one.wording) for one in entry.agenda] == [
        ("adoption", "plain"),
        ("foreign_troops", "withdrawal"),
        ("line", "general"),
        ("arrangements", "with_observation"),
        ("prisoners", "arrangements"),
    ]
    undone(page)
    assert contents(talks) == before
    page.locator("#write-draft summary").click()
    form.get_by_label("Adoption of the agenda").select_option("")
    form.get_by_label("Passages that say so").fill("cable-21756#en/10")
    form.get_by_role("button", name="Write it into the log").click()
    expect(page.locator(".said")).to_have_text("Written into the log.")
    planned = read_dossier(talks).by_id["agenda-1951-07-18"]
    assert isinstance(planned, Request)
    assert (planned.to, planned.sources) == (("stalin",), ("cable-21756#en/10",))
    assert planned.agenda[0].item == "foreign_troops"
    assert (seen.outside, seen.errors) == ([], [])


def test_a_first_wish_of_a_party_that_has_none(context: BrowserContext, tmp_path: Path) -> None:
    """It stands in the section, says what it rests on, and is then a wish like any other."""
    root = write_order_only(tmp_path / "orders")
    path = root / "dossier.yaml"
    text = path.read_text()
    path.write_text(text[: text.index("    south:\n      priorities")])
    before = contents(root)
    with serving(root) as served:
        page, seen = opened(context, served)
        page.goto(f"{served.site}/what-if?what=bargaining")
        page.locator("#first-wish summary").click()
        form = page.locator("#first-form")
        expect(form.locator("[name=at]")).to_have_value("bargaining:south")
        form.get_by_label("What it wants").fill("fee=high")
        form.get_by_label("Who assumes it").fill("made up")
        sound(page)
        form.get_by_role("button", name="Write it into dossier.yaml").click()
        expect(page.locator(".said")).to_contain_text("The wish is written")
        expect(page.locator("#of-south + .note + ol")).to_contain_text("fee = high")
        expect(page.locator("#first-wish")).to_have_count(0)
        assert path.read_text() == before["dossier.yaml"].decode() + (
            "    south:\n      priorities:\n"
            "        - says: fee = high\n          assumed: made up\n"
        )
        undone(page)
        assert contents(root) == before
        assert (seen.outside, seen.errors) == ([], [])


def test_a_wish_is_written_without_a_script(browser: Browser, served: Served, talks: Path) -> None:
    """Plain links and forms are enough."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.link)
    page.goto(f"{served.site}/what-if?order={ORDER}")
    page.locator("#write summary").click()
    page.get_by_label("Who assumes it").fill("ann")
    page.get_by_role("button", name="Write them").click()
    assert "Written into dossier.yaml" in page.locator(".said").inner_text()
    assert "ann, as to the order" in declared(talks)
    page.locator("[data-do='undo']").click()
    assert declared(talks) == OWN
    context.close()
