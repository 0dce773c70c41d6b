"""The fields of a record over the desk: moving among them, typing, choosing words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec
from textual import events

from store.ids import Ref
from store.sheets import Entry, Sort
from tui import form as forms
from tui.bindings import USUAL, Bindings
from tui.desk.dialogs.line_panel import LinePanel
from tui.desk.pressed import digit_of, names_of, pressed
from tui.form import Form
from tui.intents import Action
from tui.layout import Box
from tui.render.form import Hints, Look, choices_of, form_lines, room, value_box, words_of
from tui.render.line import Line

#: So many characters a field may have.
LONGEST = 100_000
TOO_LONG = f"That is longer than {LONGEST:,} characters: it is cut there."
#: Where digits begin to type.
_DIGITS_TYPE = frozenset({Sort.DATE, Sort.MOMENT, Sort.NUMBER})
#: What is typed in a line.
TYPED = _DIGITS_TYPE | {Sort.TEXT, Sort.WORDS, Sort.MAPPING}
#: While a field is typed.
TYPING_HINTS = (
    ("Enter", "next"),
    ("F2", "save"),
    ("Tab", "type on"),
    ("Esc", "leave field"),
)


class Sheet(LinePanel[Form]):
    """Shows a form and has its fields filled in; a subclass says what saves it."""

    def __init__(
        self,
        title: str,
        form: Form,
        names: Mapping[Ref, str],
        bindings: Bindings = USUAL,
        *,
        begins_typing: bool = False,
    ) -> None:
        """`names` are the labels of the records that the fields name."""
        super().__init__(self._retyped, LONGEST, bindings)
        self.form = form
        self.title_text = title
        self.names = dict(names)
        self.covered: Mapping[str, str] = {}
        """What stands in the place of covered words, by field."""
        self._begins_typing = begins_typing
        self._is_typing = False
        self._problem = ""

    def on_mount(self) -> None:
        if self._begins_typing and self.form.here.entry.sort in TYPED:
            self.edit()
        self.draw()

    # -- drawing --------------------------------------------------------------------------

    @property
    def form_size(self) -> tuple[int, int]:
        """How large the form itself is drawn."""
        return (self.box.width, self.box.height)

    @property
    def _look(self) -> Look:
        return Look(
            self.title_text,
            self.names,
            TYPING_HINTS if self._is_typing else self.hints(),
            self.message,
            self._is_typing,
            self._problem,
            self.covered,
        )

    def draw(self) -> None:
        """Show it as it is now."""
        self.cursor = self.form.row
        super().draw()

    def line_box(self) -> Box | None:
        return value_box(self.form, self.top, self.form_size) if self._is_typing else None

    def lines(self) -> tuple[Line, ...]:
        return form_lines(self.form, self._look, self.top, self.form_size)

    def room(self) -> int:
        return room(self._look, self.form_size)

    def row_count(self) -> int:
        return len(forms.rows_of(self.form))

    def move(self, steps: int) -> None:
        """Move the cursor so many rows."""
        self.put(forms.moved(self.form, steps))

    def put(self, form: Form) -> None:
        """Have another form."""
        self.form = form
        self.keep(form)
        self.draw()

    def keep(self, form: Form) -> None:
        """Have what was typed so far kept until it is saved."""

    # -- keys -----------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """While a field is typed the keys are its own; else they move, choose and save."""
        if self.app.screen is not self:
            pressed(event)
            self.pass_on(event)
        elif event.key in ("f2", "ctrl+s"):
            pressed(event)
            self.leave_field()
            self.begin_to_save()
        elif self._is_typing:
            pressed(event)
            self.message = ""
            self._type(event)
        elif self.bindings.means(Action.QUIT, *names_of(event).names):
            pressed(event)
            self.quit()
        elif digit_of(event):
            pressed(event)
            self.message = ""
            self._digit(digit_of(event))
        else:
            super().on_key(event)

    def keys(self) -> dict[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = dict.fromkeys(
            ("enter", "l", "right", "i"), self.edit
        )
        own |= {"tab": partial(self.move, 1), "shift+tab": partial(self.move, -1)}
        own |= dict.fromkeys(("minus", "-", "delete", "backspace"), self._empty)
        own |= {"s": self.begin_to_save, "u": self._put_back}
        return own

    def hints(self) -> Hints:
        """What the keys do while no field is typed, the most important first."""
        raise NotImplementedError

    def quit(self) -> None:
        """Leave the desk."""
        raise NotImplementedError

    def edit_more(self) -> None:
        """Edit a field that is neither typed nor a word."""
        raise NotImplementedError

    def begin_to_save(self) -> None:
        """Save it, or say why not."""
        raise NotImplementedError

    def _type(self, event: events.Key) -> None:
        match event.key:
            case "enter" | "down":
                self.leave_field(1)
            case "up":
                self.leave_field(-1)
            case "escape":
                self.leave_field()
            case "tab" | "shift+tab":
                self.leave_field(1 if event.key == "tab" else -1)
                if self.form.here.entry.sort in TYPED and not self._is_locked:
                    self.edit()
            case _:
                self.line.press(event)
                self._retyped()

    def _retyped(self) -> None:
        """Say what is wrong while it is typed."""
        after = forms.typed(self.form, self.form.here.entry.name, self.line.value)
        self._problem = after.problems.get(self.form.here.entry.name, "")
        if len(self.line.value) > LONGEST:
            self._problem = TOO_LONG
        self.keep(after)
        self.draw()

    def leave_field(self, steps: int = 0) -> None:
        """Keep what was typed, and move on."""
        if not self._is_typing:
            return
        name, text = self.form.here.entry.name, self.line.value
        form = forms.typed(self.form, name, text)
        if len(text) > LONGEST:
            form = forms.refused(self.form, name, text, TOO_LONG)
        self._is_typing, self._problem = False, ""
        self.line.close()
        self.put(forms.moved(form, steps))

    # -- editing a field ------------------------------------------------------------------

    @property
    def _is_locked(self) -> bool:
        return forms.is_locked(self.form, self.form.here.entry)

    def edit(self, text: str | None = None) -> None:
        """Edit the field with the cursor; a line begins with `text`, or with what is there."""
        row = self.form.here
        found = None if row.item is not None else choices_of(self.form, row)
        if self._is_locked:
            self.say("A sealed name is not edited here.")
        elif row.entry.sort in TYPED:
            self._is_typing = True
            self.line.open(forms.text_of(self.form, row.entry) if text is None else text)
            self._retyped()
        elif found is not None:
            self._next_word(*found)
        else:
            self.edit_more()

    def _digit(self, digit: str) -> None:
        """Choose a word, or begin to type a date or a number."""
        row = self.form.here
        found = choices_of(self.form, row)
        if found is not None:
            self._choose(found[0], int(digit) - 1 if digit != "0" else None)
        elif row.entry.sort in _DIGITS_TYPE:
            self.edit(digit)
        else:
            self.say("Enter edits this field; digits choose where words are listed.")

    def _choose(self, entry: Entry, index: int | None) -> None:
        words, name = words_of(entry), self.form.here.entry.name
        if index is None and entry.default is not None:
            self.say(f"{entry.label} is always one of these.")
        elif index is not None and index >= len(words):
            self.say(f"There is no word {index + 1}.")
        elif entry.sort is Sort.FLAG:
            self.put(forms.given(self.form, name, index == 0))
        elif self.form.here.item is not None:
            value = entry.default if index is None else entry.value(words[index])
            self.put_item(msgspec.structs.replace(self.item, **{entry.name: value}))
        else:
            value = entry.default if index is None else entry.value(words[index])
            self.put(forms.given(self.form, name, value))

    def _next_word(self, entry: Entry, now: Any) -> None:
        """Enter goes through the words."""
        words = words_of(entry)
        at = words.index(str(now)) + 1 if str(now) in words else 0
        is_over = at >= len(words)
        self._choose(entry, (None if entry.default is None else 0) if is_over else at)

    def _empty(self) -> None:
        """Take an item away, or have the field say nothing."""
        row = self.form.here
        if row.item is not None:
            self.put(forms.removed(self.form, row.entry.name, row.item))
        elif self._is_locked:
            self.say("A sealed name is not edited here.")
        elif not row.is_adder:
            default = None if row.entry.is_needed else row.entry.default
            self.put(forms.given(self.form, row.entry.name, default))

    def _put_back(self) -> None:
        name = self.form.here.entry.name
        if forms.is_touched(self.form, name):
            self.put(forms.put_back(self.form, name))
        else:
            self.say(f"{forms.sentence(name)} is as it was.")

    @property
    def item(self) -> Any:
        """The item under the cursor, of a field that has several."""
        row = self.form.here
        return forms.value_of(self.form, row.entry.name)[row.item or 0]

    def put_item(self, item: Any) -> None:
        """Have another one in its place."""
        row = self.form.here
        if row.item is not None:
            self.put(forms.changed_item(self.form, row.entry.name, row.item, item))
