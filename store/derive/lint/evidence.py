"""Quotes and claims that hang in the air: without a report, a source, an event, their words."""

from __future__ import annotations

from collections.abc import Iterator

from store import spans
from store.derive.lint.finding import Finding, Mend
from store.derive.lint.shelf import Shelf, called
from store.ids import Kind
from store.model import Claim, Quote
from store.vocabulary import Sensitivity

#: So many characters of the words are told.
TOLD = 40


def of_quote(quote: Quote, shelf: Shelf) -> Iterator[Finding]:
    """A quote that nobody can look up, or that is of no use to anybody."""
    if quote.report is None and "report" not in quote.extra:
        said = f"{called(quote)} names no report."
        mending = "Name the report that has the words."
        yield shelf.finding("quote-without-report", quote, "report", said, mending)
    if not (quote.speaker or quote.events or quote.locations):
        said = f"{called(quote)} has no speaker, and is about no event and no place."
        mending = "Name who speaks, or the event that the words are about."
        yield shelf.finding("quote-about-nothing", quote, "speaker", said, mending)
    yield from _words(quote, shelf)


def of_claim(claim: Claim, shelf: Shelf) -> Iterator[Finding]:
    """A claim of nobody, about nothing, or whose words are not in its report."""
    if claim.source is None and "source" not in claim.extra:
        said = f"{called(claim)} has no source: nobody is known to assert it."
        mending = "Name the source; the report's publisher, where nobody else is named."
        yield shelf.finding("claim-without-source", claim, "source", said, mending)
    if claim.event is None and "event" not in claim.extra:
        said = f"{called(claim)} is about no event."
        yield shelf.finding("claim-without-event", claim, "event", said, "Name the event.")
    yield from _words(claim, shelf)


def _words(cited: Quote | Claim, shelf: Shelf) -> Iterator[Finding]:
    """Evidence that its report does not have, where it is said to stand."""
    report = cited.report
    if not cited.words or report is None or report.kind is not Kind.REPORT:
        return
    text = shelf.text(report)
    if not text:
        # Of many reports nothing but a reference came in: what they say is not known.
        return
    start, end = cited.start, cited.end
    if start is None or end is None:
        if cited.words in text:
            return
        said = f"its report {shelf.named(report)} does not have"
    elif spans.mismatch(text, start, end, cited.words) is None:
        return
    else:
        said = f"its report {shelf.named(report)} does not have at {start}-{end}"
    told = "" if cited.sensitivity is not Sensitivity.OPEN else f", “{_short(cited.words)}”,"
    sentence = f"{called(cited)} cites words{told} that {said}."
    mend = _found_elsewhere(cited, text, shelf)
    mending = (
        "Say that the words stand where the report has them, in one place."
        if mend
        else "Select the words anew in the text of the report."
    )
    yield shelf.finding("words-not-there", cited, "words", sentence, mending, mend)


def _found_elsewhere(cited: Quote | Claim, text: str, shelf: Shelf) -> Mend | None:
    """The mend that says where the words are, where they are in one place alone."""
    found = spans.find(text, cited.words)
    if found is None or spans.find(text, cited.words, found.start + 1) is not None:
        return None
    return shelf.setting(cited, is_asked=False, start=found.start, end=found.end)


def _short(words: str) -> str:
    line = " ".join(words[: TOLD * 4].split())
    return line if len(line) <= TOLD else f"{line[: TOLD - 1].rstrip()}…"
