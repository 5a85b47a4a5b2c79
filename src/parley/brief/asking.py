"""Questions to the mandator: those asked, and a request ready to send for what needs an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from parley.brief.breaches import Breach, breaches
from parley.brief.desk import Desk, cite, entry_when, in_words, names, said, when
from parley.brief.model import Cite
from parley.brief.request_yaml import Asked, request_yaml
from parley.dossier.dossier import ancestors, formula
from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import Formula
from parley.dossier.vocabulary.entries import Assessment, Exclusion, Fallback, Trade
from parley.mandate.questions import QuestionState, question_states
from parley.mandate.weighing import trades_of

__all__ = ["Asking", "Posed", "Pressing", "asking", "mandators"]

MOST_QUESTIONS = 20
MOST_POSED = 40
WAITING = ("open", "overdue", "missing", "deferred")


@dataclass(frozen=True, slots=True)
class Posed:
    """A question asked by the party or of it, and what became of it."""

    request: str
    question: str
    text: str
    says: str | None
    about: tuple[str, ...]
    state: str
    due: str
    answer: str
    by: str
    to: str
    at: str
    of_us: bool
    cite: Cite


@dataclass(frozen=True, slots=True)
class Pressing:
    """A question worth asking: what a plain yes would authorise, and what raises it."""

    id: str
    text: str
    says: str | None
    authorises: str
    about: tuple[str, ...]
    because: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Asking:
    """What was asked, and the request that is ready, also as text of the file format."""

    posed: tuple[Posed, ...]
    left_out: int
    to: str
    pressing: tuple[Pressing, ...]
    not_asked: int
    yaml: str


def asking(desk: Desk) -> Asking:
    """The questions that wait for an answer, and those that the dossier raises."""
    states = question_states(desk.case)
    own = desk.case.parties
    ours = [one for one in states if not own.isdisjoint((*one.request.by, *one.request.to))]
    ours.sort(key=lambda one: one.state not in WAITING)
    waiting = [one for one in ours if one.state in ("open", "deferred")]
    raised = _numbered(one for one in _raised(desk) if not _waits(desk, one, waiting))
    chosen = raised[:MOST_QUESTIONS]
    to = mandators(desk)
    return Asking(
        tuple(_posed(desk, one) for one in ours[:MOST_POSED]),
        max(0, len(ours) - MOST_POSED),
        names(desk, to),
        chosen,
        len(raised) - len(chosen),
        _yaml(desk, to, chosen) if chosen else "",
    )


def mandators(desk: Desk) -> tuple[str, ...]:
    """Whom the party may ask: its own mandators, else those around it, else who gave it orders."""
    parties = desk.case.dossier.declared.parties
    for name in ancestors(desk.case.dossier, desk.case.party):
        found = tuple(one for one in parties[name].mandator if one not in desk.case.parties)
        if found:
            return found
    givers = (
        giver
        for order in desk.case.orders
        if not order.bound.isdisjoint(desk.case.parties)
        for giver in order.by
        if giver not in desk.case.parties and giver in parties
    )
    return tuple(dict.fromkeys(givers))


def _posed(desk: Desk, state: QuestionState) -> Posed:
    asked = formula(desk.case.dossier, state.question.says)
    return Posed(
        state.request.id,
        state.question.id,
        " ".join(state.question.text.split()),
        said(desk, asked) if asked is not None else None,
        state.question.about,
        state.state,
        when(desk, state.due) if state.due is not None else "",
        _answer(desk, state),
        names(desk, state.request.by),
        names(desk, state.request.to),
        entry_when(desk, state.request),
        not desk.case.parties.isdisjoint(state.request.to),
        cite(desk, state.request.id, state.reply.id if state.reply is not None else None),
    )


def _answer(desk: Desk, state: QuestionState) -> str:
    if state.answer is None or state.reply is None:
        return ""
    parts = [f"{state.answer.answer} by {names(desk, state.reply.by)}"]
    for word, text in (("", state.answer.says), ("if ", state.answer.if_)):
        stated = formula(desk.case.dossier, text)
        if stated is not None:
            parts.append(f"{word}`{said(desk, stated)}`")
    if state.answer.text:
        parts.append(" ".join(state.answer.text.split()))
    return "; ".join(parts)


def _raised(desk: Desk) -> Iterator[Pressing]:
    for breach in breaches(desk):
        found = _of_breach(desk, breach)
        if found is not None:
            yield found
    yield from _of_trades(desk)
    yield from _of_ended_orders(desk)
    yield from _of_silence(desk)


def _pressing(
    desk: Desk,
    text: str,
    stated: Formula | None,
    proof: Sequence[str],
    about: Sequence[str] = (),
    because: Sequence[str] = (),
) -> Pressing:
    allowed = [f"`{said(desk, stated)}`"] if stated is not None else []
    allowed.extend(f"the use of {name}" for name in about)
    authorises = " and ".join(allowed) or "nothing by itself: it needs an answer in words"
    return Pressing(
        "",
        text,
        said(desk, stated) if stated is not None else None,
        authorises,
        tuple(about),
        tuple(because),
        cite(desk, *proof),
    )


def _of_breach(desk: Desk, breach: Breach) -> Pressing | None:
    about: tuple[str, ...] = ()
    text, stated = _worded(desk, breach), breach.done
    if breach.code in ("red-line-crossed", "instruction-conflict", "views-differ", "not-on-agenda"):
        stated = None
    if breach.code in ("question-overdue", "reply-missing-part"):
        asked = _asked_before(desk, breach)
        if asked is None:
            return None
        text, stated, about = f"Asked again: {asked[0]}", asked[1], asked[2]
    return _pressing(desk, text, stated, breach.proof, about, breach.labels)


def _worded(desk: Desk, breach: Breach) -> str:
    done = in_words(desk, breach.done) if breach.done is not None else ""
    acts = ", ".join(act.entry.id for act in breach.acts)
    orders = ", ".join(dict.fromkeys(order.entry for order in breach.orders)) or "the mandate"
    trade, fallback = breach.first(Trade), breach.first(Fallback)
    exclusion = breach.first(Exclusion)
    views = [one for one in breach.entries if isinstance(one, Assessment)]
    if breach.code == "trade-unmet" and trade is not None:
        return f"May it stand that this was given ({acts}) without its return? {done}"
    if breach.code == "fallback-not-followed" and fallback is not None:
        return f"May the fallback {fallback.id} be left, and this stand ({acts})? {done}"
    if breach.code == "exclusion-contradicted" and exclusion is not None and not breach.acts:
        return f"May this stay left out ({exclusion.id}), although {orders} demands it? {done}"
    if breach.code == "red-line-crossed":
        return f"Which concession is to be withdrawn? Together they go over {orders} ({acts})."
    if breach.code == "instruction-conflict":
        return f"Which of these orders holds, since no outcome satisfies them all: {orders}?"
    if breach.code == "views-differ":
        held = "; ".join(f"{names(desk, one.by)} ({one.id})" for one in views)
        return f"What does the side say as one, where these differ: {held}?"
    if breach.code == "not-on-agenda":
        return f"May this be raised, which the adopted agenda does not open ({acts})? {done}"
    if breach.code == "authority-expired":
        return f"May this stand ({acts}), although {orders} had ended by then? {done}"
    named = acts or ", ".join(entry.id for entry in breach.entries[:1])
    return f"May this stand ({named}), against {orders}? {done}"


def _asked_before(desk: Desk, breach: Breach) -> tuple[str, Formula | None, tuple[str, ...]] | None:
    subject = breach.findings[0].subject
    for state in question_states(desk.case):
        if state.request.id in breach.proof and state.question.id == subject:
            if state.state not in ("overdue", "missing"):
                return None
            asked = formula(desk.case.dossier, state.question.says)
            return " ".join(state.question.text.split()), asked, state.question.about
    return None


def _of_trades(desk: Desk) -> Iterator[Pressing]:
    for state in trades_of(desk.case):
        if state.state == "drafted" and state.authorised_by is None:
            trade = state.trade
            give, get = (formula(desk.case.dossier, text) for text in (trade.give, trade.get))
            if give is not None and get is not None:
                text = (
                    f"May the trade {trade.id} be offered? We would give: {in_words(desk, give)}; "
                    f"only for: {in_words(desk, get)}"
                )
                yield _pressing(desk, text, None, (trade.id,), (trade.id,))


def _of_ended_orders(desk: Desk) -> Iterator[Pressing]:
    """Permissions that ran out by themselves, where nothing has taken their place."""
    instant = desk.case.seen.as_of
    binding = [one for one in desk.case.orders if not one.acting.isdisjoint(desk.case.parties)]
    covered = {
        issue for one in binding if standing_at(one.periods, instant) for issue in one.issues
    }
    for order in binding:
        last = order.periods[-1] if order.periods else None
        if order.mode != "may" or last is None or not last.expired:
            continue
        if last.end is not None and last.end.latest < instant and not order.issues <= covered:
            text = f"Is {order.entry}, which has run out, renewed? {in_words(desk, order.says)}"
            yield _pressing(desk, text, order.says, (order.entry,))


def _of_silence(desk: Desk) -> Iterator[Pressing]:
    """Issues on which nothing is authorised, where nothing may be settled without authority."""
    case = desk.case
    if case.dossier.declared.default_authority != "nothing-unless-authorised":
        return
    instant = case.seen.as_of
    covered = {
        issue
        for order in case.orders
        if order.mode in ("must", "may") and standing_at(order.periods, instant)
        if not order.acting.isdisjoint(case.parties)
        for issue in order.issues
    }
    for name, issue in case.dossier.declared.issues.items():
        if name in covered or issue.aspect == "fact" or not _decides(desk, issue.decided_by):
            continue
        question = " ".join(issue.question.split())
        yield _pressing(desk, f"What may we say on this? {question} ({name})", None, ())


def _decides(desk: Desk, parties: Sequence[str]) -> bool:
    around = ancestors(desk.case.dossier, desk.case.party)
    return not parties or not desk.case.parties.union(around).isdisjoint(parties)


def _waits(desk: Desk, one: Pressing, waiting: Iterable[QuestionState]) -> bool:
    """Whether the same is already asked and not yet due."""
    for state in waiting:
        asked = formula(desk.case.dossier, state.question.says)
        same = asked is not None and said(desk, asked) == one.says
        if same or (one.about and set(one.about) <= set(state.question.about)):
            return True
    return False


def _numbered(raised: Iterable[Pressing]) -> tuple[Pressing, ...]:
    found: dict[object, Pressing] = {}
    for one in raised:
        found.setdefault((one.says, one.about) if one.says or one.about else one.text, one)
    return tuple(replace(one, id=f"q{number}") for number, one in enumerate(found.values(), 1))


def _yaml(desk: Desk, to: Sequence[str], chosen: Iterable[Pressing]) -> str:
    questions = tuple(Asked(one.id, one.text, one.says, one.about) for one in chosen)
    case = desk.case
    return request_yaml(case.dossier.by_id, case.party, to, case.seen.as_of, questions)
