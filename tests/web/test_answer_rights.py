"""Who may answer a request, from what knowledge, and the same by the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx

from parley.brief.viewpoint import instant
from parley.dossier.fold import view
from parley.dossier.reading import read_dossier
from parley.dossier.vocabulary.entries import Reply
from parley.web.users import with_user, write_users
from tests.web.served import EXAMPLES, PATIENCE_S, Served, entered, serving
from tests.web.writing import REQUEST, token_of, written

ANSWERS = "for=stalin&as-of=1951-07-14"


def test_the_same_by_the_api(talks: Path) -> None:
    """A reply as JSON; one by nobody who was asked, or without an answer, is refused."""
    with serving(talks) as served, entered(served) as client:
        page = client.get(f"/answer/{REQUEST}?{ANSWERS}").text
        token = token_of(page)
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


def test_nothing_is_cited_that_the_party_did_not_know(founding: Served) -> None:
    """Whose eyes one looks through, their knowledge bounds every proof, of risks as well."""
    dossier = read_dossier(EXAMPLES / "kaesong-1951")
    moment = instant("1951-07-14", dossier.declared.zone, "as of")
    with entered(founding) as client:
        for place, party in (
            (f"answer/{REQUEST}", "stalin"),
            ("issues", "stalin"),
            ("issues", "unc"),
            ("issues/drafts", "unc"),
            ("mandate", "cpv-kpa"),
            ("request", "cpv-kpa"),
        ):
            answer = client.get(f"/api/{place}", params={"for": party, "as-of": "1951-07-14"})
            assert answer.status_code == 200
            found = set(cited(answer.json()))
            assert found <= view(dossier, party, moment).ids, place
            assert found, place


def test_only_who_was_asked_answers(talks: Path, tmp_path: Path) -> None:
    """A mandator answers and drafts nothing; an editor drafts and answers nothing."""
    users, word = tmp_path / "users.toml", "a long made-up password"
    made = with_user({}, "editor", word, "editor", ["cpv-kpa"])
    write_users(users, with_user(made, "mandator", word, "mandator", ["stalin"]))
    with serving(talks, "--users", str(users)) as served:
        for name, answers, drafts in (("editor", 403, 303), ("mandator", 303, 403)):
            own = {"origin": served.site}
            with httpx.Client(base_url=served.site, headers=own, timeout=PATIENCE_S) as client:
                client.post("/sign-in", data={"name": name, "password": word})
                page = client.get(f"/answer/{REQUEST}?as-of=1951-07-14").text
                assert ('type="radio"' in page) == (name == "mandator")
                token = token_of(page)
                form = {"csrf": token, "answer.press": "no"}
                place = f"/answer/{REQUEST}/send?as-of=1951-07-14"
                assert client.post(place, data=form).status_code == answers
                form = {"csrf": token, "ask.own1": "May we?"}
                place = "/request/save?as-of=1951-07-17"
                assert client.post(place, data=form).status_code == drafts
        (reply,) = written(talks, Reply)
        assert (reply.by, reply.assumed) == (("stalin",), "written on the workbench by mandator")
        with httpx.Client(
            base_url=served.site, headers={"origin": served.site}, timeout=PATIENCE_S
        ) as client:
            client.post("/sign-in", data={"name": "mandator", "password": word})
            page = client.get(f"/answer/{REQUEST}?as-of=1951-07-14").text
            token = token_of(page)
            wrong = {"csrf": token, "step": "1"}  # the editor's request
            answer = client.post(f"/answer/{REQUEST}/undo?as-of=1951-07-14", data=wrong)
            assert answer.status_code == 422


def test_a_mandator_who_sees_a_part_answers_from_that_part(talks: Path, tmp_path: Path) -> None:
    """A dossier that is reduced for the post: previewed from that, and written to the whole."""
    declared = talks / "dossier.yaml"
    marked = "compartments:\n  press:\n    title: The press\n    readers: [mao, stalin]\n"
    declared.write_text(declared.read_text(encoding="utf-8") + marked, encoding="utf-8")
    log = talks / "log" / "1951-07-13.yaml"
    text = log.read_text(encoding="utf-8")
    request = f"- id: {REQUEST}\n  type: request\n"
    assert request in text
    text = text.replace(request, f"{request}  compartment: press\n")
    log.write_text(text, encoding="utf-8")
    users, word = tmp_path / "users.toml", "a long made-up password"
    write_users(users, with_user({}, "post", word, "mandator", ["stalin"], "stalin"))
    with serving(talks, "--users", str(users)) as served:
        own = {"origin": served.site}
        with httpx.Client(base_url=served.site, headers=own, timeout=PATIENCE_S) as client:
            client.post("/sign-in", data={"name": "post", "password": word})
            place = f"/answer/{REQUEST}"
            page = client.get(f"{place}?as-of=1951-07-14&given=answer.press%3Dyes").text
            assert "2 questions stay without an answer" in page
            token = token_of(page)
            form = {"csrf": token, "answer.press": "yes"}
            send = f"{place}/send?as-of=1951-07-14"
            assert client.post(send, data={**form, "sources": "no-paper"}).status_code == 422
            assert client.post(send, data=form).status_code == 303
    (reply,) = written(talks, Reply)
    assert reply.compartment == ("press",)  # an answer tells what was asked
