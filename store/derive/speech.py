"""Who is said to speak in a text: `X said`, `according to X`, `X told Y`; guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.spans import Span
from store.words import folding

_SAY = (
    "said|says|say|saying|told|tells|tell|stated|states|added|adds|reported|reports|confirmed|"
    "confirms|claimed|claims|announced|announces|warned|warns|denied|denies|explained|explains|"
    "recounted|recounts|recalled|noted|notes|argued|insisted|insists|declared|declares|wrote|writes|"
    "described|describes|acknowledged|alleged|alleges|replied|revealed|estimated|estimates|"
    "suggested|suggests|called for|calls for|called on|calls on|urged|urges|condemned|condemns|"
    "concluded|concludes|admitted|testified|maintained|asserted|accused|accuses|pointed out|"
    "expressed|expresses|voiced|dismissed|dismisses|rejected|rejects|stressed|conceded|counted|counts|"
    "documented|documents|recorded|records|lists|listed|gives|gave|puts|put|spoke of|speaks of|"
    "blames|blamed|found|finds|labeled|labelled|quoted|quotes|cited|cites|asks|asked|breaks"
)
_DENIES = frozenset({"denied", "denies", "rejected", "rejects", "dismissed", "dismisses"})
_RELAYS = frozenset({"quoted", "quotes", "cited", "cites"})
_TELLS = frozenset({"told", "tells", "tell"})
_JOINED = re.compile(r"(?:^|\s)(?:and|but|or)$")
_CUE = re.compile(rf"(?<![\w-])(?:{_SAY})(?![\w-])")
_ACCORDING = re.compile(
    r"(?<!\w)(?P<cue>according to|citing|in the words of|for)\s+"
    r"(?:an?\s+(?:report|statement|tally|count)\s+(?:by|from|issued by|of)\s+)?"
    r"(?P<who>[^,;:.“”\"«»]{2,100}(?:\.[^\s,;:.“”\"][^,;:.“”\"]*)*)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
#: What stands between a speaker and the verb, or behind the speaker, and belongs to neither.
_TAIL = re.compile(
    r"(?:\s+(?:also|later|earlier|now|then|still|has|have|had|was|were|is|are|who|which|that"
    r"|repeatedly|reportedly|further|again|yesterday|today|by telephone|by phone"
    rf"|(?:on )?{_WEEKDAY}))+\s*$"
)
_LEAD = re.compile(
    r"\s*(?:according to\s+)?(?:(?:however|meanwhile|but|and|also|earlier|later|then"
    rf"|on {_WEEKDAY}|in a [\w ]{{1,30}})\s*,?\s+)*"
)
#: Behind a speaker who follows the verb, the day and the place where it was said.
_AFTER_WHO = re.compile(
    rf"\s+(?:on (?:late |early )?{_WEEKDAY}|{_WEEKDAY}|late on|by telephone|to"
    r"|in a (?:statement|report|post|series))\b.*",
    re.DOTALL,
)
_BREAK = re.compile(
    r"[,;:“”\"«»—–]\s*|(?<!\w)(?:and|but|as|while|that|because|when|after|where|which|if)\s+"
)
_APPOSITION = re.compile(
    r"(?:^|[.;:“”\"]\s*|,\s+(?=the |a |an ))(?P<who>[^,;:“”\"]{2,90}),[^“”\";:]{2,120},\s*$"
)
_TOLD = re.compile(
    rf"\s+(?P<relay>[^,;:.“”\"]{{2,60}}?)(?=\s+(?:that|over|by|on|in|how|from|{_WEEKDAY})(?!\w)|[,;:.“”\"]|\s*$)"
)
_AS_SAYING = re.compile(
    r"\s+(?P<who>[^,;:.“”\"]{2,80}?)\s+"
    r"(?:as (?:saying|telling)|who (?:said|stated|told)|saying)(?!\w)"
)
_AFTER = re.compile(r"\s+(?P<who>[^,;:.“”\"]{2,90})")
_QUOTED = re.compile('“[^“”]*”|"[^"\n]*"|«[^«»]*»|„[^„“”]*[“”]')

#: In Arabic the verb comes first; a prefix joins it to what was said before.
_ARABIC_VERB = "قالت?|اضافت?|افادت?|اعلنت?|ذكرت?|اكدت?|صرحت?|اشارت?|نفت?|وثقت?|ب?حسب|وفقا? ل"
_THAT = "(?:ان|انه|انها|بان)(?!\\w)"
_ARABIC = re.compile(
    f"(?<!\\w)[وف]?(?P<cue>{_ARABIC_VERB})(?:\\s+(?!{_THAT}))?"
    f'(?P<who>(?!{_THAT})[^،,.:؛«»“”"]{{0,80}}?)'
    f'(?=\\s+(?:{_THAT}|(?:يوم|فقد|الي)(?!\\w))|[،,.:؛«»“”"]|$)'
)


class Speech(NamedTuple):
    """One place of a text where somebody is said to speak."""

    who: Span
    """The words that name the speaker; empty where a verb has its speaker in itself."""
    cue: Span
    """The verb, or what stands for it."""
    relay: Span | None = None
    """Who is said to have passed it on."""
    is_denial: bool = False


def speeches(sentence: str) -> Iterator[Speech]:
    """Where a sentence says who speaks, outside of its quotation marks."""
    folded = folding(sentence)
    # What is quoted speaks for itself: its words are no part of who says it.
    text = _QUOTED.sub(lambda found: f"“{'.' * (len(found[0]) - 2)}”", folded.text)

    def at(span: tuple[int, int]) -> Span:
        return folded.exact(*span)

    for found in _ACCORDING.finditer(text):
        if found["cue"] == "for" and not found["who"].startswith("the government"):
            continue
        start, end = found.span("who")
        cut = _AFTER_WHO.search(text[:end], start)
        yield Speech(at(_trimmed(text, start, cut.start() if cut else end)), at(found.span("cue")))
    done, last = 0, None
    for found in _CUE.finditer(text):
        if found.start() < done:
            continue
        speech = _around(text, found)
        if speech is None:
            continue
        who, relay, done = speech
        if _JOINED.search(text[who[0] : who[1]]):
            # `The government says ... and blames`: one speaker of two verbs.
            if last is None:
                continue
            who = last
        last = who
        is_denial = found[0] in _DENIES
        yield Speech(at(who), at(found.span()), at(relay) if relay else None, is_denial)
    for found in _ARABIC.finditer(text):
        yield Speech(at(_trimmed(text, *found.span("who"))), at(found.span("cue")))


Part = tuple[int, int]


def _around(text: str, cue: re.Match[str]) -> tuple[Part, Part | None, int] | None:
    """The speaker of a verb, who passed it on, and where what tells of both ends."""
    before = _before(text, cue.start())
    if cue[0] in _RELAYS:
        quoted = _AS_SAYING.match(text, cue.end())
        return (_trimmed(text, *quoted.span("who")), before, quoted.end()) if quoted else None
    if before:
        told = _TOLD.match(text, cue.end()) if cue[0] in _TELLS else None
        return before, told.span("relay") if told else None, cue.end()
    behind = _AFTER.match(text, cue.end())
    if behind is None or cue[0] in _TELLS:
        return None
    start, end = behind.span("who")
    cut = _AFTER_WHO.search(text[:end], start)
    return _trimmed(text, start, cut.start() if cut else end), None, cue.end()


def _before(text: str, end: int) -> Part | None:
    """The subject that stands before a verb."""
    stop = len(text[:end].rstrip())
    if stop and text[stop - 1] == ",":
        apposition = _APPOSITION.search(text, max(0, stop - 240), stop)
        return _trimmed(text, *apposition.span("who")) if apposition else None
    start = 0
    for found in _BREAK.finditer(text, 0, stop):
        start = found.end()
    part = _trimmed(text, start, stop)
    return part if part[1] - part[0] > 1 else None


def _trimmed(text: str, start: int, end: int) -> Part:
    """The part without what leads to a name and what trails behind it."""
    lead = _LEAD.match(text[:end], start)
    start = lead.end() if lead else start
    tail = _TAIL.search(text[start:end])
    if tail:
        end = start + tail.start()
    while start < end and text[end - 1] in " ,":
        end -= 1
    return start, max(start, end)
