"""What has become of documents that were added, in words."""

from __future__ import annotations

from store.arrivals import Unread
from store.commands.arriving import Intake, Outcome, called
from tui.render.likely import percent


def told(outcome: Outcome, *, is_trial: bool = False) -> str:
    """As `R12  Shelling hits market  (2025-03-07, from the dateline)`."""
    if outcome.is_known:
        return f"{outcome.ref}  has the same bytes as {outcome.place}; nothing was written"
    ref = "new" if is_trial else outcome.ref
    return f"{ref}  {outcome.title}  ({'; '.join(_parts(outcome))})"


def _parts(outcome: Outcome) -> list[str]:
    if outcome.published_at is None:
        parts = ["no date"]
    elif outcome.date_from.startswith("given by "):
        parts = [f"{outcome.published_at}, {outcome.date_from}"]
    else:
        parts = [f"{outcome.published_at}, from {outcome.date_from or 'the document'}"]
    if outcome.is_new_source:
        parts.append(f"new source: {outcome.publisher}")
    elif outcome.publisher:
        parts.append(outcome.publisher)
    if outcome.derived_from:
        parts.append(f"copies {outcome.derived_from}, as it has the same words")
    elif outcome.like:
        share = percent(min(outcome.like.share, 1.0))
        parts.append(f"{share} of the words are in {outcome.like.report.ref}")
    if outcome.enclosures:
        parts.append(f"{_many(outcome.enclosures, 'attachment')}")
    return [*parts, *outcome.remarks]


def left_out(unread: Unread) -> str:
    """As `b.pdf was not read: it is encrypted.`."""
    return f"{unread.place} was not read: {unread.reason}."


def counts(intake: Intake, *, is_trial: bool = False) -> str:
    """As `3 reports added, 1 of them without a date; 2 known already; 1 not read.`."""
    added = f"{_many(intake.added, 'report')} {'would be ' if is_trial else ''}added"
    if intake.undated:
        which = "" if intake.undated == intake.added else f"{intake.undated:,} of them "
        added += f", {which}without a date"
    parts = [added]
    if intake.derived:
        parts.append(
            f"{intake.derived:,} {'copies' if intake.derived == 1 else 'copy'} another one"
        )
    if intake.known:
        parts.append(f"{intake.known:,} known already")
    if intake.unread:
        parts.append(f"{intake.unread:,} not read")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def came_in(place: str, intake: Intake) -> str:
    """What is told of a place that is watched; "" where nothing came in and nothing failed."""
    said = []
    if intake.added:
        said.append(f"From {called([place])}: {counts(intake)}")
    if intake.first_unread is not None:
        said.append(left_out(intake.first_unread))
    if intake.failure is not None:
        said.append(str(intake.failure))
    return " ".join(said)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}" if count else f"no {noun}s"
