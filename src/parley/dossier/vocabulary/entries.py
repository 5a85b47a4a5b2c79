"""The entries of a log: what happened, what was ordered, asked, offered and agreed.

Each class is one `type:` of the file format. The fields are the vocabulary: their descriptions
feed the JSON Schema and the reference page, so a word is explained once, here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from parley.dossier.vocabulary.field_types import (
    CompartmentRefs,
    DurationText,
    EntryRef,
    Identifier,
    IssueRefs,
    PartyRef,
    PartyRefs,
    Record,
    Refs,
    SourceRefs,
    StatementText,
    Text,
    TimeText,
)

__all__ = [
    "ENTRY_TYPES",
    "AgendaDraftItem",
    "Agreement",
    "Annex",
    "Answer",
    "AnyEntry",
    "Assertion",
    "Assessment",
    "Delegation",
    "Dissent",
    "Document",
    "Entry",
    "Event",
    "Exclusion",
    "Fallback",
    "Instruction",
    "Procedure",
    "Proposal",
    "Question",
    "Reply",
    "Request",
    "Requirement",
    "Response",
    "Rung",
    "Session",
    "Trade",
    "Waiver",
]

AnswerWord = Literal["yes", "no", "condition", "discretion", "changed", "answered", "deferred"]
Known = Annotated[
    str | dict[str, str],
    Meta(
        description="When it became known: one time for every party that may know it, or one per "
        "party (`{red: 1951-07-14, blue: never}`; with such a list a party not named, and not "
        "part of a named side, never knows it). Left out: known at `at` (or, with `via`, when "
        "that document was known) - to everybody for proposals, responses, sessions, agreements "
        "and events, else only to the sides of `by` and `to`."
    ),
]
Covers = Annotated[
    Literal["whole", "listed"],
    Meta(
        description="`whole`: the text is all there is to be, so what it lacks is dropped; "
        "`listed` (default): it speaks only of the issues it names."
    ),
]
Reserves = Annotated[
    tuple[str, ...], Meta(description="Issues that the text leaves open by name, for later.")
]
Texts = Annotated[
    dict[str, StatementText],
    Meta(
        description="What each equally authentic language says, where they differ: language -> "
        "statement. One of them over a line is enough."
    ),
]
Opens = Annotated[
    tuple[str, ...],
    Meta(
        description="What the text's wording, besides its agenda lines, allows to be raised: "
        "issues, or some values of an issue as a statement."
    ),
]
OnBehalf = Annotated[
    str, Meta(description="The party spoken for, if not the speaker's own: needs a delegation.")
]
Confidence = Literal["low", "medium", "high"]
ClaimedDate = Annotated[TimeText, Meta(description="The claim is a time: when it was.")]
ClaimedNumber = Annotated[
    float | tuple[float, float],
    Meta(description="The claim is a number, or from how many to how many: `[low, high]`."),
]
ClaimedValue = Annotated[
    str, Meta(description="The claim in words, where it is neither a time nor a number.")
]
Conveys = Annotated[
    str,
    Meta(description="The party whose message is only passed on, with its name: commits nobody."),
]


class AgendaDraftItem(Record, frozen=True, kw_only=True):
    """One line of a draft agenda: an agenda item in one of its wordings."""

    item: Annotated[str, Meta(description="An agenda item of `dossier.yaml`.")]
    wording: Annotated[str, Meta(description="One of the item's wordings.")] | None = None
    text: Text | None = None


class Annex(Record, frozen=True, kw_only=True):
    """An annex or agreed minute: part of the substance."""

    title: Text
    says: StatementText | None = None


class Question(Record, frozen=True, kw_only=True):
    """One question of a request."""

    id: Identifier
    text: Text
    says: (
        Annotated[
            StatementText, Meta(description="The statement that a plain yes would authorise.")
        ]
        | None
    ) = None
    about: Annotated[
        tuple[str, ...], Meta(description="Trades or fallbacks that a plain yes would authorise.")
    ] = ()
    issues: Annotated[
        IssueRefs, Meta(description="The issues it is about, where there is no `says`.")
    ] = ()
    due: TimeText | None = None


class Answer(Record, rename={"if_": "if"}, frozen=True, kw_only=True):
    """The answer to one question of the request replied to."""

    question: Annotated[str, Meta(description="The id of the question.")]
    answer: Annotated[
        AnswerWord,
        Meta(
            description="`yes`, `no`, `condition` (yes, if `if` holds), `discretion` (as you "
            "judge best), `changed` (do `says` instead), `answered` (an open question, by `text` "
            "or `says`), `deferred` (answered later, `until`)."
        ),
    ]
    mode: Annotated[
        Literal["may", "must"],
        Meta(description="What the answer makes of its statement: allowed, or to be insisted on."),
    ] = "may"
    says: StatementText | None = None
    if_: StatementText | None = None
    until: (
        Annotated[
            TimeText,
            Meta(description="Deferred: when the answer is promised. Else: valid until then."),
        ]
        | None
    ) = None
    text: Text | None = None


class Rung(Record, frozen=True, kw_only=True):
    """One step of a fallback ladder."""

    do: Annotated[StatementText, Meta(description="What is to be put forward on this rung.")]
    text: Text | None = None
    within: (
        Annotated[DurationText, Meta(description="How long after the rung is due it must be done.")]
        | None
    ) = None
    by_time: Annotated[TimeText, Meta(description="The time by which it must be done.")] | None = (
        None
    )


class Requirement(Record, frozen=True, kw_only=True):
    """A trade that another trade presupposes, and the state it must have."""

    trade: EntryRef
    state: Literal["authorised", "offered", "met", "executed"] = "executed"


class Dissent(Record, frozen=True, kw_only=True):
    """What another source, or somebody else, says instead of what an assertion says."""

    by: Annotated[PartyRefs, Meta(description="The parties who say so, if it is one of them.")] = ()
    date: ClaimedDate | None = None
    number: ClaimedNumber | None = None
    unit: Text | None = None
    value: ClaimedValue | None = None
    confidence: Confidence | None = None
    text: Text | None = None
    sources: SourceRefs = ()
    assumed: str | None = None


class Entry(Record, tag_field="type", frozen=True, kw_only=True):
    """What every entry of a log has."""

    id: Annotated[Identifier, Meta(description="Permanent identifier, unique in the dossier.")]
    at: Annotated[TimeText, Meta(description="When it happened.")]
    by: Annotated[PartyRefs, Meta(description="Who did, said or wrote it.")] = ()
    to: Annotated[PartyRefs, Meta(description="To whom.")] = ()
    known: Known | None = None
    via: (
        Annotated[EntryRef, Meta(description="The `document` entry by which it became known.")]
        | None
    ) = None
    text: Annotated[Text, Meta(description="What it is, in your own words.")] | None = None
    issues: Annotated[IssueRefs, Meta(description="Issues it concerns besides those named.")] = ()
    sources: SourceRefs = ()
    assumed: (
        Annotated[
            str, Meta(description="Nothing proves it: who assumes it (instead of `sources`).")
        ]
        | None
    ) = None
    replaces: Annotated[
        Refs, Meta(description="Entries that end because this one takes their place.")
    ] = ()
    revives: Annotated[
        Refs,
        Meta(description="Ended entries in force again; what had replaced them ends."),
    ] = ()
    revokes: Annotated[
        Refs,
        Meta(
            description="Entries that end here: an order, a delegation, an offer or commitment "
            "withdrawn."
        ),
    ] = ()
    triggers: Annotated[Refs, Meta(description="Fallbacks that this sets off.")] = ()
    authorises: Annotated[
        Refs, Meta(description="Trades and fallbacks that this allows to be used.")
    ] = ()
    compartment: CompartmentRefs = ()
    note: Text | None = None


class Document(Entry, tag="document", frozen=True, kw_only=True):
    """A paper arrived: `at` when it was written or sent, `known` when it arrived."""

    source: Annotated[str, Meta(description="The source (of `dossier.yaml`) that it is.")] | (
        None
    ) = None


class Instruction(Entry, tag="instruction", rename={"if_": "if"}, frozen=True, kw_only=True):
    """What a mandator orders, forbids, allows or prefers, and the lines he draws."""

    mode: Annotated[
        Literal["must", "must-not", "may", "prefer", "red-line", "bottom-line"],
        Meta(
            description="`must`: insist on `says`; `must-not`: never put forward or accept it; "
            "`may`: it is authorised; `prefer`: a wish, never blamed; `red-line`: commitments "
            "may never add up to `says`; `bottom-line`: they may never exclude `says`."
        ),
    ]
    says: StatementText | None = None
    if_: (
        Annotated[
            StatementText, Meta(description="It holds only while facts and commitments say so.")
        ]
        | None
    ) = None
    acts: Annotated[
        tuple[Literal["propose", "accept", "agree", "do", "refuse"], ...],
        Meta(
            description="The acts it speaks of; left out: all but `refuse`, since refusing needs "
            "no authority unless an instruction says so."
        ),
    ] = ("propose", "accept", "agree", "do")
    until: Annotated[TimeText, Meta(description="In force until then, that day included.")] | (
        None
    ) = None


class Delegation(Entry, tag="delegation", frozen=True, kw_only=True):
    """Authority handed on: `by` lets `to` act for `on_behalf_of` (else for `by`)."""

    may: Annotated[
        tuple[Literal["speak", "propose", "accept", "agree", "instruct"], ...],
        Meta(description="What the delegate may do; left out: speak, propose, accept, agree."),
    ] = ("speak", "propose", "accept", "agree")
    on_behalf_of: OnBehalf | None = None
    says: (
        Annotated[
            StatementText, Meta(description="The limits: acts must stay inside this statement.")
        ]
        | None
    ) = None
    until: TimeText | None = None


class Request(Entry, tag="request", frozen=True, kw_only=True):
    """Questions put to a mandator."""

    questions: tuple[Question, ...] = ()
    due: TimeText | None = None
    agenda: Annotated[
        tuple[AgendaDraftItem, ...],
        Meta(description="An agenda laid before the mandator: planned, not yet put forward."),
    ] = ()


class Reply(Entry, tag="reply", frozen=True, kw_only=True):
    """Answers bound to the questions of one request."""

    re: Annotated[EntryRef, Meta(description="The request answered.")]
    answers: tuple[Answer, ...] = ()


class Proposal(Entry, tag="proposal", rename={"if_": "if"}, frozen=True, kw_only=True):
    """Something put forward to the other side; without `if` it concedes what it says."""

    says: StatementText | None = None
    if_: (
        Annotated[
            StatementText,
            Meta(description="It binds only if the other side accepts this in return."),
        ]
        | None
    ) = None
    covers: Covers = "listed"
    reserves: Reserves = ()
    agenda: tuple[AgendaDraftItem, ...] = ()
    opens: Opens = ()
    texts: Texts = {}
    annexes: tuple[Annex, ...] = ()
    takes_note: (
        Annotated[str, Meta(description="What the other side states and this only takes note of.")]
        | None
    ) = None
    under: Annotated[EntryRef, Meta(description="The trade or fallback it carries out.")] | (
        None
    ) = None
    on_behalf_of: OnBehalf | None = None
    conveys: Conveys | None = None
    until: Annotated[TimeText, Meta(description="The offer is open until then.")] | None = None


class Response(Entry, tag="response", rename={"if_": "if"}, frozen=True, kw_only=True):
    """What one side answers to a proposal of the other."""

    re: Annotated[EntryRef, Meta(description="The proposal (or agreement draft) answered.")] | (
        None
    ) = None
    answer: Annotated[
        Literal["accept", "reject", "defer", "counter", "note"],
        Meta(
            description="`accept`, `reject`, `defer` (putting off is no refusal), `counter` (see "
            "`says`), `note` (takes note: commits nobody)."
        ),
    ]
    says: (
        Annotated[
            StatementText,
            Meta(description="What exactly is accepted, refused or countered, if not the whole."),
        ]
        | None
    ) = None
    if_: Annotated[StatementText, Meta(description="Accepted only if this holds.")] | None = None
    covers: Covers = "listed"
    reserves: Reserves = ()
    under: EntryRef | None = None
    on_behalf_of: OnBehalf | None = None
    conveys: Conveys | None = None


class Trade(Entry, tag="trade", frozen=True, kw_only=True):
    """A concession that is to be made only against another: `give` only if `get`."""

    give: Annotated[StatementText, Meta(description="What this side would concede.")]
    get: Annotated[StatementText, Meta(description="What must be had for it.")]
    requires: Annotated[
        tuple[Requirement, ...], Meta(description="Trades that must have come first.")
    ] = ()
    until: Annotated[TimeText, Meta(description="It lapses after that.")] | None = None


class Fallback(Entry, tag="fallback", frozen=True, kw_only=True):
    """What to do if something is refused or happens: one rung, or a ladder of them."""

    on_refusal: (
        Annotated[
            StatementText, Meta(description="Triggered when the other side refuses this demand.")
        ]
        | None
    ) = None
    when: (
        Annotated[StatementText, Meta(description="Triggered when facts and commitments say this.")]
        | None
    ) = None
    rungs: Annotated[
        tuple[Rung, ...],
        Meta(description="In order. The next is due when the one before was tried and refused."),
    ] = ()
    until: TimeText | None = None


class Exclusion(Entry, tag="exclusion", frozen=True, kw_only=True):
    """A matter left out on purpose, with reason and owner."""

    matters: Annotated[IssueRefs, Meta(description="The issues that are not to be opened.")] = ()
    says: (
        Annotated[StatementText, Meta(description="What leaving it out means, as a statement.")]
        | None
    ) = None
    reason: Text | None = None
    owner: Annotated[PartyRef, Meta(description="Whose view it is, if not `by`.")] | None = None
    until: TimeText | None = None


class Procedure(Entry, tag="procedure", frozen=True, kw_only=True):
    """A rule of the talks, or one side's standing position on such a rule."""

    says: StatementText | None = None
    consent: Annotated[
        PartyRefs, Meta(description="Whose consent a change needs: mutual consent names all.")
    ] = ()
    until: TimeText | None = None


class Session(Entry, tag="session", frozen=True, kw_only=True):
    """A meeting: `at` is its opening."""

    ends: TimeText | None = None
    place: Text | None = None
    present: PartyRefs = ()
    raises: Annotated[
        dict[str, tuple[str, ...]],
        Meta(description="Who raised which issues: party -> issues."),
    ] = {}
    recess: Text | None = None
    next: TimeText | None = None


class Assessment(Entry, tag="assessment", frozen=True, kw_only=True):
    """A reading of a party's motives, a forecast, or a view held inside a side."""

    kind: Annotated[
        Literal["motive", "forecast", "view"],
        Meta(
            description="`motive`: why a party acts; `forecast`: `says` is expected by `due`, and "
            "scored later; `view`: what its holder thinks the side should seek."
        ),
    ] = "motive"
    about: PartyRef | None = None
    says: StatementText | None = None
    due: TimeText | None = None
    confidence: Confidence | None = None


class Assertion(Entry, tag="assertion", frozen=True, kw_only=True):
    """A claim of fact: what its sources say of a subject, how sure it is, and who says otherwise.

    It is only compared with other claims. What the model is to rest on is an event's `says`.
    """

    about: Annotated[
        str,
        Meta(
            description="What the claim is about: words, or an id and what of it, such as "
            "`cable-1/number`. Claims with the same words here are compared."
        ),
    ]
    date: ClaimedDate | None = None
    number: ClaimedNumber | None = None
    unit: Text | None = None
    value: ClaimedValue | None = None
    confidence: Confidence | None = None
    dissent: tuple[Dissent, ...] = ()


class Agreement(Entry, tag="agreement", rename={"if_": "if"}, frozen=True, kw_only=True):
    """What `by` (all who bind themselves) agreed; with one party, its undertaking."""

    says: StatementText | None = None
    if_: StatementText | None = None
    covers: Covers = "listed"
    reserves: Reserves = ()
    agenda: tuple[AgendaDraftItem, ...] = ()
    opens: Opens = ()
    texts: Texts = {}
    annexes: tuple[Annex, ...] = ()
    takes_note: (
        Annotated[str, Meta(description="A statement of the other side that is only noted.")] | None
    ) = None
    under: EntryRef | None = None
    on_behalf_of: OnBehalf | None = None
    until: TimeText | None = None


class Event(Entry, tag="event", frozen=True, kw_only=True):
    """Something that happened, or that a party did on its own; `says` are the facts."""

    says: StatementText | None = None
    place: Text | None = None
    under: EntryRef | None = None


class Waiver(Entry, tag="waiver", frozen=True, kw_only=True):
    """A finding set aside on purpose, by its owner, with a reason and an end."""

    waives: Annotated[
        str, Meta(description="The address of the finding, as `parley check` prints it.")
    ]
    reason: Text
    until: Annotated[TimeText, Meta(description="The finding counts again after that.")]


AnyEntry = (
    Agreement
    | Assertion
    | Assessment
    | Delegation
    | Document
    | Event
    | Exclusion
    | Fallback
    | Instruction
    | Procedure
    | Proposal
    | Reply
    | Request
    | Response
    | Session
    | Trade
    | Waiver
)

#: `type:` of the file -> record.
ENTRY_TYPES: dict[str, type[Entry]] = {
    str(record.__struct_config__.tag): record
    for record in (
        Agreement,
        Assertion,
        Assessment,
        Delegation,
        Document,
        Event,
        Exclusion,
        Fallback,
        Instruction,
        Procedure,
        Proposal,
        Reply,
        Request,
        Response,
        Session,
        Trade,
        Waiver,
    )
}
