"""What `dossier.yaml` declares: parties, authority, issues, agenda items, sources, preferences."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from parley.dossier.vocabulary.field_types import (
    Identifier,
    IssueRefs,
    PartyRef,
    PartyRefs,
    Record,
    SourceRefs,
    StatementText,
    Text,
    TimeText,
)

__all__ = [
    "FORMAT_VERSION",
    "AgendaItem",
    "AuthorityRule",
    "Bargaining",
    "Compartment",
    "Conflict",
    "Declarations",
    "Excerpt",
    "Feasibility",
    "Issue",
    "Line",
    "NoAgreement",
    "Party",
    "Preferences",
    "Priority",
    "Ranking",
    "Source",
    "Weight",
    "Withheld",
    "Wording",
]

FORMAT_VERSION = 1
Scalar = str | int | float | bool


class NoAgreement(Record, frozen=True, kw_only=True):
    """What a party does if the talks fail: its no-agreement alternative."""

    plan: Text
    trigger: Annotated[str, Meta(description="What sets it off, in words.")] | None = None
    value: Annotated[float, Meta(description="Its worth, on the scale of the weights.")] | None = (
        None
    )
    sources: SourceRefs = ()
    assumed: str | None = None


class Line(Record, frozen=True, kw_only=True):
    """A red line (`says` may never come about) or a bottom line (`says` may never be lost)."""

    id: Identifier
    says: StatementText
    since: TimeText | None = None
    until: TimeText | None = None
    text: Text | None = None
    sources: SourceRefs = ()
    assumed: str | None = None


class Party(Record, frozen=True, kw_only=True):
    """A side, or an allied party, a post or a person inside one."""

    name: Text
    within: Annotated[PartyRef, Meta(description="The side or party it belongs to.")] | None = None
    role: (
        Annotated[
            Literal["mandator", "negotiator", "support-team", "ally", "mediator", "observer"],
            Meta(
                description="What it does in the negotiation. A side does not act through its "
                "`ally`, `observer` or `mediator`, so their orders do not bind it."
            ),
        ]
        | None
    ) = None
    mandator: Annotated[
        PartyRefs, Meta(description="Who may instruct it (a short form of `authority`).")
    ] = ()
    zone: Annotated[str, Meta(description="Its time zone: IANA name or military letter.")] | (
        None
    ) = None
    red_lines: tuple[Line, ...] = ()
    bottom_lines: tuple[Line, ...] = ()
    no_agreement: NoAgreement | None = None
    note: Text | None = None
    sources: SourceRefs = ()
    assumed: str | None = None


class AuthorityRule(Record, frozen=True, kw_only=True):
    """Who may do what to or for whom, by the dossier's own rules."""

    who: PartyRefs
    may: Annotated[
        tuple[Literal["speak", "propose", "accept", "agree", "instruct", "release"], ...],
        Meta(
            description="`instruct` orders `whom`; the others act for `whom`. `release` is to send "
            "cables in the name of `whom`, and says nothing about acts at the table."
        ),
    ]
    whom: PartyRefs
    issues: Annotated[IssueRefs, Meta(description="Only on these issues; left out: all.")] = ()
    since: TimeText | None = None
    until: TimeText | None = None
    sources: SourceRefs = ()
    assumed: str | None = None


class Issue(Record, frozen=True, kw_only=True):
    """A question that the talks decide, and the values it can take."""

    question: Text
    values: Annotated[
        tuple[Scalar, ...] | dict[str, str],
        Meta(
            description="The possible values, as a list or as value -> what it means. Numbers "
            "are ordered by size."
        ),
    ] = ()
    range: Annotated[
        dict[Literal["from", "to", "step"], float],
        Meta(description="Instead of `values`: `{from: 0, to: 100, step: 5}`."),
    ] = {}
    ordered: Annotated[
        bool, Meta(description="The values stand in order, so `<` and `>=` make sense.")
    ] = False
    aspect: Annotated[
        Literal["substance", "wording", "agenda", "procedure", "fact"],
        Meta(
            description="`substance` (default), `wording` of a text, whether something is on the "
            "`agenda`, `procedure` of the talks, or a `fact` that nobody decides. Red lines bind "
            "what they name; `not-on-agenda` asks about substance only."
        ),
    ] = "substance"
    wording_of: Annotated[str, Meta(description="The issue whose wording this is.")] | None = None
    unit: Text | None = None
    decided_by: Annotated[
        PartyRefs, Meta(description="One party: it can do this alone; several: only together.")
    ] = ()
    direction: Annotated[
        Literal["both", "up", "down"],
        Meta(description="Moves that are possible along the order of values."),
    ] = "both"
    note: Text | None = None
    sources: SourceRefs = ()
    assumed: str | None = None


class Feasibility(Record, frozen=True, kw_only=True):
    """A statement that every possible outcome satisfies."""

    id: Identifier
    says: StatementText
    text: Text | None = None
    sources: SourceRefs = ()
    assumed: str | None = None


class Wording(Record, frozen=True, kw_only=True):
    """One way to word an agenda item, and what it opens."""

    text: Text
    opens: Annotated[
        tuple[str, ...],
        Meta(
            description="Everything it allows to be raised, and nothing else: issues (`zone`), or "
            "some values of an issue as a statement (`line in {contact, parallel}`)."
        ),
    ] = ()
    says: (
        Annotated[StatementText, Meta(description="What adopting this wording settles by itself.")]
        | None
    ) = None


class AgendaItem(Record, frozen=True, kw_only=True):
    """A possible item of the agenda, in its possible wordings."""

    title: Text
    wordings: dict[str, Wording]
    absent: (
        Annotated[StatementText, Meta(description="What a whole agenda without this item settles.")]
        | None
    ) = None
    sources: SourceRefs = ()
    assumed: str | None = None


class Source(Record, frozen=True, kw_only=True):
    """A document that entries cite."""

    title: Text
    author: Text | None = None
    addressee: Text | None = None
    date: TimeText | None = None
    language: Annotated[str, Meta(description="BCP 47 tag of the original.")] | None = None
    archive: Text | None = None
    shelfmark: Text | None = None
    url: str | None = None
    file: (
        Annotated[str, Meta(description="The document itself, inside the dossier's folder.")] | None
    ) = None
    digest: (
        Annotated[str, Meta(description="SHA-256 of `file`, as `parley import` stored it.")] | None
    ) = None
    grade: (
        Annotated[
            Literal["primary", "secondary", "own"],
            Meta(description="`primary` document, `secondary` account, or the team's `own` notes."),
        ]
        | None
    ) = None
    passages: Annotated[
        dict[str, str],
        Meta(
            description="Passage -> what it says, in your own words. If given, citations of "
            "other passages are unknown references."
        ),
    ] = {}
    note: Text | None = None


class Compartment(Record, frozen=True, kw_only=True):
    """What only some may see: entries name it in `compartment`, passages are listed here."""

    title: Text
    readers: Annotated[
        PartyRefs,
        Meta(
            description="The posts and persons who may see what lies in it: those named, and "
            "nobody inside or around them."
        ),
    ] = ()
    withheld: Annotated[
        Literal["say", "silent"],
        Meta(
            description="What others are told: `say` how much is withheld, under this title; "
            "`silent` nothing, not even that there is such a compartment."
        ),
    ] = "silent"
    sources: Annotated[
        tuple[str, ...],
        Meta(
            description="The passages that lie in it: `SOURCE` is all of a source, "
            "`SOURCE#PASSAGE` a paragraph or sentence; one may stand without a list."
        ),
    ] = ()
    note: Text | None = None


class Withheld(Record, frozen=True, kw_only=True):
    """How much of one compartment an excerpt lacks."""

    title: Text
    entries: Annotated[int, Meta(description="So many entries.")] = 0
    passages: Annotated[
        int, Meta(description="So many passages; a whole source counts as one.")
    ] = 0


class Excerpt(Record, frozen=True, kw_only=True):
    """Says that this dossier is what one reader may see of another, and what it lacks."""

    reader: PartyRef
    withheld: Annotated[
        tuple[Withheld, ...],
        Meta(description="What is withheld, of compartments whose policy is to say so."),
    ] = ()


class Priority(Record, frozen=True, kw_only=True):
    """One of the ordered statements of option prioritisation, or several of unknown order."""

    says: StatementText | None = None
    unordered: Annotated[
        tuple[StatementText, ...],
        Meta(description="Statements whose order among themselves is unknown."),
    ] = ()
    sources: SourceRefs = ()
    assumed: str | None = None


class Weight(Record, frozen=True, kw_only=True):
    """One term of an additive preference: an issue's scores, or a statement's worth."""

    weight: Annotated[
        float | tuple[float, float], Meta(description="A number, or an interval [low, high].")
    ]
    issue: str | None = None
    scores: Annotated[
        dict[str, float],
        Meta(description="Value -> score, for `issue`; a value left out scores 0."),
    ] = {}
    out_of: Annotated[
        float, Meta(gt=0, description="The score that is worth the whole weight; left out: 1.")
    ] = 1
    says: StatementText | None = None
    sources: SourceRefs = ()
    assumed: str | None = None


class Ranking(Record, frozen=True, kw_only=True):
    """Outcomes in explicit order, best first; a list inside the list is a tie."""

    outcomes: tuple[StatementText | tuple[StatementText, ...], ...]
    sources: SourceRefs = ()
    assumed: str | None = None


class Preferences(Record, frozen=True, kw_only=True):
    """What a party wants, as far as known: statements in order, weights, or a ranking."""

    priorities: tuple[Priority, ...] = ()
    weights: tuple[Weight, ...] = ()
    ranking: Ranking | None = None
    reservation: (
        Annotated[float, Meta(description="Worth below which it prefers no agreement.")] | None
    ) = None
    discount: (
        Annotated[
            float,
            Meta(description="What is left of a worth of 1 when the time for the talks is over."),
        ]
        | None
    ) = None


class Conflict(Record, frozen=True, kw_only=True):
    """Which part of the dossier `parley stability` analyses: what sides can still do."""

    text: Text | None = None
    issues: Annotated[
        IssueRefs, Meta(description="The issues in question; left out: all that somebody decides.")
    ] = ()
    status_quo: (
        Annotated[StatementText, Meta(description="Where things stand; paths begin there.")] | None
    ) = None
    coalesce: Annotated[
        tuple[StatementText, ...],
        Meta(description="Each makes one state of all outcomes of which it is true."),
    ] = ()
    preferences: Annotated[
        dict[str, Preferences],
        Meta(description="Party id -> what it wants here; left out: what it wants anyway."),
    ] = {}
    came_about: (
        Annotated[StatementText, Meta(description="What became of it, to be shown beside.")] | None
    ) = None
    sources: SourceRefs = ()
    assumed: str | None = None


class Bargaining(Record, frozen=True, kw_only=True):
    """Which part of the dossier `parley frontier` and `parley agenda` value: the substance."""

    text: Text | None = None
    issues: Annotated[
        IssueRefs, Meta(description="The issues in question; left out: all that somebody decides.")
    ] = ()
    status_quo: (
        Annotated[
            StatementText,
            Meta(description="Where things stand: what an issue stays at that no agenda opens."),
        ]
        | None
    ) = None
    agenda: Annotated[
        tuple[Identifier, ...],
        Meta(description="The agenda items whose wordings are compared; left out: all."),
    ] = ()
    preferences: Annotated[
        dict[str, Preferences],
        Meta(description="Party id -> what it wants here; left out: what it wants anyway."),
    ] = {}
    sources: SourceRefs = ()
    assumed: str | None = None


class Declarations(Record, frozen=True, kw_only=True):
    """The whole of `dossier.yaml`."""

    parley: Annotated[int, Meta(description="The version of this format: 1.")]
    id: Identifier
    title: Text
    about: Text | None = None
    fiction: Annotated[bool, Meta(description="Names and events are made up.")] = False
    zone: Annotated[str, Meta(description="The time zone where none is said.")] = "UTC"
    default_authority: Annotated[
        Literal["nothing-unless-authorised", "free-unless-forbidden"],
        Meta(description="What holds where no instruction speaks."),
    ] = "free-unless-forbidden"
    parties: Annotated[dict[str, Party], Meta(description="Party id -> party.")]
    authority: tuple[AuthorityRule, ...] = ()
    issues: Annotated[dict[str, Issue], Meta(description="Issue id -> issue.")] = {}
    feasibility: tuple[Feasibility, ...] = ()
    agenda: Annotated[
        dict[str, AgendaItem], Meta(description="Item id -> agenda item that may be tabled.")
    ] = {}
    sources: Annotated[dict[str, Source], Meta(description="Source id -> document.")] = {}
    compartments: Annotated[
        dict[str, Compartment], Meta(description="Compartment id -> who may see what lies in it.")
    ] = {}
    preferences: Annotated[
        dict[str, Preferences], Meta(description="Party id -> what it wants.")
    ] = {}
    conflict: Annotated[
        Conflict | None, Meta(description="What `parley stability` analyses; left out: everything.")
    ] = None
    bargaining: Annotated[
        Bargaining | None,
        Meta(description="What `parley frontier` and `parley agenda` value; left out: everything."),
    ] = None
    excerpt: Annotated[
        Excerpt | None,
        Meta(description="Written by `parley excerpt` where policy lets it say what is withheld."),
    ] = None
