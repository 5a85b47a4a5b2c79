"""A request drafted, two of three questions answered by the mandator, and what is authorised then."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from parley.brief.viewpoint import instant
from parley.cables.draft_files import read_draft
from parley.dossier.entries import Reply, Request
from parley.dossier.fold import view
from parley.dossier.reading import read_dossier
from parley.web.users import with_user, write_users
from tests.web.served import EXAMPLES, Served, axe_faults, entered, opened, overflow, serving

ASKS, ANSWERS = "for=cpv-kpa&as-of=1951-07-14", "for=stalin&as-of=1951-07-14"
REQUEST = "is-the-plan-right"


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """The founding dossier, to be written to."""
    folder = tmp_path / "talks"
    shutil.copytree(EXAMPLES / "kaesong-1951", folder)
    return folder


@pytest.fixture
def served(talks: Path) -> Iterator[Served]:
    """A server of it."""
    with serving(talks) as server:
        yield server


def faults(page: Page) -> list[str]:
    """Return what is wrong with a page as it stands: axe in both colours, and its width."""
    found = []
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        found += axe_faults(page)
    page.set_viewport_size({"width": 360, "height": 800})
    if (wider := overflow(page)) > 0:
        found.append(f"{wider} pixels wider than 360")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def written(talks: Path, kind: type[Request] | type[Reply]) -> list[Request | Reply]:
    """Return the entries of a kind that the example does not have."""
    before = read_dossier(EXAMPLES / "kaesong-1951").by_id
    return [
        one for one in read_dossier(talks).entries if isinstance(one, kind) and one.id not in before
    ]


def test_two_of_three_questions_answered(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """The mandator sees what a reply would do before sending it; then the mandate has changed."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/mandate?{ASKS}")
    question = page.locator(f"[data-item='{REQUEST}/press']")
    expect(question).to_contain_text("open")
    expect(page.locator("main")).not_to_contain_text("reply-missing-part")
    page.goto(f"{served.site}/answer?{ANSWERS}")
    page.locator(f"#{REQUEST}").get_by_role("link", name="Answer it").click()
    expect(page.locator("h1")).to_contain_text(REQUEST)
    agenda, press = page.locator("#q-agenda"), page.locator("#q-press")
    expect(agenda).to_contain_text("must-raise-refugees")  # a risk of a yes
    preview = page.locator("#preview")
    agenda.get_by_role("radio", name="Yes", exact=False).first.check()
    expect(preview).to_contain_text("line_wording = general")
    expect(preview).to_contain_text("trade-parallel-for-troops")
    expect(preview).to_contain_text("2 questions stay without an answer: press, substance")
    press.get_by_role("radio", name="Changed").check()
    expect(preview).to_contain_text("needs the statement that holds instead")
    press.get_by_label("This holds instead").fill("press_time = from_the_strat")
    expect(preview).to_contain_text("from_the_start")  # did you mean
    press.get_by_label("This holds instead").fill("press_time = from_the_start")
    expect(preview).to_contain_text("1 question stays without an answer: substance")
    assert faults(page) == []
    assert written(talks, Reply) == []
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#notices")).to_contain_text("bound to each question")
    expect(agenda).to_contain_text("answered")
    expect(page.locator("#q-substance")).to_contain_text("passed over")
    (reply,) = written(talks, Reply)
    assert isinstance(reply, Reply)
    assert reply.re == REQUEST
    assert [(one.question, one.answer) for one in reply.answers] == [
        ("agenda", "yes"),
        ("press", "changed"),
    ]
    page.goto(f"{served.site}/mandate?{ASKS}&since=1951-07-13")
    changed = page.locator("#changed")
    expect(changed).to_contain_text("refugees_item = left_out")
    expect(changed).to_contain_text("press_time = from_the_start")
    expect(page.locator("main")).to_contain_text("reply-missing-part")
    expect(page.locator(f"[data-item='{REQUEST}/substance']")).to_contain_text("passed over")
    assert (seen.outside, seen.errors) == ([], [])


def test_a_reply_can_be_taken_back(context: BrowserContext, served: Served, talks: Path) -> None:
    """One button undoes it, byte for byte; nobody can undo what he did not do here."""
    before = {one.name: one.read_bytes() for one in (talks / "log").iterdir()}
    page, seen = opened(context, served)
    page.goto(f"{served.site}/answer/{REQUEST}?{ANSWERS}")
    page.locator("#q-agenda").get_by_role("radio", name="No", exact=False).nth(1).check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#q-agenda")).to_contain_text("answered")
    page.get_by_role("button", name="Undo this reply").click()
    expect(page.locator("#notices")).to_contain_text("taken back")
    expect(page.locator("#q-agenda .badge").first).to_have_text("open")
    assert {one.name: one.read_bytes() for one in (talks / "log").iterdir()} == before
    assert (seen.outside, seen.errors) == ([], [])


def test_a_request_is_drafted_and_written(
    context: BrowserContext, served: Served, talks: Path
) -> None:
    """Questions picked, worded, added and put in order; as an entry and as a draft of a cable."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/mandate?for=cpv-kpa&as-of=1951-07-17")
    page.get_by_role("link", name="Draft a request").click()
    expect(page.locator("h1")).to_have_text("Drafting a request")
    page.locator("#row-q3").get_by_role("checkbox").check()
    page.locator("#row-q1").get_by_role("checkbox").check()
    page.locator("#row-q3 summary").click()
    page.locator("#row-q3").get_by_label("The question").fill("May the parallel stay out?")
    page.locator("#row-q3").get_by_label("Place").fill("0")
    own = page.locator("#word-own1")
    own.get_by_label("The question").fill("Who answers for the refugees?")
    page.get_by_label("An answer is due by").fill("1951-07-20")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("3 questions in this order: q3, q1, own1")
    preview.get_by_text("As a draft of a cable").click()
    with page.expect_download() as download:
        preview.get_by_role("link", name="Download the draft").click()
    draft = read_draft(Path(download.value.path()).read_bytes(), "draft.yaml")
    assert [one.id for one in draft.questions] == ["q3", "q1", "own1"]
    assert draft.action == ("stalin",)
    page.reload()  # what was typed is still there
    expect(page.locator("#row-q3").get_by_role("checkbox")).to_be_checked()
    expect(preview).to_contain_text("q3, q1, own1")
    page.get_by_role("button", name="Save in the dossier").click()
    expect(page.locator("#notices")).to_contain_text("The request is in the dossier")
    (request,) = written(talks, Request)
    assert isinstance(request, Request)
    assert [one.text for one in request.questions][::2] == [
        "May the parallel stay out?",
        "Who answers for the refugees?",
    ]
    assert (request.by, request.to, request.due) == (("cpv-kpa",), ("stalin",), "1951-07-20")
    page.get_by_role("link", name="how it looks to whoever answers").click()
    expect(page.locator("#q-q3")).to_contain_text("May the parallel stay out?")
    assert (seen.outside, seen.errors) == ([], [])


def test_all_of_it_works_without_a_script(browser: Browser, served: Served, talks: Path) -> None:
    """Look first, then send; what is wrong is told beside what was typed."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.link)
    page.goto(f"{served.site}/answer/{REQUEST}?{ANSWERS}")
    press = page.locator("#q-press")
    press.get_by_role("radio", name="Changed").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#fault")).to_contain_text("question press: this answer needs")
    expect(press.get_by_role("radio", name="Changed")).to_be_checked()
    press.get_by_label("This holds instead").fill("press_room = admitted")
    page.get_by_role("button", name="Look first").click()
    expect(page.locator("#preview")).to_contain_text("press_room = admitted")
    expect(press.get_by_role("radio", name="Changed")).to_be_checked()
    page.get_by_role("button", name="Send").click()
    expect(press).to_contain_text("answered")
    assert len(written(talks, Reply)) == 1
    context.close()


def test_the_same_by_the_api(served: Served, talks: Path) -> None:
    """A reply as JSON; one by somebody who was not asked, and one without an answer, are refused."""
    with entered(served) as client:
        page = client.get(f"/answer/{REQUEST}?{ANSWERS}").text
        token = page.partition('name="csrf" value="')[2].partition('"')[0]
        headers = {"x-parley-csrf": token, "origin": served.site}
        place = f"/api/answer/{REQUEST}/send?{ANSWERS}"
        for wrong in ({}, {"answer": {"agenda": "yes"}, "by": "mao"}, {"answer": {"agenda": "so"}}):
            assert client.post(place, json=wrong, headers=headers).status_code == 422
        body = {"answer": {"agenda": "deferred"}, "until": {"agenda": "1951-07-20"}}
        assert client.post(place, json=body, headers=headers).status_code == 200
        (reply,) = written(talks, Reply)
        assert isinstance(reply, Reply)
        assert (reply.answers[0].answer, reply.answers[0].until) == ("deferred", "1951-07-20")
        undo = f"/api/answer/{REQUEST}/undo?{ANSWERS}"
        assert client.post(undo, json={"step": 99}, headers=headers).status_code == 422
        assert client.get(f"/api/answer/{REQUEST}?for=unc&as-of=1951-07-14").status_code == 404


def test_issues_and_drafts_side_by_side(context: BrowserContext, served: Served) -> None:
    """Wording beside substance, the ally's view, an exclusion, and what changed in an agenda."""
    page, seen = opened(context, served)
    page.goto(f"{served.site}/issues?for=cpv-kpa&as-of=1951-07-17&since=1951-07-14")
    pair = page.locator("article#line")
    expect(pair.locator(".against > div")).to_have_count(2)
    expect(pair.locator("#line_wording")).to_contain_text("names_38th → line_wording = general")
    expect(pair).to_contain_text("line = parallel_38")
    expect(page.locator("#troops_priority")).to_contain_text("Views inside the side differ")
    expect(page.locator("#troops_priority")).to_contain_text("Kim Il Sung")
    expect(page.locator("#refugees")).to_contain_text("disadvantage of North Korea")
    page.get_by_role("link", name="Agenda drafts side by side").click()
    page.get_by_label("Earlier").select_option("C")
    page.get_by_label("Later").select_option("D")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("[data-item='item-foreign_troops']")).to_contain_text("gone")
    expect(page.locator("[data-item='item-line'] del").first).to_be_visible()
    page.locator("#draft-D").get_by_role("link", name="frus-1951-d447").click()
    expect(page.locator("h1")).to_contain_text("447")
    assert (seen.outside, seen.errors) == ([], [])


def cited(data: object) -> Iterator[str]:
    """Return every entry that is cited anywhere in plain data."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "entries":
                yield from value
            else:
                yield from cited(value)
    elif isinstance(data, list):
        for value in data:
            yield from cited(value)


@pytest.mark.parametrize(
    ("place", "party"),
    [
        (f"answer/{REQUEST}", "stalin"),
        ("issues", "unc"),
        ("issues/drafts", "unc"),
        ("mandate", "unc"),
        ("issues", "stalin"),
        ("request", "cpv-kpa"),
    ],
)
def test_nothing_is_cited_that_the_party_did_not_know(
    founding: Served, place: str, party: str
) -> None:
    """Whose eyes one looks through, his knowledge bounds every proof, that of others' risks too."""
    dossier = read_dossier(EXAMPLES / "kaesong-1951")
    moment = instant("1951-07-14", dossier.declared.zone, "as of")
    ids = view(dossier, party, moment).ids
    with entered(founding) as client:
        answer = client.get(f"/api/{place}", params={"for": party, "as-of": "1951-07-14"})
        assert answer.status_code == 200
        found = set(cited(answer.json()))
        assert found <= ids
        assert found or place == "mandate"


def test_only_who_was_asked_answers(talks: Path, tmp_path: Path) -> None:
    """A mandator answers and drafts nothing; an editor drafts and answers nothing."""
    users, word = tmp_path / "users.toml", "a long made-up password"
    made = with_user({}, "editor", word, "editor", ["cpv-kpa"])
    write_users(users, with_user(made, "mandator", word, "mandator", ["stalin"]))
    with serving(talks, "--users", str(users)) as served:
        for name, answers, drafts in (("editor", 403, 303), ("mandator", 303, 403)):
            own = {"origin": served.site}
            with httpx.Client(base_url=served.site, headers=own, timeout=20) as client:
                client.post("/sign-in", data={"name": name, "password": word})
                page = client.get(f"/answer/{REQUEST}?as-of=1951-07-14").text
                assert ('type="radio"' in page) == (name == "mandator")
                token = page.partition('name="csrf" value="')[2].partition('"')[0]
                form = {"csrf": token, "answer.press": "no"}
                place = f"/answer/{REQUEST}/send?as-of=1951-07-14"
                assert client.post(place, data=form).status_code == answers
                form = {"csrf": token, "ask.own1": "May we?"}
                place = "/request/save?as-of=1951-07-17"
                assert client.post(place, data=form).status_code == drafts
        (reply,) = written(talks, Reply)
        assert (reply.by, reply.assumed) == (("stalin",), "written on the workbench by mandator")
        with httpx.Client(base_url=served.site, headers={"origin": served.site}) as client:
            client.post("/sign-in", data={"name": "mandator", "password": word})
            page = client.get(f"/answer/{REQUEST}?as-of=1951-07-14").text
            token = page.partition('name="csrf" value="')[2].partition('"')[0]
            wrong = {"csrf": token, "step": "2"}  # the editor's request
            answer = client.post(f"/answer/{REQUEST}/undo?as-of=1951-07-14", data=wrong)
            assert answer.status_code == 422
