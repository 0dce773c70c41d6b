"""The desk's own editor, for who has set none: a text, and two keys to leave it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import NoBinding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from store.rules import LONGEST_NOTE
from store.text import clean
from tui.desk.message import Intended, Trouble
from tui.desk.pressed import written
from tui.intents import Action, Do

KEYS = "Ctrl+S writes it   Esc leaves it as a draft"
#: Of what is pasted so many characters are taken: one that is too long is told to be so.
_MOST_PASTED = LONGEST_NOTE + 1000


def _letter(event: events.Key) -> str:
    """What the key writes; "" for one that writes nothing."""
    if event.key == "enter":
        return "\n"
    return written(event)


class _Paper(TextArea):
    """A text in which nothing acts on the terminal, and which leaves its clipboard alone."""

    def __init__(self, text: str) -> None:
        super().__init__(text, compact=True, highlight_cursor_line=False)
        # Nothing is drawn while nobody types.
        self.cursor_blink = False
        self._cut = ""

    def get_line(self, line_index: int) -> Text:
        """What is drawn of a line; the text itself stays as it is."""
        return Text(clean(self.document.get_line(line_index)), end="", no_wrap=True)

    async def _on_key(self, event: events.Key) -> None:
        # On to the screen, which has the keys that came before this had the keyboard.
        event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()

    def take(self, text: str) -> None:
        """Have a text written at the cursor."""
        self._replace_via_keyboard(text, *self.selection)

    async def press(self, key: str) -> bool:
        """Do now what a key does that writes nothing; whether it does anything."""
        with suppress(NoBinding):
            for binding in self._bindings.get_bindings_for_key(key):
                if await self.app.run_action(binding.action, self):
                    return True
        return False

    @property
    def before(self) -> str:
        """The line of the cursor, as far as that."""
        row, column = self.cursor_location
        return self.document.get_line(row)[:column]

    def complete(self, line: str) -> None:
        """Have the line of the cursor so, as far as that."""
        row, column = self.cursor_location
        self.move_cursor(self.replace(line, (row, 0), (row, column)).end_location)

    def action_copy(self) -> None:
        self._cut = self.selected_text or self._cut

    def action_cut(self) -> None:
        self._cut = self.selected_text or self._cut
        self.replace("", *self.selection)

    def action_paste(self) -> None:
        self.replace(self._cut, *self.selection)


class NoteEditor(ModalScreen[str], inherit_bindings=False):
    """Dismissed with the text that is to be written, or with None when it is left."""

    CSS = """
    NoteEditor { layout: vertical; background: $background; }
    NoteEditor Static { height: auto; max-height: 2; width: 1fr; padding: 0 1; }
    NoteEditor #title { background: $accent; color: $background; text-style: bold; height: 1; }
    NoteEditor #keys { background: $panel; }
    NoteEditor _Paper {
        height: 1fr; border: none; padding: 0 1; background: $background; color: $foreground;
        &>.text-area--cursor { text-style: reverse; background: $background; color: $foreground; }
        &>.text-area--selection {
            text-style: underline; background: $surface; color: $foreground;
        }
    }
    """

    def __init__(
        self,
        title: str,
        text: str,
        typed: Callable[[str], object],
        problem: Callable[[str], str],
        remark: str = "",
        offer: Callable[[str], Sequence[tuple[str, str]]] = lambda _: (),
    ) -> None:
        """`typed` hears of each change; `problem` says why a text cannot be written.

        `offer` completes the line before the cursor: the completed line, and what it says.
        """
        super().__init__()
        self._title = clean(title)
        self._begun = text
        self._typed = typed
        self._problem = problem
        self._remark = remark
        self._offer = offer
        self._trouble = ""
        self._paper = _Paper(text)
        # Lines may end otherwise in it.
        self._untouched = self._paper.text
        self._keys = Static(Content(KEYS), id="keys")

    @property
    def text(self) -> str:
        """What has been typed; what was not touched is as it was given."""
        typed = self._paper.text
        return self._begun if typed == self._untouched else typed

    def compose(self) -> ComposeResult:
        yield Static(Content(self._title), id="title")
        yield self._paper
        yield self._keys

    def on_mount(self) -> None:
        # Below the lines that say what it is.
        self._paper.focus()
        self._paper.move_cursor(self._paper.document.end)
        self._say(self._remark)

    async def on_key(self, event: events.Key) -> None:
        """Carry out every key here: left to Textual, some would overtake others in a burst."""
        own = {"ctrl+s": self._write, "escape": self._leave, "ctrl+q": self._end, "tab": self._tab}
        letter = _letter(event)
        if letter:
            self._paper.take(letter)
        elif event.key in own:
            own[event.key]()
        elif not await self._paper.press(event.key):
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted, behind the keys before it."""
        event.stop()
        self._paper.take(event.text[:_MOST_PASTED])

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Have it saved, and no longer say what was wrong."""
        event.stop()
        typed = self.text
        if typed != self._begun:
            self._typed(typed)
            found = self._offer(self._paper.before)
            self._say(f"Tab {found[0][1]}" if found else "")

    def on_trouble(self, message: Trouble) -> None:
        """Say what goes wrong while the text is typed."""
        self._trouble = message.sentence
        self._say("")

    def _say(self, text: str) -> None:
        shown = clean(text or self._trouble)
        said = f"{shown}  {KEYS}" if shown else KEYS
        self._keys.update(Content(said))

    def _tab(self) -> None:
        for completed, _ in self._offer(self._paper.before)[:1]:
            self._paper.complete(completed)

    def _write(self) -> None:
        """Give the text back, unless it cannot be written so."""
        problem = self._problem(self.text)
        if problem:
            self._say(problem)
        else:
            self.dismiss(self.text)

    def _leave(self) -> None:
        """Leave without writing it."""
        self.dismiss(None)

    def _end(self) -> None:
        """Quit the desk; what was typed is kept as a draft."""
        self.post_message(Intended(Do(Action.QUIT)))
