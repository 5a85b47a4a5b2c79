"""Attacks on an office by a correspondent with keys of its own: what it tells is not what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.cables.attention import attention
from parley.cables.clerk import Clerk, act, cable_in
from parley.cables.custody.cable import Cable
from parley.cables.custody.roles import Roles
from parley.cables.events.kinds import (
    WHAT,
    Answered,
    Card,
    Destroyed,
    EmergencyDestroyed,
    HandedOver,
    HeldCopy,
    Opened,
    Passed,
    ReadBy,
    Received,
    Witness,
)
from parley.cables.events.witnessing import statement, witness
from parley.cables.keys.cards import SignedCard, sign_card
from parley.cables.keys.key_store import new_secret
from parley.cables.ledger.reading import reading
from parley.cables.messages.container import Route, encode_parcel, make_parcel
from parley.cables.steps.enrol import enrol, open_series, revoke
from parley.cables.steps.open_copy import open_copy, shown_to
from parley.cables.steps.receive import receive
from parley.cables.steps.send import kept_parcels, send
from parley.cables.verifying.verify import verify
from parley.kernel.errors import Refused
from tests.unit.cable_enemy import AT, Liar, ask, card_of, enemy_of, notice, office, released

HASH = "0" * 64
#: The most events of a notice in these tests.
FEW = 5


@pytest.fixture
def ends(tmp_path: Path) -> Iterator[tuple[Clerk, Clerk, Liar]]:
    """A team, its mandator, and a liar; the team does not know the names of the others' logs."""
    with office(tmp_path, "team") as team, office(tmp_path, "mandator") as mandator:
        enrol(team, sign_card(mandator.keys.secrets[0]), Roles(("mandator",), ()))
        enrol(mandator, sign_card(team.keys.secrets[0]), Roles(("team",), ()))
        yield team, mandator, enemy_of(team)


def seen(clerk: Clerk, cable: str) -> Cable:
    """A cable as an office knows it."""
    with reading(clerk.ledger) as now:
        found = cable_in(now, cable)
    assert found is not None
    return found


def told(cable: str, parcel: str, elsewhere: str) -> dict[str, tuple[WHAT, str]]:
    """Lies about a cable of which copy 1 is with the mandator and copy 2 with the liar."""
    one, two = HeldCopy(cable=cable, copy=1), HeldCopy(cable=cable, copy=2)
    next_one = cable.rpartition("/")[0] + "/2"
    card = sign_card(new_secret("mandator")).card
    return {
        "another's receipt": (
            Received(parcel=parcel, sender="team", to="mandator", serial=1, cable=cable, copy=1),
            "which mandator holds",
        ),
        "another's copy opened": (Opened(cable=cable, copy=1), "which mandator holds"),
        "another's copy burnt": (
            EmergencyDestroyed(destroyed=(one,), reason="fire"),
            "which mandator holds",
        ),
        "another's copy out of reach": (
            EmergencyDestroyed(destroyed=(two,), left=(one,), reason="fire"),
            "which mandator holds",
        ),
        "another's inventory": (
            HandedOver(post="mandator", card=card, inventory=(), missing=(one,)),
            "which mandator holds",
        ),
        "another's answer": (
            Answered(cable=cable, reply=f"{elsewhere}/M/1", questions=("q",)),
            "which is of another log",
        ),
        "an answer to nothing asked": (
            Answered(cable=cable, reply="third-0a1b2c3d/T/1", questions=("x",)),
            "does not ask",
        ),
        "an answer to what is to come": (
            Answered(cable=next_one, reply="third-0a1b2c3d/T/1", questions=("q",)),
            "which was never released here",
        ),
        "a cable that never was": (
            Opened(cable=next_one + "9" * 150, copy=1),
            "which was never released here",
        ),
        "a copy that never was": (Opened(cable=cable, copy=2**53 - 1), "which was never made"),
        "destroyed unseen": (
            Destroyed(cable=cable, copy=2, witnesses=()),
            "without two witnesses who signed that",
        ),
        "pushed over to us": (
            Passed(cable=cable, copy=2, to="team", sealed=HASH),
            "was passed to another office",
        ),
    }


def test_what_a_correspondent_tells_of_others_is_not_believed(
    ends: tuple[Clerk, Clerk, Liar],
) -> None:
    """Its key proves who says it, and nobody's copy but its own is its to tell of."""
    team, mandator, liar = ends
    cable = ask(team, "mandator", "third")
    first = next(one for one in send(team) if one.to == "mandator")
    before = seen(team, cable)
    for lie, (what, why) in told(cable, first.parcel, mandator.office.log).items():
        with pytest.raises(Refused) as refused:
            receive(team, notice(liar, what))
        assert why in refused.value.message, lie
        assert seen(team, cable) == before, lie
    assert verify(team.ledger, workers=1).wrong == ()


def test_what_it_tells_of_its_own_copy_is(ends: tuple[Clerk, Clerk, Liar]) -> None:
    """Nobody else can know it; a destruction has its witnesses, who need not be known here."""
    team, _, liar = ends
    cable = ask(team, "mandator", "third")
    send(team)
    words = statement(liar.log, cable, 2, "third", "done with")
    seen_by = tuple(witness(one, new_secret(one).seed, words) for one in ("li", "peng"))
    receive(team, notice(liar, Opened(cable=cable, copy=2)))
    gone = Destroyed(cable=cable, copy=2, reason="done with", witnesses=seen_by)
    twice = replace_witness(gone, seen_by[0])
    with pytest.raises(Refused, match="without two witnesses"):
        receive(team, notice(liar, twice))
    receive(team, notice(liar, gone))
    assert seen(team, cable).copies[2].state == "destroyed"
    assert verify(team.ledger, workers=1).wrong == ()


def replace_witness(gone: Destroyed, one: Witness) -> Destroyed:
    """A destruction that one person saw twice."""
    return Destroyed(cable=gone.cable, copy=gone.copy, reason=gone.reason, witnesses=(one, one))


def test_a_parcel_for_another_is_kept_whoever_says_that_it_came(
    ends: tuple[Clerk, Clerk, Liar],
) -> None:
    """Else who sees the names of parcels on a stick could have them forgotten."""
    team, _, liar = ends
    cable = ask(team, "mandator", "third")
    first = next(one for one in send(team) if one.to == "mandator")
    lie = Received(parcel=first.parcel, sender="team", to="third", serial=1, cable=cable, copy=2)
    receive(team, notice(liar, lie))
    assert first.parcel in {one.parcel for one in kept_parcels(team)}


CANNOT: list[tuple[dict[str, str | tuple[str, ...]], str]] = [
    ({"cable_kind": "cancellation", "about": "{cable}"}, "which is for team to do"),
    ({"about": "{cable}", "answers": ("x",)}, "does not ask"),
    ({"about": "{cable}9", "answers": ("q",)}, "which was never released here"),
    ({"cable_kind": "correction", "about": "fourth-1/G/1"}, "which is of another log"),
    ({"due": "1951-02-30T12:00:00.000Z"}, "is no time"),
    ({"return_by": "9999-99-99T99:99:99.999Z"}, "is no time"),
    ({"at": "1951-07-13T25:00:00.000Z"}, "a time that can be"),
    ({"series": "A\x1b[2J"}, "names that can be shown"),
    ({"series": "A\nB"}, "names that can be shown"),
    ({"series": "A\u202eB"}, "names that can be shown"),
]


def test_what_a_cable_cannot_say_is_refused(ends: tuple[Clerk, Clerk, Liar]) -> None:
    """What an honest program would not release does not come in either."""
    team, _, liar = ends
    cable = ask(team, "mandator")
    for fields, why in CANNOT:
        about = str(fields.get("about", "")).format(cable=cable) or None
        with pytest.raises(Refused) as refused:
            receive(team, released(liar, **{**fields, "about": about}))
        assert why in refused.value.message, fields
        assert seen(team, cable).related == {}
    assert verify(team.ledger, workers=1).wrong == ()


def test_an_answer_by_a_post_that_had_no_copy_is_kept_and_flagged(
    ends: tuple[Clerk, Clerk, Liar],
) -> None:
    """It may be a deputy's; somebody has to ask."""
    team, _, liar = ends
    cable = ask(team, "mandator")
    receive(team, released(liar, about=cable, answers=("q",)))
    with reading(team.ledger) as now:
        [finding] = attention(now, AT)
    assert finding.code == "answer-from-another"
    assert "of third, who had no copy of it" in finding.message


def test_a_notice_tells_of_few_events_in_their_order(
    ends: tuple[Clerk, Clerk, Liar], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So one notice costs little to look at, and little to show ever after."""
    monkeypatch.setattr("parley.cables.custody.lawful.MOST_TOLD", FEW)
    team, _, liar = ends
    cable = ask(team, "third")
    send(team)
    reads = [ReadBy(cable=cable, copy=1, reader=f"reader {n}") for n in range(3)]
    with pytest.raises(Refused, match="in their order, each once"):
        receive(team, notice(liar, *reads, order=-1))
    many = [ReadBy(cable=cable, copy=1, reader="r") for _ in range(FEW + 1)]
    with pytest.raises(Refused, match="5 events at most"):
        receive(team, notice(liar, *many))


def test_more_news_than_one_notice_holds_go_in_several(
    ends: tuple[Clerk, Clerk, Liar], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An honest end with much to tell is not held up by the bound."""
    monkeypatch.setattr("parley.cables.custody.lawful.MOST_TOLD", FEW)
    monkeypatch.setattr("parley.cables.steps.send.MOST_TOLD", FEW)
    team, mandator, _ = ends
    cable = ask(team, "mandator")
    receive(mandator, send(team)[0].data)
    open_copy(mandator, cable)
    shown = [ReadBy(cable=cable, copy=1, reader="r")] * FEW
    act(mandator, lambda _: shown)
    sent = send(mandator)
    assert len(sent) == 2
    for one in sent:
        assert receive(team, one.data).state == "news"
    assert len(seen(team, cable).copies[1].steps) == FEW + 4


def test_a_parcel_under_the_name_of_another_is_not_taken_for_it(
    ends: tuple[Clerk, Clerk, Liar],
) -> None:
    """Else it would be told as taken in before, and nobody would miss it."""
    team, mandator, liar = ends
    ask(team, "mandator")
    [one] = send(team)
    receive(mandator, one.data)
    assert receive(mandator, one.data).state == "again"
    route = Route(one.parcel, "team", "mandator", 2)
    other = encode_parcel(make_parcel(route, liar.secret.seed, b"no letter"))
    with pytest.raises(Refused, match="the one that came before under this name"):
        receive(mandator, other)


def test_the_log_of_a_post_that_is_known_is_nobody_elses(tmp_path: Path) -> None:
    """Else who is quicker takes the names of another's cables."""
    with office(tmp_path, "team") as team, office(tmp_path, "mandator") as mandator:
        enrol(mandator, sign_card(team.keys.secrets[0]), Roles(("team",), ()), log=team.office.log)
        squatter = enemy_of(mandator, log=team.office.log)
        with pytest.raises(Refused, match="to which team belongs"):
            receive(mandator, released(squatter, series="TEAM"))


def test_a_card_with_somebody_elses_key_is_refused(ends: tuple[Clerk, Clerk, Liar]) -> None:
    """Neither the signing key nor the sealing key of another post."""
    team, mandator, _ = ends
    own, known = sign_card(new_secret("fourth")).card, card_of(mandator)
    for card, why in (
        (Card(post="fourth", signing=known.signing, sealing=own.sealing), "was given to mandator"),
        (Card(post="fourth", signing=own.signing, sealing=known.sealing), "that of mandator"),
    ):
        with pytest.raises(Refused, match=why):
            enrol(
                team,
                SignedCard(parley="card", v=1, card=card, signature="0" * 128),
                Roles(("fourth",), ()),
            )


def test_names_that_look_alike_or_cannot_be_seen_are_refused(
    ends: tuple[Clerk, Clerk, Liar],
) -> None:
    """A reader would send to the wrong post; a series is in the name of each of its cables."""
    team = ends[0]
    for name in ("m\u0430ndator", "Mandator", "\uff4dandator", "m\u03b1ndator"):
        with pytest.raises(Refused, match="looks like 'mandator'"):
            enrol(team, sign_card(new_secret(name)), Roles((name,), ()))
    for name, why in (
        ("\u0422EAM", "looks like 'TEAM'"),
        ("A\x1b[2J", "nothing in it that cannot be seen"),
        ("A\nB", "nothing in it that cannot be seen"),
        (" ", "nothing in it that cannot be seen"),
        ("x" * 201, "nothing in it that cannot be seen"),
    ):
        with pytest.raises(Refused, match=why):
            open_series(team, name, "team")


def test_a_text_that_tells_another_time_than_the_log_is_not_shown(
    ends: tuple[Clerk, Clerk, Liar],
) -> None:
    """Who releases cannot date a cable back for its reader alone."""
    team, _, liar = ends
    for at in ("1951-07-10T12:00:00.000Z", "1951-99-99T12:00:00.000Z"):
        came = receive(team, released(liar, cable_kind="report", head_at=at))
        assert came.cable is not None
        with pytest.raises(Refused, match="tells another time than the log"):
            open_copy(team, came.cable)
        assert seen(team, came.cable).copies[1].state == "received"
    came = receive(team, released(liar, cable_kind="report", head_at="1951-07-13T11:30:00.000Z"))
    assert came.cable is not None
    open_copy(team, came.cable)


def test_a_key_is_not_revoked_from_a_time_to_come(ends: tuple[Clerk, Clerk, Liar]) -> None:
    """It is revoked once, and would be believed until then."""
    with pytest.raises(Refused, match="a time that has come"):
        revoke(ends[0], "third", "9998-01-01T00:00:00.000Z", "lost")


def test_what_could_not_be_read_again_is_not_entered(ends: tuple[Clerk, Clerk, Liar]) -> None:
    """One such event would end the log."""
    team, _, _ = ends
    cable = ask(team, "mandator")
    open_copy(team, cable)
    for reader in ("x" * 201, "", "\udcff"):
        with pytest.raises(Refused):
            shown_to(team, cable, 2, reader)
    assert verify(team.ledger, workers=1).wrong == ()
