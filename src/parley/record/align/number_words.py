"""Numbers and months in words, by language."""

from __future__ import annotations

__all__ = ["MONTHS", "NUMBER_WORDS"]


def _forms(table: dict[int, str]) -> dict[str, int]:
    return {form: value for value, forms in table.items() for form in forms.split()}


#: Form in lower case -> number. `one` and its like are left out: they are mostly no numbers.
NUMBER_WORDS: dict[str, int] = _forms(
    {
        2: "two second twice два две двух двум двумя второй второго второму втором вторая вторую "
        "вторым дважды",
        3: "three third thrice три трёх трех трём трем тремя третий третьего третьему третьем "
        "третья третью третьей трое троих",
        4: "four fourth четыре четырёх четырех четырём четырем четырьмя четвёртый четвертый "
        "четвёртого четвертого четвёртому четвертому четвёртом четвертом четвёртая четвертая",
        5: "five fifth пять пяти пятью пятый пятого пятому пятом пятая пятую пятым",
        6: "six sixth шесть шести шестью шестой шестого шестому шестом шестая шестую",
        7: "seven seventh семь семи семью седьмой седьмого седьмому седьмом седьмая седьмую",
        8: "eight eighth восемь восьми восемью восьмой восьмого восьмому восьмом восьмая",
        9: "nine ninth девять девяти девятью девятый девятого девятому девятом девятая",
        10: "ten tenth десять десяти десятью десятый десятого десятому десятом десятая",
        11: "eleven eleventh одиннадцать одиннадцати одиннадцатый одиннадцатого",
        12: "twelve twelfth двенадцать двенадцати двенадцатый двенадцатого",
        13: "thirteen тринадцать тринадцати",
        14: "fourteen четырнадцать четырнадцати",
        15: "fifteen пятнадцать пятнадцати",
        16: "sixteen шестнадцать шестнадцати",
        17: "seventeen семнадцать семнадцати",
        18: "eighteen восемнадцать восемнадцати",
        19: "nineteen девятнадцать девятнадцати",
        20: "twenty двадцать двадцати",
        30: "thirty тридцать тридцати",
        40: "forty сорок сорока",
        50: "fifty пятьдесят пятидесяти",
        60: "sixty шестьдесят шестидесяти",
        70: "seventy семьдесят семидесяти",
        80: "eighty восемьдесят восьмидесяти",
        90: "ninety девяносто",
        100: "hundred сто ста",
        1000: "thousand тысяча тысячи тысяч тысячу",
    }
)

#: Form in lower case -> number of the month. `may` is left out: in English it is mostly a verb.
MONTHS: dict[str, int] = _forms(
    {
        1: "january jan январь января январе январю",
        2: "february feb февраль февраля феврале февралю",
        3: "march март марта марте марту",
        4: "april apr апрель апреля апреле апрелю",
        5: "мая мае маю",
        6: "june jun июнь июня июне июню",
        7: "july jul июль июля июле июлю",
        8: "august aug август августа августе августу",
        9: "september sept sep сентябрь сентября сентябре сентябрю",
        10: "october oct октябрь октября октябре октябрю",
        11: "november nov ноябрь ноября ноябре ноябрю",
        12: "december dec декабрь декабря декабре декабрю",
    }
)
