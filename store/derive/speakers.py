"""Who speaks the words of a report, and through whom they came: guessed from the sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.derive.names import Names
from store.derive.speech import Speech, speeches
from store.ids import Ref
from store.spans import Span, inside, quotation_around, sentence_around
from store.words import words as words_of


class Speaker(NamedTuple):
    """Who speaks."""

    source: Ref | None = None
    role: str = ""
    """As whom the report presents the speaker, where it does not just name a source."""
    via: tuple[Ref, ...] = ()
    """Who is said to have passed it on."""
    is_denial: bool = False


_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who"})
_POSSESSIVES = frozenset({"its", "his", "her", "their"})
_BACKWARD = re.compile(
    r"(?<!\w)(?:he|she|they|it|its|his|her|their|the (?:group|agency|office|organi[sz]ation))"
    r"(?!\w)",
    re.IGNORECASE,
)
#: Nouns of those who speak; what else has no capital letter is no speaker.
_HEAD = re.compile(
    r"(?<!\w)(?:officials?|police|witness(?:es)?|residents?|spokes(?:man|woman|person|people)|sources?|"
    r"authorities|activists?|doctors?|medics?|survivors?|villagers?|media|agency|agencies|ministry|"
    r"ministers?|army|military|government|groups?|analysts?|experts?|prosecutors?|investigators?|"
    r"lawyers?|rescuers?|eyewitness(?:es)?|leaders?|governor|mayor|president|commander|chief|head|"
    r"director|observers?|lawmakers?|legislators?|senators?|organi[sz]ation|observatory|committee|"
    r"commission|newspaper|paper|radio|television|network|journalists?|reporters?|judge|court|rebels?|"
    r"militants?|soldiers?|relatives|family|families|neighbou?rs?|father|mother|brother|sister|"
    r"man|woman|people|report|statement)(?!\w)",
    re.IGNORECASE,
)
#: `A resident, Adam Poe, 57, said`: the name behind what somebody is.
_APPOSITION = re.compile(r",\s+((?:[A-Z][\w’'-]+\s+){0,3}[A-Z][\w’'-]+)(?=,)")
#: So many sentences before are looked at for whom `he` or `the official` means.
_SENTENCES_BEFORE = 6
_LONGEST_ROLE = 100


def speaker_of(text: str, words: Span, names: Names) -> Speaker:
    """Who is said to speak the words at that place of a text."""
    sentence = sentence_around(text, words)
    found = _nearest(text, sentence, words)
    if found is not None:
        return _resolved(text, sentence, found, names)
    is_direct = quotation_around(text, words) is not None
    said = text[sentence.start : sentence.end]
    if is_direct or _BACKWARD.search(said):
        return next(_before(text, sentence.start, names), Speaker())
    if not re.search("[a-z]", said, re.IGNORECASE):
        # Of the writing of the world two ways are known; elsewhere who is named may speak.
        named = names.best_in(said)
        return Speaker(named.ref if named else None)
    return Speaker()


def _nearest(text: str, sentence: Span, words: Span) -> Speech | None:
    """Where in the sentence it is said who speaks the words."""
    said = text[sentence.start : sentence.end]
    place = inside(sentence, words)

    def distance(speech: Speech) -> int:
        first, last = min(speech.who.start, speech.cue.start), max(speech.who.end, speech.cue.end)
        if last <= place.start:
            # A clause that ended speaks of what stood before it.
            return place.start - last + 30 * said.count(";", last, place.start)
        return max(first - place.end, 0)

    good = (one for one in speeches(said) if _is_speaker(said[one.who.start : one.who.end]))
    return min(good, key=distance, default=None)


def _is_speaker(who: str) -> bool:
    is_named = any(character.isupper() for character in who)
    is_known = who == "" or who.lower() in _PRONOUNS or _HEAD.search(who) is not None
    return is_named or is_known or not re.search("[a-z]", who)


def _resolved(text: str, sentence: Span, speech: Speech, names: Names) -> Speaker:
    """The source that the words of a speech name, in this sentence or by one before."""
    said = text[sentence.start : sentence.end]
    who = said[speech.who.start : speech.who.end]
    via: tuple[Ref, ...] = ()
    if speech.relay is not None:
        relay = names.best_in(said[speech.relay.start : speech.relay.end])
        via = (relay.ref,) if relay else ()
    spoken = words_of(who)
    name = _APPOSITION.match(said, speech.who.end)
    role_said = f"{who}, {name[1]}" if name else who
    if not spoken or spoken[-1] in _PRONOUNS:
        # Of `the committee said it had found`, only the pronoun is asked about.
        until = sentence.start + speech.who.end - len(spoken[-1] if spoken else "")
        earlier = next(_before(text, until, names), Speaker())
        return earlier._replace(via=via or earlier.via, is_denial=speech.is_denial)
    named = names.best_at(said, speech.who)
    if named is None and speech.who.end < speech.cue.start:
        # What was taken for `who` may be the WHO.
        named = names.best_at(said, Span(speech.who.start, speech.cue.start))
    if named is not None:
        role = "" if named.is_whole else _without_article(role_said)
        return Speaker(named.ref, role[:_LONGEST_ROLE], via, speech.is_denial)
    if spoken[0] in _POSSESSIVES:
        earlier = next(_before(text, sentence.start, names), Speaker())
        return Speaker(earlier.source, who, via or earlier.via, speech.is_denial)
    same = _called_before(text, sentence.start, spoken, names)
    if same is not None:
        role = same.role or _without_article(role_said)
        return Speaker(same.source, role[:_LONGEST_ROLE], via, speech.is_denial)
    ref = names.begun_by(spoken, text[: sentence.end])
    role = "" if ref else _without_article(role_said)
    return Speaker(ref, role[:_LONGEST_ROLE], via, speech.is_denial)


def _before(text: str, end: int, names: Names) -> Iterator[Speaker]:
    """Those who speak in the sentences before, the last first."""
    for sentence in _sentences_before(text, end):
        said = text[sentence.start : sentence.end]
        for speech in reversed(list(speeches(said))):
            who = said[speech.who.start : speech.who.end]
            if who and who.lower() not in _PRONOUNS and _is_speaker(who):
                yield _resolved(text, sentence, speech, names)._replace(is_denial=False)


def _called_before(text: str, end: int, spoken: list[str], names: Names) -> Speaker | None:
    """Whom `the legislator`, or a surname alone, means: who was presented with that word before."""
    if len(spoken) > 2:
        return None
    for sentence in _sentences_before(text, end):
        said = text[sentence.start : sentence.end]
        for speech in speeches(said):
            earlier = said[speech.who.start : speech.who.end]
            if spoken[-1] in words_of(earlier) and len(words_of(earlier)) > len(spoken):
                named = names.best_at(said, speech.who)
                role = "" if named and named.is_whole else _without_article(earlier)
                return Speaker(named.ref if named else None, role[:_LONGEST_ROLE])
    return None


def _sentences_before(text: str, end: int) -> Iterator[Span]:
    for _ in range(_SENTENCES_BEFORE):
        while end > 0 and text[end - 1].isspace():
            end -= 1
        if end == 0:
            return
        sentence = sentence_around(text, Span(end - 1, end))
        # Of the sentence in which it is asked, only what stands before.
        yield Span(sentence.start, min(sentence.end, end))
        end = min(sentence.start, end - 1)


def _without_article(who: str) -> str:
    first, _, rest = who.partition(" ")
    return rest.strip() if rest and first.lower() in ("a", "an", "the") else who.strip()
