"""What a figure in a sentence counts: killed or injured, whom, how many; guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.derive.arabic_numbers import is_arabic
from store.derive.numerals import Numeral, numerals
from store.figures import Figure
from store.spans import Span, sentence_around
from store.text import fold
from store.vocabulary import Measure
from store.words import Folding, folding


class Toll(NamedTuple):
    """A figure as a claim has it, and where it stands."""

    span: Span
    """Of the number with the words that bound it."""
    phrase: Span
    """The same up to the noun that says whom it counts."""
    figure: Figure
    measure: Measure | None = None
    group: str = "people"
    sex: str = ""
    age: str = ""
    value: str = ""
    """Whom it counts in one word, where that is narrower than a group."""
    is_cumulative: bool = False
    """Whether it is said to be a count so far."""


#: `And`, `so`, `by`, `for` and `the` are written as one with an Arabic word.
_JOINED = "[وف]?[بلك]?(?:ال|(?<=ل)ل)?"


def _words(*alternatives: str) -> re.Pattern[str]:
    folded = ((f"{_JOINED}{one}" if is_arabic(one) else one) for one in map(fold, alternatives))
    return re.compile(rf"(?<!\w)(?:{'|'.join(folded)})(?!\w)")


#: Where a measure is spoken of; the first measure wins where two are equally near.
_MEASURES = {
    Measure.KILLED: _words(
        "kill(?:ed|s|ing|ings)?",
        "dead",
        "d(?:ied|ies|ying)",
        "deaths?",
        "murder(?:ed|s)?",
        "massacred?",
        "slain",
        "executed",
        "lost their lives",
        "fatalit(?:y|ies)",
        "perished",
        "bod(?:y|ies)",
        "corpses?",
        "buried",
        "laid(?: [^ ]+){0,4} to rest",
        "assassinated",
        "beheaded",
        "burial of",
        "[وف]?قتل(?:ى|وا|ت)?",
        "قتيل(?:ا|ة)?",
        "[وبل]?مقتل",
        "القتلى",
        "استشهد(?:وا)?",
        "شه(?:يد|داء)",
        "ضحايا",
        "جث(?:ة|ث|امين)",
        "حتفهم",
    ),
    Measure.INJURED: _words(
        "injur(?:ed|ing|ies|es|y)",
        "wound(?:ed|ing|s)?",
        "hurt",
        "hospitali[sz]ed",
        "جر(?:ح|حى|يح|يحا)",
        "[وف]?(?:أ|ا)صيب(?:وا)?",
        "إصابة",
        "مصاب(?:ا|ين)?",
    ),
    Measure.DISPLACED: _words(
        "displaced",
        "fled",
        "flee(?:s|ing)?",
        "homeless",
        "evacuated",
        "arrivals?",
        "refugees?",
        "crossed",
        "left their homes",
        "driven (?:out|from)",
        "forced from",
        "sought (?:refuge|shelter)",
        "نزح(?:وا)?",
        "ناز(?:ح|حا|حين|حون)",
        "نزوح",
        "تهجير",
    ),
    Measure.MISSING: _words(
        "missing", "unaccounted for", "disappeared", "disappearances?", "مفقود(?:ا|ين)?"
    ),
    Measure.DETAINED: _words(
        "detain(?:ed|ing|ees)",
        "detentions?",
        "arrest(?:ed|ing|s)?",
        "abduct(?:ed|ions?)",
        "kidnapp(?:ed|ings?)",
        "captured",
        "imprisoned",
        "rounded up",
        "اعتقل(?:ت|وا)?",
        "اعتقال",
        "(?:خ|اخت)ط(?:ف|فوا)",
        "اختطاف",
    ),
}


class _Whom(NamedTuple):
    """What a noun says of those who are counted; "" where it does not say."""

    group: str = ""
    sex: str = ""
    age: str = ""


_WHOM = (
    (_words("girls?"), _Whom(sex="female", age="children")),
    (_words("boys?"), _Whom(sex="male", age="children")),
    (
        _words(
            "child(?:ren)?", "minors?", "infants?", "bab(?:y|ies)", "[وا]?لأطفال", "أطفال", "طفلا?"
        ),
        _Whom(age="children"),
    ),
    (_words("wom[ae]n", "نساء", "امرأة"), _Whom(sex="female", age="adults")),
    (_words("m[ae]n", "رجا?ل"), _Whom(sex="male")),
    (_words("elderly(?: people)?", "old people"), _Whom(age="elderly")),
    (
        _words(
            "security (?:forces?|personnel|members|officers?|men)",
            "soldiers?",
            "troops",
            "police(?: officers?|men|man)?",
            "officers?",
            "army",
            "guards?",
            "servicem[ae]n",
            "جنود?",
            "جنديا?",
            "عنصرا?",
        ),
        _Whom("security forces"),
    ),
    (
        _words(
            *("fighters?", "militants?", "rebels?", "insurgents?", "gunm[ae]n", "militiam[ae]n"),
            *("guerrillas?", "jihadists?", "مسلح(?:ا|ين)?", "مقاتلا?"),
        ),
        _Whom("fighters"),
    ),
    (
        _words(
            *(
                "civilians?",
                "neighbou?rs?",
                "residents?",
                "villagers?",
                "worshippers?",
                "students?",
            ),
            *("journalists?", "doctors?", "medics?", "nurses?", "aid workers?", "passengers?"),
            *("pilgrims?", "farmers?", "patients?", "families", "مدني(?:ا|ين|ون)?", "المدنيين"),
        ),
        _Whom("civilians"),
    ),
    (
        _words(
            *("people", "persons?", "victims?", "others", "casualties", "individuals", "personnel"),
            *("members?", "bodies", "dead", "deaths", "شخصا?", "أشخاص", "آخر(?:ون|ين)"),
        ),
        _Whom("people"),
    ),
)
#: A figure's own words end here; what comes behind speaks of others.
_CLAUSE_END = re.compile(
    r"[,;:.!?()،؛\n]|\b(?:including|among (?:whom|them)|while|but|as well as)\b"
)
_CUMULATIVE = _words(
    *(
        "so far",
        "to date",
        "toll",
        "in total",
        "counts?",
        "since",
        "now counts?",
        "حصيلة",
        "حتى الآن",
    )
)
_SO_FAR = _words("so far", "to date", "حتى الآن")
#: Whom `nine of them` are is said before.
_OF_THEM = _words("of (?:them|these|those|whom|the dead|the victims)", "among them", "منهم")
_PARTS = re.compile(r"[;.]|\b(?:while|but)\b")
#: So many code points of a figure's clause are looked at.
_CLAUSE = 70
#: So much of what was said before is looked at for whom `of them` means.
_BEFORE = 200
#: A measure that is farther from a figure than this is not what the figure counts.
_REACH = 160


def tolls(text: str) -> Iterator[Toll]:
    """Every figure of a text that may count people, in order."""
    found = list(numerals(text))
    speaks_of = list(_spoken_of(text))
    for at, one in enumerate(found):
        after = found[at + 1].span.start if at + 1 < len(found) else len(text)
        behind = _clause(text, one.span.end, after)
        before = found[at - 1].span.end if at else 0
        noun = _noun(behind)
        whom = noun.whom if noun else _whom_before(text, max(before, one.span.start - 40), one)
        said = behind.exact(noun.start, noun.end) if noun else Span(0, 0)
        word = text[one.span.end + said.start : one.span.end + said.end].lower()
        narrow = word if whom.sex or whom.age else ""
        figure = one.figure
        if figure.low == figure.high and _SO_FAR.search(behind.text):
            # More are to come.
            figure = figure._replace(high=None)
        yield Toll(
            one.span,
            Span(one.span.start, one.span.end + said.end),
            figure,
            _measure(text, one, speaks_of),
            whom.group or "people",
            whom.sex,
            whom.age,
            narrow,
            _CUMULATIVE.search(fold(text)) is not None,
        )


def figure_around(text: str, at: int) -> Span | None:
    """The figure at that place with the noun that it counts; None where none stands there."""
    sentence = sentence_around(text, Span(at, at + 1))
    for one in tolls(text[sentence.start : sentence.end]):
        phrase = Span(sentence.start + one.phrase.start, sentence.start + one.phrase.end)
        if phrase.start <= at < phrase.end:
            return phrase
    return None


def toll_in(text: str, words: Span, before: str = "") -> Toll | None:
    """What the words of a text count, by the sentence that they are given in; None for nothing.

    `before` is what was said before the sentence, where the measure and the group may be named.
    """
    inside = [
        one for one in tolls(text) if one.span.start < words.end and words.start < one.span.end
    ]
    if not inside:
        return None
    told = next((one for one in inside if one.value or one.group != "people" or one.measure), None)
    chosen = told or inside[0]
    if chosen.measure is None:
        last = max(_spoken_of(before), key=lambda one: one[1].end, default=None)
        chosen = chosen._replace(measure=last[0] if last else None)
    behind = _clause(text, chosen.span.end, len(text))
    if chosen.group == "people" and _OF_THEM.search(behind.text):
        earlier = [one.group for one in tolls(text) if one.span.end <= chosen.span.start]
        said = earlier or _groups(f"{before[-_BEFORE:]} {text[: chosen.span.start]}")
        chosen = chosen._replace(group=said[-1] if said else "people")
    return chosen


def _groups(text: str) -> list[str]:
    """The groups that a text speaks of, in order."""
    folded = fold(text)
    found = [
        (one.start(), whom.group)
        for pattern, whom in _WHOM
        if whom.group
        for one in pattern.finditer(folded)
    ]
    return [group for _, group in sorted(found)]


def _spoken_of(text: str) -> Iterator[tuple[Measure, Span]]:
    """Where the measures are named."""
    folded = folding(text)
    for measure, pattern in _MEASURES.items():
        for found in pattern.finditer(folded.text):
            yield measure, folded.exact(*found.span())


def _clause(text: str, start: int, end: int) -> Folding:
    """What stands behind a figure and speaks of it, folded."""
    part = folding(text[start : min(end, start + _CLAUSE)])
    stop = _CLAUSE_END.search(part.text)
    return part._replace(text=part.text[: stop.start()]) if stop else part


class _Noun(NamedTuple):
    """A noun in a clause that says whom a figure counts."""

    whom: _Whom
    start: int
    end: int


def _noun(clause: Folding) -> _Noun | None:
    """The most telling noun of a clause: of whom no more is said than `people`, the last choice."""
    for pattern, whom in _WHOM:
        found = pattern.search(clause.text)
        if found:
            return _Noun(whom, *found.span())
    return None


def _whom_before(text: str, start: int, one: Numeral) -> _Whom:
    """`the number of civilians killed at more than 1,000`."""
    before = re.split("[,;:.]", fold(text[start : one.span.start]))[-1]
    said = (whom for pattern, whom in _WHOM if whom.group and pattern.search(before))
    return next(said, _Whom())


def _measure(text: str, one: Numeral, speaks_of: Iterable[tuple[Measure, Span]]) -> Measure | None:
    """What is spoken of nearest to a figure."""

    def distance(named: tuple[Measure, Span]) -> int:
        place = named[1]
        is_behind = place.start >= one.span.end
        gap = text[one.span.end : place.start] if is_behind else text[place.end : one.span.start]
        # What follows a figure belongs to it rather than what goes before, in Arabic the other way
        # round; a comma parts them.
        far = len(gap) + 40 * len(_PARTS.findall(gap)) + 12 * (gap.count(",") + gap.count("،"))
        is_nearer = is_behind != is_arabic(text[place.start : place.end])
        return far - 8 if is_nearer else far

    near = min(speaks_of, key=distance, default=None)
    return near[0] if near and distance(near) <= _REACH else None
