"""One record in full: every field, every link with its role, its evidence in its sentence.

Beside other panes, what they list of it is left out.

The picture is made line by line as it is asked for, so that a report of a megabyte costs no more
than the part of it that is seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from store.derive.covers import Masked, is_hidden
from store.derive.disputes import disputes_among
from store.derive.dossier import LISTED, Dossier, Section
from store.derive.sums import sums_of
from store.ids import Kind, Ref
from store.model import Claim, Event, Note, Quote, Report
from store.reader import UNKNOWN
from store.record import Record
from store.spans import Span, inside, mismatch, sentence_around
from store.text import clean_lines
from store.values import Cover
from tui.render.claims import ClaimTable
from tui.render.fields import Field, fields_of, label_of
from tui.render.heading import FIELDS as IN_HEADING
from tui.render.heading import heading_lines
from tui.render.line import Line, Piece, cut, fit, highlighted, width_of, wrap
from tui.render.notes import body_lines, note_row
from tui.render.rows import Row as ListRow
from tui.render.rows import title_of, title_style
from tui.render.sums import brief_dispute, is_wrong, sum_words

#: Of what is in dispute so much is told below the claims; the toll has all of it.
MOST_DISPUTES = 3


class DetailLine(NamedTuple):
    """A line of the detail; one with a reference can be entered."""

    line: Line
    ref: Ref | None = None
    span: Span | None = None
    """The part of the report's exact text that it shows, behind its first blank."""


Lines = Iterator[DetailLine]


def detail_lines(
    dossier: Dossier,
    width: int,
    behind_heading: Iterable[DetailLine] = (),
    beside: Collection[Kind] | None = None,
) -> Lines:
    """The record's picture, `width` cells wide.

    `beside` has the kinds of the linked records that are listed beside it, and are left out here;
    None where the detail stands alone, and tells its reference, its uid and the like, too.
    """
    record = dossier.record
    # Beside other panes, the pane's own title has the reference.
    headed = heading_lines(dossier, width, is_named=beside is None)
    yield from (DetailLine(line) for line in headed)
    yield from behind_heading
    yield from _claims(dossier, width)
    if isinstance(record, Claim | Quote):
        yield from _evidence(dossier, record, width)
    if isinstance(record, Note):
        yield from (DetailLine(*one) for one in body_lines(record, dossier.names, width))
    yield from _notes(dossier, width)
    yield from _mentioned_in(dossier, width)
    if isinstance(record, Report):
        yield from _report_text(dossier, record, width)
    fields = list(_shown(dossier, beside))
    told = _fields("", [field for field in fields if not field.is_background], width)
    linked = _sections(dossier, width, beside or ())
    # Of a claim or a quote the first question is who said it.
    yield from chain(linked, told) if isinstance(record, Claim | Quote) else chain(told, linked)
    yield from _fields("RECORD", [field for field in fields if field.is_background], width)


def _shown(dossier: Dossier, beside: Collection[Kind] | None) -> Iterator[Field]:
    """The fields that nothing else on the screen tells."""
    record = dossier.record
    told = {label_of(name) for name in IN_HEADING.get(record.kind_of, ())}
    scheme = ""
    if isinstance(record, Event):
        scheme = str(record.type_scheme or "") if record.type else ""
        told |= {label_of("type_scheme")} if scheme else set()
    for field in fields_of(dossier):
        if field.is_background:
            if beside is None or not field.is_of_store:
                yield field
        elif scheme and field.label == "type":
            yield field._replace(value=f"{field.value} ({scheme})")
        elif field.label not in told and not _is_listed(field, dossier, beside or ()):
            yield field


def _is_listed(field: Field, dossier: Dossier, beside: Collection[Kind]) -> bool:
    """Whether it is a place of an event, and the pane of those tells as much of it.

    In which words a place is told of, no other pane says, nor of one that is not in the store.
    """
    event = dossier.record
    if not isinstance(event, Event) or field.label != "locations" or Kind.LOCATION not in beside:
        return False
    has_words = any(place.words for place in event.locations if place.location == field.ref)
    return field.ref in dossier.names and not has_words


def _sections(dossier: Dossier, width: int, beside: Collection[Kind]) -> Lines:
    for section in dossier.sections:
        # An event's places stand among its fields, with their precision and words.
        is_told = isinstance(dossier.record, Event) and section.kind is Kind.LOCATION
        if not is_told and section.kind not in beside:
            yield from _section(section, dossier, width)


def _title(text: str, width: int) -> Lines:
    yield DetailLine(Line())
    yield DetailLine(Line((Piece(fit(f" {text}", width), "section"),)))


def _claims(dossier: Dossier, width: int) -> Lines:
    """The claims as a table: measure, group, figure, source, as of, stance."""
    if not dossier.claims_total:
        return
    yield from _title(_counted("CLAIMS", dossier.claims_total), width)
    table = ClaimTable(dossier, width)
    for claim in dossier.claims:
        yield DetailLine(Line(table.pieces(claim)), claim.ref)
    yield from _remarks_on_claims(dossier, width)


def _remarks_on_claims(dossier: Dossier, width: int) -> Lines:
    """Whether parts add up to their whole, and why an event is in dispute."""
    for checked in sums_of(dossier.claims, dossier.superseded).values():
        if is_wrong(checked) or len(checked.parts) > 1:
            style = "state-bad" if is_wrong(checked) else "dim"
            for words in sum_words(checked):
                yield from _remark(f"{checked.whole.ref}: {words}", style, width)
    if not isinstance(dossier.record, Event):
        return
    found = disputes_among(dossier.claims, lambda claim: claim.ref in dossier.superseded)
    names = {**dossier.names, **dossier.short_names}
    said = [brief_dispute(dispute, names) for dispute in islice(found, MOST_DISPUTES)]
    if said:
        yield from _remark(f"disputed: {'; '.join(said)}", "state-bad", width)


def _remark(text: str, style: str, width: int) -> Lines:
    safe = clean_lines(text).replace("\n", " ")
    for at, span in enumerate(wrap(safe, width - 4)):
        lead = " " if at == 0 else "   "
        yield DetailLine(Line((Piece(f"{lead}{safe[span.start : span.end]}", style),)))


def _evidence(dossier: Dossier, record: Claim | Quote, width: int) -> Lines:
    """The evidence in its sentence of the report, the words marked."""
    yield from _title("EVIDENCE", width)
    report = dossier.report
    if isinstance(record.words, Cover) or (report and is_hidden(report, record)):
        # Its own words, or what stands in their place; not what stands around them.
        yield from _text("", record.words, width)
        if report is not None:
            yield _entry(report, ("the report",), dossier, width)
        return
    if report is None:
        said = f"{record.report} is not in the store" if record.report else "no report is named"
        yield DetailLine(Line((Piece(cut(f" {said}", width), "dim"),)))
        yield from _text("", record.words, width)
        return
    if record.start is None or record.end is None:
        yield DetailLine(Line((Piece(cut(f" no place in {report.ref} is given", width), "dim"),)))
        yield from _text("", record.words, width)
        return
    words = Span(record.start, record.end)
    wrong = mismatch(report.text, words.start, words.end, record.words)
    if wrong:
        for one in _text("", f"{wrong}. The words are: {record.words}", width):
            yield DetailLine(Line(one.line.pieces, "state-bad"))
    if not 0 <= words.start < words.end <= len(report.text):
        yield _entry(report, ("the report",), dossier, width)
        return
    sentence = sentence_around(report.text, words)
    text = clean_lines(report.text[sentence.start : sentence.end])
    marks = [inside(sentence, words)]
    for span in wrap(text, width - 2):
        yield DetailLine(Line((Piece(" "), *highlighted(text, span, marks))))
    yield _entry(report, ("the report",), dossier, width)


def _notes(dossier: Dossier, width: int) -> Lines:
    if not dossier.notes_total:
        return
    yield from _title(_counted("NOTES", dossier.notes_total), width)
    for note in dossier.notes:
        yield DetailLine(*note_row(note, width))


def _mentioned_in(dossier: Dossier, width: int) -> Lines:
    if not dossier.mentioned_in_total:
        return
    yield from _title(_counted("MENTIONED IN", dossier.mentioned_in_total), width)
    for note in dossier.mentioned_in:
        yield DetailLine(*note_row(note, width, tells_target=True))


def _report_text(dossier: Dossier, report: Report, width: int) -> Lines:
    """The report's text; the words that claims and quotes rest on are marked."""
    yield from _title("TEXT", width)
    if not report.text:
        yield DetailLine(Line((Piece(" The report has no text.", "dim"),)))
        return
    text = clean_lines(report.text)
    is_whole = not isinstance(report.text, Cover) or isinstance(report.text, Masked)
    marks = _merged(
        Span(record.start, record.end)
        for record in (dossier.cited if is_whole else ())
        if record.report == report.ref and record.start is not None and record.end is not None
    )
    # Cleaning puts one code point in the place of one: a span of the one is a span of the other.
    for span in wrap(text, width - 2):
        place = span if is_whole else None
        yield DetailLine(Line((Piece(" "), *highlighted(text, span, marks))), span=place)
    if report.translation:
        yield from _text("TRANSLATION", report.translation.text, width)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _text(title: str, text: str, width: int) -> Lines:
    if title:
        yield from _title(title, width)
    safe = clean_lines(text)
    for span in wrap(safe, width - 2):
        yield DetailLine(Line((Piece(" "), Piece(safe[span.start : span.end]))))


def _fields(title: str, fields: list[Field], width: int) -> Lines:
    if not fields:
        return
    if title:
        yield from _title(title, width)
    else:
        yield DetailLine(Line())
    label_width = min(18, max(13, width // 3))
    before = ""
    for field in fields:
        value = clean_lines(field.value)
        name, before = "" if field.label == before else field.label, field.label
        for first, span in enumerate(wrap(value, width - label_width - 2)):
            label = name if first == 0 else ""
            pieces = (
                Piece(f"{fit(f' {label}', label_width)} ", "label"),
                Piece(value[span.start : span.end], field.style, field.link),
            )
            yield DetailLine(Line(pieces), field.ref if first == 0 else None)


def _section(section: Section, dossier: Dossier, width: int) -> Lines:
    yield from _title(_counted(section.kind.table.upper(), section.total), width)
    for linked in section.linked:
        yield _entry(linked.record, linked.roles, dossier, width)


def _entry(record: Record, roles: tuple[str, ...], dossier: Dossier, width: int) -> DetailLine:
    """A linked record in one line, its role at the right; a kind without a pane is not entered."""
    role = cut(", ".join(roles), max(width // 3, 8))
    name = f" {record.ref:4} "
    room = width - len(name) - width_of(role) - 2
    title = title_of(ListRow(record, dossier.names))
    pieces = (
        Piece(name, "dim"),
        Piece(fit(title, max(room, 0)), title_style(record)),
        Piece(f" {role} ", "role"),
    )
    enterable = record.kind_of not in (Kind.ACTOR, Kind.ATTACHMENT, Kind.VIEW)
    return DetailLine(Line(pieces), record.ref if enterable else None)


def _counted(name: str, total: int) -> str:
    if total == UNKNOWN:
        return f"{name} … being read"
    return f"{name} {total:,}" if total <= LISTED else f"{name} {total:,}, the first {LISTED}"
