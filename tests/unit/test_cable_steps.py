"""The steps of a cable, where a story at the command line cannot see: links, proofs, the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parley.cables.clerk import Clerk, act, directory_in
from parley.cables.custody.roles import Roles
from parley.cables.events.kinds import Sent
from parley.cables.keys.cards import sign_card
from parley.cables.keys.key_store import KeyStore, new_secret
from parley.cables.ledger.links import beside_serial, first_received, seen_checkpoints
from parley.cables.ledger.log import open_ledger
from parley.cables.ledger.reading import events_by_kind, reading
from parley.cables.messages.container import decode_parcel
from parley.cables.messages.draft import Draft, DraftPassage, DraftQuestion
from parley.cables.messages.letters import CopyLetter, NoticeLetter, decode_letter
from parley.cables.messages.redaction import check_export, export_cable
from parley.cables.office_folder import OfficeFolder, log_name, read_office, write_office
from parley.cables.primitives.sealing import unseal
from parley.cables.steps.enrol import enrol, open_series
from parley.cables.steps.export import release_proof
from parley.cables.steps.give_back import recopy
from parley.cables.steps.open_copy import open_copy
from parley.cables.steps.receive import receive
from parley.cables.steps.release import enter_draft, release
from parley.cables.steps.send import kept_parcels, send, send_news
from parley.cables.steps.start import start
from parley.kernel.errors import Refused

DAY = datetime(1951, 7, 13, 12, tzinfo=UTC)


def letter_of(data: bytes, clerk: Clerk) -> CopyLetter | NoticeLetter:
    """Read the letter of a parcel with the keys of its recipient."""
    parcel = decode_parcel(data)
    secret = clerk.keys.secrets[0].sealing
    return decode_letter(unseal(parcel.letter, secret), parcel.header.parcel)


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[tuple[Clerk, Clerk]]:
    """Two offices that know each other, whose clocks stand on one day of 1951."""
    with ExitStack() as opened:
        clerks = []
        for post in ("team", "mandator"):
            root = tmp_path / post
            keys = KeyStore(tmp_path / f"{post}.age", (new_secret(post),), None)
            office = OfficeFolder(root, log_name(post), f"sqlite:///{root / 'ledger.db'}", "UTC")
            start(office, keys, post, Roles((post,), ()), clock=lambda: DAY)
            ledger = opened.enter_context(open_ledger(office.ledger))
            clerks.append(Clerk(office, ledger, keys, post, lambda: DAY))
        for one, other in (clerks, clerks[::-1]):
            enrol(one, sign_card(other.keys.secrets[0]), Roles((other.post,), ()))
            open_series(one, one.post.upper(), one.post)
        yield clerks[0], clerks[1]


def asked(team: Clerk, text: str = "A made-up note.") -> str:
    """Release a request from the team to the mandator."""
    draft = Draft(
        draft=1,
        series="TEAM",
        kind="request",
        sender="team",
        action=("mandator",),
        subject="Made up",
        passages=(DraftPassage(text=text),),
        questions=(DraftQuestion(id="q", text="Is it right?"),),
    )
    return release(team, draft).released.cable


def note(text: str) -> Draft:
    """Return a report of the team to the mandator."""
    return Draft(
        draft=1,
        series="TEAM",
        kind="report",
        sender="team",
        action=("mandator",),
        subject="Made up",
        passages=(DraftPassage(text=text),),
    )


def test_a_draft_is_released_once_unless_it_was_changed_or_is_meant(
    ends: tuple[Clerk, Clerk],
) -> None:
    """Word for word the same under its name; a change makes it another, and so does `again`."""
    team, _ = ends
    first, second = note("A made-up note."), note("Another made-up note.")
    assert [enter_draft(team, "note", first) for _ in range(2)] == [True, False]
    assert release(team, first, "note").released.number == 1
    assert not enter_draft(team, "note", first)
    with pytest.raises(Refused, match=r"was released as .*/TEAM/1, word for word"):
        release(team, first, "note")
    assert release(team, first, "note", again=True).released.number == 2
    enter_draft(team, "note", second)
    assert release(team, second, "note").released.number == 3
    enter_draft(team, "note", first)
    with pytest.raises(Refused, match="TEAM/2"):
        release(team, first, "note")
    enter_draft(team, "like-it", first)
    assert release(team, first, "like-it").released.number == 4


def test_two_who_release_one_draft_at_once_release_it_once(
    ends: tuple[Clerk, Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody is quicker after the draft was found to be new: it is seen in the transaction."""
    team, _ = ends
    draft = note("A made-up note.")
    enter_draft(team, "note", draft)

    def slow(*given: Any) -> Any:
        monkeypatch.setattr("parley.cables.steps.release.act", act)
        release(team, draft, "note")
        return act(*given)

    monkeypatch.setattr("parley.cables.steps.release.act", slow)
    with pytest.raises(Refused, match="TEAM/1"):
        release(team, draft, "note")


def test_all_times_of_a_parcel_are_of_the_clock_of_the_clerk(ends: tuple[Clerk, Clerk]) -> None:
    """The checkpoint and the signature under the other's log bear the time that the clerk has."""
    team, mandator = ends
    asked(team)
    [copy] = send(team)
    receive(mandator, copy.data)
    [news] = send_news(mandator)
    letter = letter_of(news.data, team)
    assert letter.cosigned is not None
    assert {letter.checkpoint.at, letter.cosigned.at} == {"1951-07-13T12:00:00.000Z"}


def test_news_alone_leave_unsent_copies_where_they_are(ends: tuple[Clerk, Clerk]) -> None:
    """A receipt goes out without the cables that wait to be sent."""
    team, mandator = ends
    asked(team)
    [copy] = send(team)
    receive(mandator, copy.data)
    draft = Draft(
        draft=1,
        series="MANDATOR",
        kind="report",
        sender="mandator",
        action=("team",),
        subject="Made up",
        passages=(DraftPassage(text="A made-up report."),),
    )
    release(mandator, draft)
    assert [one.copy for one in send_news(mandator)] == [None]
    assert [one.copy for one in send(mandator)] == [1]
    assert send_news(mandator) == ()


def test_parcels_are_kept_until_their_arrival_is_known(ends: tuple[Clerk, Clerk]) -> None:
    """A copy until its receipt, news until the other end has signed a later state of the log."""
    team, mandator = ends
    asked(team)
    [copy] = send(team)
    assert [one.data for one in kept_parcels(team)] == [copy.data]
    receive(mandator, copy.data)
    [news] = send_news(mandator)
    assert [one.data for one in kept_parcels(mandator)] == [news.data]
    receive(team, news.data)
    assert kept_parcels(team) == ()
    asked(team, "Another made-up note.")
    [second] = send(team)
    receive(mandator, second.data)
    assert letter_of(second.data, mandator).cosigned is not None
    # The signature is under the state before the news left, so that the news may still be lost.
    assert [one.data for one in kept_parcels(mandator)] == [news.data]
    open_copy(mandator, second.cable)
    [more] = send_news(mandator)
    receive(team, more.data)
    asked(team, "A third made-up note.")
    [third] = send(team)
    receive(mandator, third.data)
    assert [one.data for one in kept_parcels(mandator)] == [more.data]


def test_from_the_first_receipt_on_each_parcel_proves_that_the_log_went_on(
    ends: tuple[Clerk, Clerk],
) -> None:
    """The first has no proof and needs none; the next one has it."""
    team, mandator = ends
    asked(team)
    [first] = send(team)
    assert letter_of(first.data, mandator).consistency is None
    receive(mandator, first.data)
    [news] = send_news(mandator)
    receive(team, news.data)
    asked(team, "Another made-up note.")
    [second] = send(team)
    assert letter_of(second.data, mandator).consistency is not None
    receive(mandator, second.data)
    with reading(mandator.ledger) as now:
        sizes = [one.size for one in seen_checkpoints(now, "team")]
        assert sizes == sorted(sizes, reverse=True) and len(sizes) == 2
        before = [one.size for one in beside_serial(now, "team", "mandator", 2, before=True)]
        after = [one.size for one in beside_serial(now, "team", "mandator", 1, before=False)]
        assert (before, after) == ([sizes[1]], [sizes[0]])
        first_n = first_received(now, "team")
        assert first_n is not None and first_received(now, "nobody") is None


def test_a_further_copy_is_received_with_its_origin(ends: tuple[Clerk, Clerk]) -> None:
    """The letter of a copy that was made later has both the making and the release."""
    team, mandator = ends
    name = asked(team)
    made = recopy(team, name, ["mandator"], "one more")
    assert made == (3,)
    parcels = send(team)
    assert [one.copy for one in parcels] == [1, 3]
    later = letter_of(parcels[1].data, mandator)
    assert isinstance(later, CopyLetter) and later.origin is not None
    for one in reversed(parcels):
        receive(mandator, one.data)
    assert open_copy(mandator, name, 3).message.subject == "Made up"


@pytest.mark.parametrize("at", [0, 1])
def test_a_cable_is_proved_at_both_ends(ends: tuple[Clerk, Clerk], at: int) -> None:
    """The releaser proves with a checkpoint of now, the addressee with that of its parcel."""
    team, mandator = ends
    name = asked(team)
    for one in send(team):
        receive(mandator, one.data)
    clerk = ends[at]
    parts = open_copy(clerk, name).parts
    with reading(clerk.ledger) as now:
        proof = release_proof(clerk, now, name)
        keys = {post: [directory_in(now).posts[post][-1].card.signing] for post in ("team",)}
    found = check_export(export_cable(parts, ["passage/1"], proof), keys)
    assert found.known_releaser and found.known_witness


def test_a_cable_without_a_release_here_cannot_be_proved(ends: tuple[Clerk, Clerk]) -> None:
    """A name that the log does not know is refused."""
    team, _ = ends
    with reading(team.ledger) as now, pytest.raises(Refused, match="released or received here"):
        release_proof(team, now, f"{team.office.log}/TEAM/9")


def test_a_parcel_is_entered_before_it_leaves(ends: tuple[Clerk, Clerk]) -> None:
    """Its digest is in the log, and the serials of a link have no gap."""
    team, _ = ends
    for text in ("one", "two", "three"):
        asked(team, f"Made-up note {text}.")
    parcels = send(team)
    with reading(team.ledger) as now:
        found = [one.event.what for one in events_by_kind(now, "sent")]
    assert [one.serial for one in found if isinstance(one, Sent)] == [1, 2, 3]
    assert [one.parcel for one in parcels] == [one.parcel for one in found if isinstance(one, Sent)]


def test_zones_of_posts_elsewhere_are_kept_in_the_folder(tmp_path: Path) -> None:
    """They are written and read back; one that is no zone is refused with its place."""
    office = OfficeFolder(tmp_path, log_name("Made up"), "ledger.db", "UTC")
    write_office(replace(office, zones={"stalin": "Europe/Moscow"}))
    assert read_office(tmp_path).zones == {"stalin": "Europe/Moscow"}
    write_office(replace(office, zones={"stalin": "Europe/Moskow"}))
    with pytest.raises(Refused, match=r"zones\.stalin: expected a time zone"):
        read_office(tmp_path)
