"""What a report may repeat, and the events that it may tell of, as far as their words are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.derive.covers import Covers
from store.ids import Kind, Ref
from store.reader import Asker, Reader
from tui.desk.kept import KeptReader
from tui.render.likely import Twin

if TYPE_CHECKING:
    from store.derive.picking import Offer

Twins = tuple[Twin, ...]
#: So many likely events are offered before anything is typed.
MOST_LIKELY = 9


def twins(reader: Reader, ref: Ref, asker: Asker, covers: Covers | None = None) -> Twins:
    """What a record may be the same as, with what it is called; on a worker thread.

    `covers` says what of the records is shown; without it no covered words are.
    """
    # All that this needs is loaded when the first one is asked for.
    from store.derive.duplicates import candidates, without_words  # noqa: PLC0415

    own = next(iter(reader.listing(ref.kind, (ref.number,))), None)
    if own is None:
        return ()
    shown = covers or Covers()
    kept = KeptReader(shown)
    kept.begin(reader)
    is_shown, found = kept.shows_all(ref), []
    for one in candidates(reader, ref, asker):
        record = next(iter(reader.listing(one.ref.kind, (one.ref.number,))), None)
        if record is not None:
            told = one if is_shown and kept.shows_all(one.ref) else without_words(one)
            found.append(Twin(told, shown.seen(record).label))
    return tuple(found)


def likely(reports: Sequence[Ref], reader: Reader, asker: Asker, covers: Covers) -> list[Offer]:
    """The events that reports may tell of: those they are in already, then the likeliest."""
    # As above.
    from store.derive.duplicates import without_words  # noqa: PLC0415
    from store.derive.likely_events import likely_events  # noqa: PLC0415
    from store.derive.picking import offer  # noqa: PLC0415

    found: dict[Ref, Offer] = {}
    for ref in reports:
        for by, reference in reader.named_by(ref):
            if by.kind is Kind.EVENT and reference.edge.field == "reports":
                for event in reader.listing(Kind.EVENT, (by.number,)):
                    found[by] = offer(covers.seen(event))._replace(is_linked=True)
    kept = KeptReader(covers)
    kept.begin(reader)
    is_open = all(kept.shows_all(ref) for ref in reports[:1])
    scored = [one for ref in reports[:1] for one in likely_events(reader, ref, asker)]
    for one in scored[:MOST_LIKELY]:
        for event in reader.listing(Kind.EVENT, (one.ref.number,)):
            told = one if is_open and kept.shows_all(one.ref) else without_words(one)
            found.setdefault(one.ref, offer(covers.seen(event), told.reason))
    return list(found.values())
