"""What of a language decides where its sentences end: abbreviations, and words that begin one."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["RULES", "SentenceRules", "rules_of"]


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """The words of a language that decide whether a full stop ends a sentence; all in lower case.

    Parameters:
        before_name: abbreviations after which a name follows, so that no sentence ends there.
        before_number: abbreviations that end no sentence where a number, a Roman one too, follows.
        inside: abbreviations that end a sentence only where the next word is one of `openers`.
        openers: words with which sentences begin often and names never.
        words: single letters that are words, and so initials only beside a name.
    """

    before_name: frozenset[str] = frozenset()
    before_number: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    words: frozenset[str] = field(default_factory=frozenset)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ENGLISH = SentenceRules(
    before_name=_set(
        "cde cdes com mr mrs ms messrs dr prof gen lt col capt cpt maj sgt adm cmdr brig sen "
        "rep gov amb hon rev fr st pres min sec dep vs e.g i.e cf viz via acad eng"
    ),
    before_number=_set(
        "no nos nr art arts sec par para p pp f ff l ll d op v vol vols ch fig figs pt tel "
        "doc docs encl cable n nº №"
    ),
    inside=_set(
        "etc et al inc ltd co corp bros jr sr a.m p.m u.s u.k u.n u.s.s.r d.c ed eds approx "
        "ca jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun est "
        "dept div regt ref ibid op.cit"
    ),
    openers=_set(
        "the a an this that these those it its he his she her we our they their you your i my "
        "there in on at as if when while after before because but and or so however therefore "
        "thus for from with without what who whom which why how where please then no not all "
        "some any both each since under by to one another moreover nevertheless yet"
    ),
    words=_set("i a"),
)

_RUSSIAN = SentenceRules(
    before_name=_set(
        "т тов товв тт тт. гр г-н г-жа проф акад ген полк подп кап лейт инж им св о пос дер "
        "д-р адм марш пом зам нач зав пред сек гг-да ул пл просп пер обл р-н"
    ),
    before_number=_set(
        "№ n nº no ст п пп ч гл рис табл стр с сс л лл д оп ф т тт док прил шт исх вх экз том "
        "пар кн"
    ),
    inside=_set(
        "г гг в вв н.э др пр т.д т.п т.е т.к т.н т.о и.о напр см ср тыс млн млрд руб коп км м "
        "см кг час мин сек янв февр фев мар апр июн июл авг сент сен окт нояб ноя дек ред изд "
        "прим с.г т.г к-т ком кор чел"
    ),
    openers=_set(
        "мы я вы он она оно они это этот эта эти тот та те в во на по при если когда что как "
        "после до для с со о об из от к ко но а и же наш наша наши наше их его её ее однако "
        "поэтому затем так также кроме прошу не ни все всё всякий каждый одновременно ввиду "
        "вместе тем таким образом где кто почему зачем за под над через между без ведь тогда "
        "теперь"
    ),
    words=_set("я а и о у в к с"),
)

#: Primary subtag of a language tag -> its rules; the empty tag stands for every other language.
RULES: dict[str, SentenceRules] = {
    "en": _ENGLISH,
    "ru": _RUSSIAN,
    "": SentenceRules(
        before_name=_set("dr prof gen mr mme m sr sra hr fr st"),
        before_number=_set("no nos nr art p pp f ff l ll d op vol n nº № s"),
        inside=_set("etc ca z.b u.a"),
    ),
}


def rules_of(language: str) -> SentenceRules:
    """Return the rules of a language by its BCP 47 tag; the common ones where it has none."""
    return RULES.get(language.lower().replace("_", "-").partition("-")[0], RULES[""])
