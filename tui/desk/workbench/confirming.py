"""The one place that asks before something is done to many records, or to what is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from store.ids import Kind, Ref
from store.reader import Asker, Links, Reader
from store.record import Record
from tui.desk.bench import Bench
from tui.desk.dialogs.question import Question
from tui.render.confirming import ALL, OTHERS, choices, counted, is_asked, question

Refs = tuple[Ref, ...]
#: What of a record would be overruled, in a word or two such as `relevant`; "" for nothing.
Overruled = Callable[[Record], str]
#: So many records are looked at on the screen's thread; they are the rows that it shows.
AT_ONCE = 40


def confirmed(
    bench: Bench,
    refs: Refs,
    deed: str,
    then: Callable[[Refs], None],
    overruled: Overruled | None = None,
    *,
    alone: bool = False,
) -> None:
    """Call `then` with the records that something is to be done to; ask a person first if need be.

    `deed` says what, as `Tag 25 reports dup`.  A question comes where they are many, and where
    what was decided on one of several would be overruled; where `alone`, of a single one too.
    `then` is called at once where nothing is asked, and never where the answer is no.  All records
    are looked at in any case: `overruled` may remember what a person saw.
    """
    if not refs:
        bench.told("There is no record here. {next-pane} goes to another pane.")
    elif not bench.may_change():
        return
    elif overruled is None:
        _ask(bench, refs, deed, then, {}, alone=alone)
    elif len(refs) <= AT_ONCE:
        _ask(bench, refs, deed, then, _found(shown(bench, refs), overruled), alone=alone)
    else:
        bench.say(f"Looking at {counted(refs)} …")
        ask = partial(_ask, bench, refs, deed, then, alone=alone)
        bench.read(partial(_read, refs, overruled), ask)


def shown(bench: Bench, refs: Refs) -> Iterable[Record]:
    """The records, as the screen has them."""
    with bench.link.reading():
        for kind, numbers in _by_kind(refs).items():
            rows = bench.link.rows(Links(kind, numbers, {}, len(numbers)), 0, len(numbers))
            yield from (row.record for row in rows if not row.is_gone)


def _read(refs: Refs, overruled: Overruled, reader: Reader, asker: Asker) -> dict[Ref, str]:
    """What would be overruled, on a worker thread."""
    del asker
    found: dict[Ref, str] = {}
    for kind, numbers in _by_kind(refs).items():
        for start in range(0, len(numbers), AT_ONCE):
            part = numbers[start : start + AT_ONCE]
            found |= _found(reader.listing(kind, part), overruled)
    return found


def _by_kind(refs: Refs) -> dict[Kind, list[int]]:
    found: dict[Kind, list[int]] = {}
    for ref in refs:
        found.setdefault(ref.kind, []).append(ref.number)
    return found


def _found(records: Iterable[Record], overruled: Overruled) -> dict[Ref, str]:
    return {record.ref: word for record in records if (word := overruled(record))}


def _ask(
    bench: Bench,
    refs: Refs,
    deed: str,
    then: Callable[[Refs], None],
    found: dict[Ref, str],
    *,
    alone: bool,
) -> None:
    if not bench.config.confirm.decided or (len(refs) == 1 and not alone):
        found = {}
    if not is_asked(len(refs), len(found), bench.config.confirm, alone=alone):
        then(refs)
        return

    def answer(pressed: str | None) -> None:
        if pressed == ALL:
            then(refs)
        elif pressed == OTHERS:
            then(tuple(ref for ref in refs if ref not in found))
        else:
            bench.say("Left as it is.")

    text = question(refs, deed, found.values())
    dialog = Question(
        counted(refs).capitalize(), text, choices(len(refs), len(found)), bench.bindings
    )
    bench.ask(dialog, answer)
