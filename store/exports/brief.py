"""A brief of events in Markdown: what happened, the toll by source, words, numbered evidence.

What records say is text there, and nothing else: no link, no markup, no HTML of theirs acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.exports.covering import COVERED
from store.exports.found import Found
from store.exports.whole_event import Said, Telling, WholeEvent, whole_events
from store.figures import range_words
from store.ids import Ref
from store.model import Claim, Quote, Source
from store.text import clean, clean_lines
from store.values import Estimate
from store.vocabulary import About, QuoteForm, Stance

#: What Markdown, or an HTML page made of it, would act on.
_ACTING = re.compile(r"[\\`*_{}\[\]|<>~$&@^]")
#: What it acts on where a line begins.
_BEGINNING = re.compile(r"^([-+=#]|\d{1,9}(?=[.)]))")
#: What many programs make a link of.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;"}
NOT_KNOWN = "not known"


def escaped(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    shown = _ACTING.sub(_escape, clean(" ".join(text.split())))
    return _BEGINNING.sub(_at_beginning, _ADDRESS.sub(_no_address, shown))


def _escape(found: re.Match[str]) -> str:
    # HTML that stands behind a backslash is still HTML for some programs; an entity never is.
    return _ENTITIES.get(found[0]) or f"\\{found[0]}"


def _no_address(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _at_beginning(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def write(found: Found) -> Iterator[str]:
    """A part for each event."""
    is_first = True
    for events in whole_events(found):
        for event in events:
            yield ("" if is_first else "\n---\n\n") + _brief(event)
            is_first = False


class _Evidence:
    """The reports of one event, numbered as they are first named."""

    def __init__(self, event: WholeEvent) -> None:
        self._known = {one.report.ref: one for one in event.reports}
        self._numbers: dict[Ref, int] = {}
        for one in event.reports:
            if one.report.ref in event.event.reports:
                self.number(one.report.ref)

    def number(self, ref: Ref | None) -> str:
        """As ` [3]`; "" where there is no such report."""
        if ref is None or ref not in self._known:
            return ""
        number = self._numbers.setdefault(ref, len(self._numbers) + 1)
        return f" \\[{number}\\]"

    def date(self, ref: Ref | None) -> str:
        """When the report was published; "" where that is not known."""
        told = self._known.get(ref) if ref else None
        return str(told.report.published_at or "") if told else ""

    def lines(self) -> Iterator[str]:
        """The reports in the order of their numbers."""
        for ref, number in self._numbers.items():
            yield f"{number}. {_report(self._known[ref])}"


def _brief(whole: WholeEvent) -> str:
    event, hidden = whole.event, whole.hidden
    title = COVERED if "title" in hidden else escaped(event.title or "untitled event")
    evidence = _Evidence(whole)
    tolls, others = _claims(whole)
    parts = [f"# {title}\n", *_heads(whole), "## What happened\n", _summary(whole)]
    parts += _section("What is claimed", (_claim(one, evidence) for one in others))
    toll = [_estimate(one) for one in event.estimates]
    toll += [_claim(one, evidence) for one in tolls]
    parts += _section("Toll by source", toll)
    parts += _section("In their words", (_quote(one, evidence) for one in whole.quotes))
    lines = list(evidence.lines())
    if lines:
        parts.append("## Evidence\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


class _Claims(NamedTuple):
    tolls: list[Said]
    others: list[Said]


def _claims(whole: WholeEvent) -> _Claims:
    found = _Claims([], [])
    for one in whole.claims:
        is_toll = isinstance(one.record, Claim) and one.record.about is About.TOLL
        (found.tolls if is_toll else found.others).append(one)
    return found


def _heads(whole: WholeEvent) -> Iterator[str]:
    event = whole.event
    days = [str(day) for day in (event.start, event.end) if day]
    places = [
        COVERED if one.is_covered and not one.location.name else one.location.label
        for one in whole.places
    ]
    actors = [one.label if one.name else COVERED for _, one in whole.actors]
    told = {
        "When": " to ".join(days) or NOT_KNOWN,
        "Where": "; ".join(places) or NOT_KNOWN,
        "Who": "; ".join(actors),
        "Type": event.type,
        "Assessment": str(event.assessment or ""),
        "Record": f"{event.ref} {event.uid}",
    }
    lines = [f"- {name}: {escaped(text)}" for name, text in told.items() if text]
    yield "\n".join(lines) + "\n"


def _summary(whole: WholeEvent) -> str:
    if "summary" in whole.hidden:
        return f"{COVERED}\n"
    paragraphs = [
        escaped(one) for one in clean_lines(whole.event.summary).split("\n") if one.strip()
    ]
    return "\n\n".join(paragraphs or ["No summary has been written."]) + "\n"


def _section(heading: str, lines: Iterator[str] | list[str]) -> list[str]:
    found = [f"- {line}" for line in lines]
    return [f"## {heading}\n\n" + "\n".join(found) + "\n"] if found else []


def _who(source: Source | None) -> str:
    if source is None:
        return "nobody named"
    return escaped(source.label) if source.name else COVERED


def _claim(said: Said, evidence: _Evidence) -> str:
    claim = said.record
    if not isinstance(claim, Claim):
        return ""
    verb = " denies" if claim.stance is Stance.DENIES else ""
    is_toll = claim.about is About.TOLL and claim.figure.is_known
    what = claim.label if is_toll else claim.value
    if said.hidden and not is_toll:
        what = COVERED
    as_of = f", as of {claim.as_of}" if claim.as_of else ""
    published = evidence.date(said.report)
    when = as_of + (f", published {published}" if published else "")
    line = f"{_who(said.source)}{verb}: {escaped(what or NOT_KNOWN)}{when}"
    words = COVERED if "words" in said.hidden else escaped(claim.words)
    return f"{line}{f' (“{words}”)' if words else ''}{evidence.number(said.report)}"


def _estimate(estimate: Estimate) -> str:
    told = range_words(estimate.low, estimate.best, estimate.high)
    by = f" by {estimate.by}" if estimate.by else ""
    rule = f" ({estimate.rule}{by})" if estimate.rule else by
    # One that nobody at the desk has made came with a data set.
    whose = "the desk's range" if estimate.by else "estimate"
    return escaped(f"{whose}, {estimate.group} {estimate.measure}: {told}{rule}")


def _quote(said: Said, evidence: _Evidence) -> str:
    quote = said.record
    if not isinstance(quote, Quote):
        return ""
    words = COVERED if "words" in said.hidden else escaped(quote.words)
    if quote.form is QuoteForm.DIRECT and words != COVERED:
        words = f"“{words}”"
    return f"{_who(said.source)}: {words}{evidence.number(said.report)}"


def _report(told: Telling) -> str:
    report = told.report
    title = COVERED if "title" in told.hidden else escaped(report.label)
    date = str(report.published_at) if report.published_at else "no date"
    parts = [title, _who(told.publisher) if told.publisher else "no publisher", escaped(date)]
    if report.url:
        # Shown, and never a link: who follows it does so on purpose.
        parts.append(f"`{_code(report.url)}`")
    elif "url" in told.hidden:
        parts.append(COVERED)
    if report.sha256:
        parts.append(f"SHA-256 `{_code(report.sha256)}`")
    return ", ".join(parts)


def _code(text: str) -> str:
    """A text between backticks, which it cannot leave."""
    return clean(" ".join(text.split())).replace("`", "'").replace("<", "%3C").replace(">", "%3E")
