"""The word lists with which texts of plans are read, for each language. They may grow; a missing word does no harm."""

from __future__ import annotations

#: Of which number words are made. No word of it is made of others: a word then falls apart in one way only.
NUMBER_PARTS: dict[str, tuple[str, ...]] = {
    "nl": (
        "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
        "veertien", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig", "honderd",
        "duizend",
    ),
    "en": (
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
        "sixty", "seventy", "eighty", "ninety", "hundred", "thousand",
    ),
}  # fmt: skip

#: Alone these say no number; in "eenentwintig" and "twenty-one" they do.
ONE: dict[str, str] = {"nl": "een", "en": "one"}

#: What may stand between the parts.
NUMBER_JOINT: dict[str, str] = {"nl": "(?:en|ën)?", "en": ""}

#: Words that say an amount without being made of those parts.
NUMBERS: dict[str, frozenset[str]] = {
    "nl": frozenset(
        {
            "miljoen", "miljard", "half", "halve", "helft", "dubbel", "dubbele", "verdubbelen",
            "verdubbeld", "verdubbeling", "halveren", "halvering", "gehalveerd", "procent", "procentpunt", "tiental",
            "tientallen", "honderden", "duizenden",
        }
    ),
    "en": frozenset(
        {
            "million", "billion", "half", "halve", "halved", "halving", "double", "doubled", "doubling", "triple",
            "tripled", "twice", "percent", "percentage", "dozen", "dozens", "hundreds", "thousands",
        }
    ),
}  # fmt: skip

#: Words that take a promise back.
HEDGES: dict[str, tuple[str, ...]] = {
    "nl": (
        "zo veel mogelijk", "zoveel mogelijk", "zo snel mogelijk", "zo spoedig mogelijk", "zo goed mogelijk",
        "waar mogelijk", "indien mogelijk", "waar nodig", "indien nodig", "in principe", "op termijn", "te zijner tijd",
        "streven", "streven naar", "proberen", "proberen te", "trachten", "trachten te", "eventueel", "eventuele",
        "ongeveer", "circa", "adequaat", "adequate", "regelmatig", "regelmatige", "enkele", "diverse", "etc",
        "enzovoort",
    ),
    "en": (
        "as much as possible", "as many as possible", "as soon as possible", "as well as possible", "where possible",
        "if possible", "wherever possible", "where needed", "if needed", "in principle", "in due course", "strive",
        "strive to", "strive for", "try", "try to", "possibly", "approximately", "roughly", "adequate", "adequately",
        "regularly", "several", "various", "etc",
    ),
}  # fmt: skip

#: Words that compare without saying with what.
COMPARISONS: dict[str, tuple[str, ...]] = {
    "nl": (
        "beter", "betere", "meer", "minder", "sneller", "snellere", "hoger", "hogere", "lager", "lagere", "goed",
        "goede", "optimaal", "optimale", "optimaliseren", "verbeteren", "verbetering", "voldoende", "tijdig", "tijdige",
        "efficiënt", "efficiënte", "efficiënter", "effectief", "effectieve", "effectiever",
    ),
    "en": (
        "better", "more", "less", "fewer", "faster", "higher", "lower", "good", "optimal", "optimally", "optimise",
        "optimize", "improve", "improved", "improvement", "sufficient", "sufficiently", "timely", "efficient",
        "efficiently", "effective", "effectively",
    ),
}  # fmt: skip

#: What stands between what is wanted and by doing what.
CONNECTORS: dict[str, tuple[str, ...]] = {
    "nl": ("door", "door middel van", "d.m.v.", "middels", "via", "met behulp van"),
    "en": ("by", "by means of", "through", "via", "with the help of"),
}

#: A how does not begin like this: "door met" goes on, "by the end of" and "by May" are moments.
NO_HOW: dict[str, tuple[str, ...]] = {
    "nl": ("met",),
    "en": (
        "the end", "the year", "the start", "end", "then", "now", "next", "far", "january", "february", "march",
        "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ),
}  # fmt: skip

#: Whose point ends no sentence.
ABBREVIATIONS = frozenset(
    {
        "a.u.b.", "b.v.", "bijv.", "ca.", "d.d.", "d.m.v.", "d.w.z.", "dhr.", "dr.", "drs.", "e.d.", "e.g.", "enz.",
        "etc.", "evt.", "excl.", "i.e.", "i.p.v.", "i.s.m.", "i.v.m.", "incl.", "ir.", "m.b.t.", "m.b.v.", "max.",
        "mevr.", "min.", "mr.", "mrs.", "n.a.v.", "no.", "nr.", "o.a.", "o.b.v.", "prof.", "resp.", "t.a.v.", "t.b.v.",
        "t.o.v.", "vs.", "z.s.m.",
    }
)  # fmt: skip
