"""What pages say of the dossier in plain words: an answer's own passages, times to the second."""

from __future__ import annotations

from parley.brief.consequences import Point
from parley.brief.model import Cite
from parley.kernel.times import Span
from parley.web.pages.answering import own_passages
from parley.web.times import to_second


def test_an_answer_cites_its_own_passage_of_a_reply() -> None:
    """The other answers of the same cable go; another cable's, and other passages, stay."""
    passages = ("c-2#answer/q1", "c-2#answer/q2", "c-2#answer/q12", "c-2#en/1", "c-3#answer/q2")
    point = Point("It is ordered.", Cite(("reply-1",), passages))
    (found,) = own_passages([point], "q2")
    assert found.cite.passages == ("c-2#answer/q2", "c-2#en/1", "c-3#answer/q2")
    (other,) = own_passages([point], "q9")  # it says nothing of its own: all stay
    assert other.cite.passages == passages
    assert (found.text, found.cite.entries) == (point.text, point.cite.entries)


def test_an_instant_is_shown_to_the_second_and_a_day_as_it_is() -> None:
    """A machine's microseconds go; the end of a day stays what it is."""
    assert to_second(Span(61_535_947, 61_535_947)) == Span(61_000_000, 61_000_000)
    day = Span(0, 86_399_999_999)
    assert to_second(day) == day
