"""A form over the desk: fields with their lists, parts and records, saved as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import msgspec

from store import sheets
from store.derive.picking import Offer
from store.errors import WrongValue
from store.ids import Kind, Ref
from store.record import Record
from store.sheets import Entry, Sort
from tui import form as forms
from tui.bindings import USUAL, Bindings
from tui.desk.dialogs.picker import Picked, Picker, Stop, Wanted
from tui.desk.dialogs.question import Question
from tui.desk.dialogs.sheet import Sheet
from tui.desk.message import Intended
from tui.form import Form, Row
from tui.intents import Action, Do
from tui.render.form import Hints, choices_of
from tui.render.question import Choice

#: The kinds that a picker in a form can make by their name.
_MADE = frozenset({Kind.LOCATION, Kind.SOURCE, Kind.ACTOR})

#: What may be meant by a text among records of these kinds; on a worker thread.
FindAmong = Callable[[str, Sequence[Kind], Stop], list[Offer]]
#: Saves the form, and tells the dialog how it went.
Save = Callable[["FormDialog"], None]


def _nothing(*_: object) -> None:
    """Keep nothing."""


class Around(NamedTuple):
    """What a form asks of the desk."""

    find: FindAmong
    names: Mapping[Ref, str]
    """The labels of the records that its fields name."""
    last: Mapping[str, Any]
    """The values of the record of the kind that was made last; empty for none."""
    keep: Callable[[Form], None] = _nothing
    """Keeps what was typed, until it is saved."""
    discard: Callable[[], None] = _nothing
    """Forgets it: nobody wants it."""
    covered: Mapping[str, str] = {}
    """What stands in the place of covered words, by field."""
    why_not: str = ""
    """Why nothing can be saved; "" when it can."""


class FormDialog(Sheet):
    """Dismissed with the form as it was saved; None when it was left."""

    def __init__(
        self,
        title: str,
        form: Form,
        around: Around,
        save: Save,
        bindings: Bindings = USUAL,
        *,
        begins_typing: bool = False,
    ) -> None:
        """`save` is called with this dialog, when nothing is wrong with what was typed."""
        super().__init__(title, form, around.names, bindings, begins_typing=begins_typing)
        self.covered = around.covered
        self._around = around
        self._save = save
        self._is_saving = False
        self._is_part = not issubclass(form.of, Record)

    def keep(self, form: Form) -> None:
        if forms.is_dirty(form):
            self._around.keep(form)

    def keys(self) -> dict[str, Callable[[], object]]:
        own = super().keys()
        own |= dict.fromkeys(("plus", "+"), self._add)
        own |= dict.fromkeys(("equals_sign", "="), self._fill)
        own |= dict.fromkeys(("q", "escape"), self.close)
        if self.form.here.entry.name in self.form.theirs:
            own |= {"m": self._keep_mine, "t": self._take_theirs}
        return own

    def hints(self) -> Hints:
        form, row = self.form, self.form.here
        found: list[tuple[str, str]] = []
        if row.entry.name in form.theirs:
            found += [("m", "keep yours"), ("t", "take theirs")]
        if choices_of(form, row) is not None:
            found.append(("1-9", "choose"))
        found.append(("Enter", "add" if row.is_adder else "edit"))
        if row.item is not None:
            found += [("+", "add"), ("-", "remove")]
        found.append(("s", "done" if self._is_part else "save"))
        if forms.is_touched(form, row.entry.name):
            found.append(("u", "as it was"))
        if self._around.last:
            found.append(("=", "from the last one"))
        return (*found, ("Esc", "leave"))

    def edit_more(self) -> None:
        row = self.form.here
        if row.is_adder:
            self._add()
        elif row.entry.sort in (Sort.REF, Sort.REFS):
            self._pick(row.entry, partial(self._take_ref, row))
        else:
            self._open_part(row)

    def _fill(self) -> None:
        if not self._around.last:
            self.say("There is nothing to fill in from: none was made in this session yet.")
            return
        form, count = forms.filled(self.form, self._around.last)
        self.put(form)
        self.say(f"Filled in {count} empty field{'' if count == 1 else 's'} from the last one.")

    def _keep_mine(self) -> None:
        self.put(forms.kept_mine(self.form, self.form.here.entry.name))

    def _take_theirs(self) -> None:
        self.put(forms.taken_theirs(self.form, self.form.here.entry.name))

    # -- items, parts and records ---------------------------------------------------------

    def _add(self) -> None:
        entry = self.form.here.entry
        if entry.sort is Sort.REFS:
            self._pick(entry, partial(self._add_ref, entry))
        elif entry.sort is Sort.PARTS and entry.part is not None:
            named = next((one for one in sheets.sheet(entry.part) if one.sort is Sort.REF), None)
            if named is not None and named.is_needed:
                self._pick(named, partial(self._add_part_of, entry, named))
            else:
                self._open_sheet(entry, forms.blank(entry.part), partial(self._add_part, entry))
        else:
            self.say(f"{forms.sentence(entry.name)} has one value. Enter edits it.")

    def _pick(self, entry: Entry, then: Callable[[Ref], None]) -> None:
        kinds = (entry.named,) if entry.named else tuple(Kind)
        makes = tuple(kind for kind in kinds if kind in _MADE)

        def find(text: str, unwanted: Stop) -> list[Offer]:
            return self._around.find(text, kinds, unwanted)

        def take(picked: Picked | None) -> None:
            if picked is None:
                self.draw()
            elif picked.ref is not None:
                self.names[picked.ref] = picked.name
                then(picked.ref)
            elif picked.making is not None:
                self.form, ref = forms.with_newcomer(self.form, picked.making, picked.name)
                then(ref)

        noun = entry.named.noun if entry.named else "record"
        wanted = Wanted(f"{forms.sentence(entry.label)}: which {noun}?", find, makes)
        self.app.push_screen(Picker(wanted, self.bindings), take)

    def _take_ref(self, row: Row, ref: Ref) -> None:
        if row.item is None:
            self.put(forms.given(self.form, row.entry.name, ref))
        else:
            self.put(forms.changed_item(self.form, row.entry.name, row.item, ref))

    def _add_ref(self, entry: Entry, ref: Ref) -> None:
        self.put(forms.added(self.form, entry.name, ref))

    def _add_part_of(self, entry: Entry, named: Entry, ref: Ref) -> None:
        if entry.part is not None:
            self._add_part(entry, sheets.made(entry.part, {named.name: ref}))

    def _add_part(self, entry: Entry, part: msgspec.Struct) -> None:
        self.put(forms.added(self.form, entry.name, part))

    def _open_part(self, row: Row) -> None:
        value = forms.value_of(self.form, row.entry.name)
        part = value if row.item is None else value[row.item]
        if row.entry.part is None:
            return
        form = forms.blank(row.entry.part) if part is None else forms.begun(part)

        def take(made: msgspec.Struct) -> None:
            if row.item is None:
                self.put(forms.given(self.form, row.entry.name, made))
            else:
                self.put_item(made)

        self._open_sheet(row.entry, form, take)

    def _open_sheet(self, entry: Entry, form: Form, take: Callable[[msgspec.Struct], None]) -> None:
        """Fill in a part in a form of its own; it is saved with the record."""

        def save(dialog: FormDialog) -> None:
            dialog.take_part()

        def taken(done: Form | None) -> None:
            if done is not None:
                self.form = replace(self.form, created=done.created)
                take(_part(done))
            self.draw()

        around = self._around._replace(
            names=self.names, last={}, keep=_nothing, discard=_nothing, covered={}, why_not=""
        )
        form = replace(form, created=self.form.created)
        title = f"{self.title_text}: {entry.label}"
        begins = form.base is None
        self.app.push_screen(
            FormDialog(title, form, around, save, self.bindings, begins_typing=begins), taken
        )

    def take_part(self) -> None:
        """Give the part back to the form that it belongs to, or say what it lacks."""
        try:
            _part(self.form)
        except WrongValue as wrong:
            self.refuse(str(wrong), wrong.field)
        else:
            self.dismiss(self.form)

    # -- saving and leaving ---------------------------------------------------------------

    def begin_to_save(self) -> None:
        problems = forms.problems_of(self.form)
        if self._is_saving:
            self.say("Being saved …")
        elif self._around.why_not:
            self.say(self._around.why_not)
        elif problems:
            name = next(
                row.entry.name for row in forms.rows_of(self.form) if row.entry.name in problems
            )
            self.form = forms.at(self.form, name)
            many = f" {len(problems)} fields need a look." if len(problems) > 1 else ""
            self.say(f"Not saved. {problems[name]}{many}")
        elif self.form.base is not None and not forms.edited(self.form):
            self.dismiss(None)
        else:
            self._is_saving = True
            self._save(self)

    def refuse(self, sentence: str, field: str = "") -> None:
        """It was not saved: say why, the cursor at the field; nothing that was typed is lost."""
        self._is_saving = False
        if field:
            self.form = forms.at(self.form, field)
        self.say(f"Not saved. {forms.sentence(sentence)}")

    def collide(
        self, now: Record, names: Mapping[Ref, str], fields: tuple[str, ...], by: str
    ) -> None:
        """Somebody changed the same fields: show both values, and ask which it is."""
        self._is_saving = False
        self.names |= names
        self.form = forms.collided(self.form, now, fields, by)
        self.say(
            f"Not saved yet: {by} changed this record meanwhile. m keeps yours, t takes theirs."
        )

    def close(self) -> None:
        """Leave; what would be lost is asked about first."""
        self._leave(quits=False)

    def quit(self) -> None:
        self._leave(quits=True)

    def _leave(self, *, quits: bool) -> None:
        if self._is_saving:
            self.say("Being saved …")
        elif not forms.is_dirty(self.form):
            self._end(quits)
        elif self._is_part and not forms.problems_of(self.form) and _is_whole(self.form):
            # As of a field that is left: nothing that was typed is lost, and nothing is saved yet.
            self.dismiss(self.form)
        else:
            choices = (Choice("s", "save"), Choice("d", "throw it away"), Choice("g", "go on"))
            question = Question(
                "Not saved yet", "What you typed here is not saved.", choices, self.bindings
            )
            self.app.push_screen(question, partial(self._answer, quits))

    def _answer(self, quits: bool, answer: str | None) -> None:
        if answer == "s":
            self.begin_to_save()
        elif answer == "d":
            self._end(quits)
        else:
            self.draw()

    def _end(self, quits: bool) -> None:
        self._around.discard()
        if quits:
            self.post_message(Intended(Do(Action.QUIT)))
        else:
            self.dismiss(None)


def _is_whole(form: Form) -> bool:
    return all(
        forms.value_of(form, one.name) is not None for one in sheets.sheet(form.of) if one.is_needed
    )


def _part(form: Form) -> msgspec.Struct:
    """The part that a form fills in; WrongValue where it lacks what it needs."""
    values = {one.name: forms.value_of(form, one.name) for one in sheets.sheet(form.of)}
    if form.base is not None:
        return msgspec.structs.replace(form.base, **values)
    return sheets.made(form.of, values)
