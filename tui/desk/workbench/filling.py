"""Forms at one desk: opened, saved behind the screen, and what was made last remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from store import sheets
from store.changes import Command, Operation
from store.commands.edits import EditRecord, MakeRecord
from store.commands.newcomers import named_by, provisional
from store.derive.covers import BAR
from store.derive.picking import Offer, Pool, Seen, found, pool
from store.drafts import OpenDraft
from store.errors import Collision, DeskError, InvalidRecord, Stale, UnknownRecord, WrongValue
from store.ids import Kind, Ref
from store.model import RECORDS, Report
from store.reader import Asker, Reader
from store.record import Record
from store.syntax import REFERENCE
from store.text import clean
from tui import form as forms
from tui import form_draft
from tui.desk.bench import Bench
from tui.desk.dialogs.form import Around, FormDialog, Save
from tui.desk.dialogs.pasted import PastedForm
from tui.desk.dialogs.picker import Stop
from tui.desk.workbench.unsaved import Unsaved
from tui.form import Form

#: What a command is made of: the new record with its provisional reference, and what it brings.
Making = Callable[[Record, Mapping[Ref, Record]], Command]
#: Fields of a record that tell which one it is, and are not those of the next.
_ITS_OWN = frozenset({"title", "name", "names", "aliases", "words", "start", "end", "estimates"})
_ITS_OWN |= {"summary", "reports", "value", "low", "high", "lat", "lon", "gazetteer_id", "body"}
#: Under what a report that was pasted is kept until it is saved.
PASTED = (provisional(Kind.REPORT),)
#: So many records of an operation are looked through for the one that was made.
_LOOKED_AT = 50


class Opening(NamedTuple):
    """How a form is opened."""

    title: str
    names: Mapping[Ref, str]
    """The labels of the records that it names."""
    about: tuple[Ref, ...]
    """Under what it is kept until it is saved."""
    version: int
    begins_typing: bool = False
    covered: Mapping[str, str] = {}


class Filling:
    """Opens forms over one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._last: dict[Kind, dict[str, Any]] = {}
        self._unsaved = Unsaved(bench)
        self._pools: dict[tuple[Kind, ...], tuple[int, Pool]] = {}

    # -- a record that is there -----------------------------------------------------------

    def edit(self, ref: Ref) -> None:
        """Open the form of a record."""
        bench = self._bench
        # As it is, not as it is shown: what is covered would be written.  A few keys of the store:
        # letters that are typed behind must find the form open.
        with bench.link.asking(_wanted) as (reader, _):
            record, version = reader.find(ref), reader.version(ref)
            names = names_in(record, reader, bench.link.covers.seen) if record else {}
        if record is None:
            bench.say(f"{ref} is not there any more.")
            return
        shown = bench.link.covers.seen(record)
        title = f"{ref} {ref.kind.noun.upper()}  {clean(shown.label)}"
        opening = Opening(title, names, (ref,), version, covered=_covered(record, shown))
        self._ask(forms.begun(record), opening, self._save_edited)

    def _save_edited(self, dialog: FormDialog) -> None:
        form = dialog.form
        base = form.record
        if base is None:
            return
        command = EditRecord(base, forms.edited(form), forms.newcomers(form))
        said = f"Saved {command.label.removeprefix('edited ')}. {{undo}} undoes it."

        def done(operation: Operation | None) -> None:
            del operation
            dialog.dismiss(form)

        self._run(command, said, dialog, done)

    # -- a new one ------------------------------------------------------------------------

    def make(
        self,
        kind: Kind,
        values: Mapping[str, Any],
        names: Mapping[Ref, str],
        title: str = "",
        making: Making = MakeRecord,
        then: Callable[[Ref | None], None] | None = None,
        about: tuple[Ref, ...] = (),
    ) -> None:
        """Open the form of a new record, filled in with what is likely.

        `then` gets its reference when it has been written; `about` is what it is made of.
        """
        form = forms.blank(RECORDS[kind], values)
        save = partial(self._save_made, kind, making, then)
        shown = title or f"NEW {kind.noun.upper()}"
        begins_typing = not form.values.get("title")
        opening = Opening(shown, names, (provisional(kind), *about), 0, begins_typing)
        self._ask(form, opening, save)

    def _save_made(
        self,
        kind: Kind,
        making: Making,
        then: Callable[[Ref | None], None] | None,
        dialog: FormDialog,
    ) -> None:
        form = dialog.form
        ref = provisional(kind, len(form.created))
        record = RECORDS[kind](id=ref.number, **form.values)
        if not _says_something(record):
            dialog.refuse(f"{kind.article} {kind.noun} of which nothing is said is not saved.")
            return
        command = making(record, forms.newcomers(form))

        def done(operation: Operation | None) -> None:
            self._last[kind] = _for_the_next(record)
            dialog.dismiss(form)
            if then is not None:
                then(self._made(operation, kind))

        said = f"{forms.sentence(command.label)}. {{undo}} undoes it."
        self._run(command, said, dialog, done)

    def _made(self, operation: Operation | None, kind: Kind) -> Ref | None:
        """The reference that the new record was given."""
        if operation is None:
            return None
        versions = self._bench.link.versions(operation.sequence, None, _LOOKED_AT)
        made = (one.name for one in versions if one.before is None)
        return next((Ref(name) for name in made if is_of(kind, name)), None)

    # -- a report that was pasted ---------------------------------------------------------

    def paste(self, values: Mapping[str, Any], title: str, save: Save) -> None:
        """Open the form of a report whose text was pasted: nothing of it is saved yet."""
        form = replace(forms.blank(Report, values), offered={}, row=0)
        self._ask(form, Opening(title, {}, PASTED, 0), save)

    def go_on(self, fresh: Callable[[], None], title: str, save: Save) -> None:
        """Go on with a report that was pasted and not saved; `fresh` where there is none."""

        def again(left: Form, draft: OpenDraft) -> None:
            self._open(left, Opening(title, {}, PASTED, 0), save, draft)

        self._unsaved.ask(PASTED, fresh, again)

    # -- both -----------------------------------------------------------------------------

    def _ask(self, form: Form, opening: Opening, save: Callable[[FormDialog], None]) -> None:
        """Open a form, or the one that was left there before."""

        def again(left: Form, draft: OpenDraft) -> None:
            self._open(left, opening._replace(begins_typing=False), save, draft)

        self._unsaved.ask(opening.about, partial(self._open, form, opening, save), again)

    def _open(
        self,
        form: Form,
        opening: Opening,
        save: Callable[[FormDialog], None],
        left: OpenDraft | None = None,
    ) -> None:
        bench = self._bench
        kind = next(kind for kind, one in RECORDS.items() if one is form.of)
        saving = self._unsaved.keeping(opening.about, opening.version, left)
        around = Around(
            find=self.find,
            names=self._names_of(form, opening.names) if left else opening.names,
            last=self._last.get(kind, {}),
            keep=lambda form: saving.typed(form_draft.written(form)),
            discard=saving.discard,
            covered=opening.covered,
            why_not=bench.why_not,
        )
        begins = opening.begins_typing
        shown = PastedForm if "text" in form.values else FormDialog
        dialog = shown(opening.title, form, around, save, bench.bindings, begins_typing=begins)
        if "text" in form.values:
            # What was pasted is there only here.
            dialog.keep(form)
        bench.ask(dialog, lambda form: saving.discard() if form is not None else None)

    def _names_of(self, form: Form, names: Mapping[Ref, str]) -> dict[Ref, str]:
        """The names that a form that was left needs besides."""
        there = sheets.values_of(form.base) if form.base is not None else {}
        values = (*form.values.values(), *there.values())
        with self._bench.link.asking(_wanted) as (reader, _):
            return {**names, **labels(values, reader, self._bench.link.covers.seen)}

    def _run(
        self,
        command: Command,
        said: str,
        dialog: FormDialog,
        done: Callable[[Operation | None], None],
    ) -> None:
        bench = self._bench
        if bench.why_not:
            # It may have become so while the form was open.
            dialog.refuse(bench.why_not)
            return
        sentence = bench.bindings.said(said)
        bench.run(command, sentence, done, partial(self._refused, dialog))

    def _refused(self, dialog: FormDialog, error: DeskError) -> None:
        match error:
            case Collision():
                self._ask_which(dialog, error)
            case InvalidRecord():
                name = error.field.partition("[")[0].partition(".")[0]
                dialog.refuse(f"{name}: {error.reason}.", name)
            case WrongValue():
                dialog.refuse(str(error), error.field)
            case Stale():
                dialog.refuse(f"{error} s saves it all the same.")
            case UnknownRecord():
                dialog.refuse(f"{error.ref} is not there any more.")
            case _:
                dialog.refuse(str(error))

    def _ask_which(self, dialog: FormDialog, error: Collision) -> None:
        ref = Ref(error.ref)

        def read(reader: Reader, asker: Asker) -> tuple[Record | None, dict[Ref, str]]:
            del asker
            record = reader.find(ref)
            seen = self._bench.link.covers.seen
            return record, names_in(record, reader, seen) if record else {}

        def show(read: tuple[Record | None, dict[Ref, str]]) -> None:
            record, names = read
            if record is None:
                dialog.refuse(f"{ref} is not there any more.")
            else:
                dialog.collide(record, names, error.fields, error.by)

        self._bench.read(read, show, group="form")

    def find(self, text: str, kinds: Sequence[Kind], unwanted: Stop) -> list[Offer]:
        """What may be meant among records of these kinds; on a worker thread."""
        with self._bench.link.asking(unwanted) as (reader, asker):
            return found(
                text, kinds, self.pool(kinds, reader), reader, asker, self._bench.link.covers.seen
            )

    def pool(self, kinds: Sequence[Kind], reader: Reader) -> Pool:
        """The names of the few, as they are now."""
        key = tuple(kinds)
        if key not in self._pools or self._pools[key][0] != reader.operation:
            self._pools[key] = reader.operation, pool(kinds, reader)
        return self._pools[key][1]


def is_of(kind: Kind, name: str) -> bool:
    """Whether it is the reference of a record of that kind."""
    return bool(REFERENCE.fullmatch(name)) and name[0] == kind.value


def names_in(record: Record, reader: Reader, seen: Seen) -> dict[Ref, str]:
    """The labels of the records that a record names."""
    return labels(tuple(sheets.values_of(record).values()), reader, seen)


def labels(values: tuple[Any, ...], reader: Reader, seen: Seen) -> dict[Ref, str]:
    """The labels of the records that values name, as they are shown."""
    refs = dict.fromkeys(named_by(values))
    known = {ref: reader.listing(ref.kind, (ref.number,)) for ref in refs}
    return {ref: seen(one[0]).label for ref, one in known.items() if one}


def _covered(record: Record, shown: Record) -> dict[str, str]:
    """What stands in the place of covered words, by field."""
    sign = f"{BAR * 2} {record.sensitivity}, Enter shows it"
    names = (one.name for one in sheets.sheet(type(record)))
    # One that cannot be read is typed as it came, and that is covered, too.
    return {
        name: sign
        for name in names
        if getattr(shown, name) != getattr(record, name)
        or shown.extra.get(name) != record.extra.get(name)
    }


def _wanted() -> bool:
    """The form is wanted, however long it takes."""
    return False


def _says_something(record: Record) -> bool:
    """Whether anything was filled in."""
    blank = type(record)(id=record.id)
    return msgspec.structs.asdict(record) != msgspec.structs.asdict(blank)


def _for_the_next(record: Record) -> dict[str, Any]:
    """What the next record of the kind may have in common with this one."""
    values = sheets.values_of(record)
    defaults = sheets.values_of(type(record)())
    return {
        name: one for name, one in values.items() if name not in _ITS_OWN and one != defaults[name]
    }


_FILLINGS: WeakKeyDictionary[Bench, Filling] = WeakKeyDictionary()


def filling_of(bench: Bench) -> Filling:
    """The forms of a desk; all parts of it share what was made last."""
    if bench not in _FILLINGS:
        _FILLINGS[bench] = Filling(bench)
    return _FILLINGS[bench]
