"""Writing notes: in one line, in an editor, and going on with what was typed before."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from store.commands.notes import check_length
from store.derive.covers import sign_of
from store.drafts import Draft, OpenDraft
from store.errors import UnwritableStore, WrongValue
from store.ids import Ref
from store.model import Note
from store.reader import Asker, Reader
from store.values import Cover
from tui import editors
from tui.desk.bench import Bench
from tui.desk.drafts import drafts_of, newest_on
from tui.desk.message import telling
from tui.desk.prompt import LONGEST, Wish
from tui.desk.workbench import editor
from tui.desk.workbench.autosave import Autosave
from tui.desk.workbench.confirming import confirmed
from tui.desk.workbench.opening import Opening
from tui.desk.workbench.settling import GONE, UNCHANGED, Settling
from tui.editors import Chosen
from tui.intents import Action
from tui.render.drafts import first_words, when
from tui.render.line import cut
from tui.render.menu import Answer
from tui.sheet import Sheet, is_one_note, sheet_of
from tui.state import Pane
from tui.written_note import NotUnderstood, about, of_line, of_text, offered

HINT = "? question, ! decision, lead: …; #tag at the end"
HASTY = "{name} came back at once: does it need an option to wait, as `code --wait`? "
#: So many seconds nobody needs to close an editor.
AT_ONCE = 0.7
NOWHERE = "The text can be kept nowhere. Esc throws it away, if nothing more is typed."
#: So many lists of the trail are looked at for records to mention.
MOST_LISTS = 40
NOTHING = "Nothing is selected. {down} and {up} choose a record to write about."


class Writing:
    """Writes notes for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._drafts = drafts_of(bench.link)
        self._settling = Settling(bench, self._edit)

    def begin(self, action: Action) -> None:
        """Begin a note, or go on with the draft that the record has."""
        if action is Action.DRAFTS:
            self._list_drafts()
            return
        if not self._bench.may_change():
            return
        refs = self._beside() if action is Action.NEW else self._meant()
        if not refs:
            self._bench.told(NOTHING)
            return
        draft = newest_on(self._drafts.all(), refs[0]) if len(refs) == 1 else None
        if draft is None:
            deed = f"Write a note about {about(refs)}"
            confirmed(self._bench, refs, deed, partial(self._begin_new, action))
        else:
            self._offer(draft, action, refs)

    def _meant(self) -> tuple[Ref, ...]:
        """The records that are meant; in an empty list of notes the one that they are about."""
        view = self._bench.view
        of = view.lists[Pane.NOTES].of
        return self._bench.meant() or ((of,) if view.active is Pane.NOTES and of else ())

    def _beside(self) -> tuple[Ref, ...]:
        """Among notes: the record that they are about, or the one in focus is."""
        view = self._bench.view
        of = view.lists[Pane.NOTES].of
        if of is not None and view.active is Pane.NOTES:
            return (of,)
        with self._bench.link.reading():
            dossier = self._bench.link.dossier(view.shown) if view.shown else None
        record = dossier.record if dossier else None
        return (record.target,) if isinstance(record, Note) and record.target else ()

    def _begin_new(self, action: Action, refs: tuple[Ref, ...]) -> None:
        if action is Action.NOTE:
            self._prompt(refs)
            return

        def take(sheet: Sheet | None, ahead: str) -> None:
            if sheet is None:
                self._bench.say(GONE.format(key=refs[0]))
            else:
                self._write(sheet, ahead)

        self._read(refs, take, rewrites=is_one_note(refs))

    def _read(
        self, refs: tuple[Ref, ...], then: Callable[[Sheet | None, str], None], *, rewrites: bool
    ) -> None:
        """Read what a text is about, and the note as it is now; keys typed ahead are held."""
        opening = Opening(self._bench.desk)
        self._bench.lay(opening)

        def work(reader: Reader, asker: Asker) -> Sheet | None:
            del asker
            return sheet_of(reader, refs, self._bench.link.covers.seen, rewrites=rewrites)

        def opened(sheet: Sheet | None) -> None:
            screen = self._bench.screen
            if screen.message_queue_size:
                # Keys that have come to the desk already are typed ahead, too.
                screen.call_later(opened, sheet)
            else:
                then(sheet, opening.end())

        self._bench.read(work, opened, group="writing")

    # -- what was typed before ------------------------------------------------------------

    def _offer(self, draft: Draft, action: Action, refs: tuple[Ref, ...]) -> None:
        words = self._words(draft, 40)
        title = f"A draft on {draft.key} from {when(draft.at, time.time())}: {words}"
        answers = (
            Answer("g", "go on with it"),
            Answer("n", "leave it, and write another"),
            Answer("t", "throw it away"),
        )
        chosen = {
            "g": partial(self.go_on, draft),
            "n": partial(self._begin_new, action, refs),
            "t": partial(self.throw_away, draft),
        }
        self._bench.menu(title, answers, lambda key: chosen[key]())

    def go_on(self, draft: Draft) -> None:
        """Go on with a draft where it was typed: in one line, or in an editor."""
        if not self._bench.may_change():
            return
        taken = self._take(draft)
        if taken is None:
            return
        if draft.note is None and _is_one_line(draft.text.strip()):
            self._prompt(draft.about, taken)
            return

        def resume(sheet: Sheet | None, ahead: str) -> None:
            if sheet is None:
                taken.keep()
                self._bench.say(f"{GONE.format(key=draft.key)} {draft.path} has the text.")
                return
            # The text is compared with what it was begun from, not with what is there now.
            self._write(Sheet(sheet.refs, sheet.label, sheet.note, draft.base), ahead, taken)

        self._read(draft.about, resume, rewrites=draft.note is not None)

    def throw_away(self, draft: Draft) -> None:
        """Throw a draft away."""
        taken = self._take(draft)
        if taken is not None:
            taken.discard()
            self._bench.say(f"The draft on {draft.key} is thrown away.")

    def _take(self, draft: Draft) -> OpenDraft | None:
        try:
            taken = self._drafts.take(draft)
        except UnwritableStore as error:
            self._bench.say(str(error))
            return None
        if taken is None:
            self._bench.say("It is being typed at another desk of yours.")
        return taken

    def _list_drafts(self) -> None:
        from tui.desk.dialogs.drafts import DraftsDialog  # noqa: PLC0415  few ask for it

        find, bindings = self._drafts.all, self._bench.bindings
        dialog = DraftsDialog(find, self.throw_away, bindings, self._words)
        self._bench.ask(dialog, lambda draft: self.go_on(draft) if draft else None)

    def _words(self, draft: Draft, cells: int) -> str:
        """The first words of a draft, or what stands in their place where its note is covered."""
        if draft.note is not None:
            with self._bench.link.reading():
                found = self._bench.link.dossier(draft.note)
            if found and isinstance(found.record, Note) and isinstance(found.record.body, Cover):
                return cut(sign_of(found.record.sensitivity, ""), cells)
        return first_words(draft.text, cells)

    # -- in one line ----------------------------------------------------------------------

    def _prompt(self, refs: tuple[Ref, ...], resumed: OpenDraft | None = None) -> None:
        sheet = Sheet(refs, about(refs))
        saving = self._autosave(sheet, resumed)

        def left(text: str) -> None:
            if text.strip():
                saving.now(text)
                self._settling.let_go(sheet, saving)
            else:
                saving.discard()

        def taken(text: str) -> None:
            saving.now(text)
            self._settling.write(sheet, saving, of_line(text))

        self._bench.prompt(
            Wish(
                f"Note on {sheet.label}",
                taken,
                text=resumed.draft.text.strip() if resumed else "",
                hint=HINT,
                suggest=self._mentions,
                left=left,
                changed=saving.typed,
            )
        )

    def _autosave(self, sheet: Sheet, resumed: OpenDraft | None) -> Autosave:
        say = telling(self._bench.screen)
        note = sheet.key if sheet.note is not None else None
        return Autosave(self._drafts, (sheet.refs, note, sheet.base), say, resumed)

    def _mentions(self, text: str) -> list[tuple[str, str]]:
        """Records at hand for a mention that is being typed: of the rows under the cursors."""
        if "[[" not in text:
            return []
        lists = [shown for step in self._bench.view.steps for shown in step.lists.values()]
        with self._bench.link.reading():
            known = {
                row.record.ref: row.record.label
                for shown in lists[:MOST_LISTS]
                for row in self._bench.link.rows(shown.rows, shown.cursor, 1)
            }
        return offered(text, known.items())

    # -- in an editor ---------------------------------------------------------------------

    def _write(self, sheet: Sheet, ahead: str, resumed: OpenDraft | None = None) -> None:
        """Have a text written in the person's editor, or in the desk's own.

        What was typed ahead goes to its end in the desk's own; no other can be given it.
        """
        text = sheet.text if resumed is None else resumed.draft.text
        saving = self._autosave(sheet, resumed)
        if ahead and not editors.chosen().command:
            text += ahead
            saving.typed(text)
        self._edit(sheet, saving, text, resumed)

    def _edit(
        self, sheet: Sheet, saving: Autosave, text: str, resumed: OpenDraft | None = None
    ) -> None:
        found = editors.chosen()
        if not found.command:
            self._edit_here(sheet, saving, text, found.remark)
            return
        # One that is gone on with is given as it lies there: its bytes may be no text.
        draft = resumed or saving.now(text)
        if draft is None or saving.unkept:
            self._edit_here(sheet, saving, text, found.remark)
        else:
            self._edit_outside(sheet, saving, found, draft, text)

    def _edit_outside(
        self, sheet: Sheet, saving: Autosave, found: Chosen, draft: OpenDraft, given: str
    ) -> None:
        began = time.monotonic()
        wrong = editor.run(self._bench.screen.app, found, draft.path)
        is_quick = time.monotonic() - began < AT_ONCE
        remark = f"{found.remark} " if found.remark else ""
        try:
            raw = draft.read()
        except OSError:
            raw, wrong = b"", wrong or f"{found.name} has taken its file away."
            if given == sheet.text:
                saving.discard()
                self._bench.say(f"{remark}{wrong} {UNCHANGED}")
                return
            saving.now(given)
        if is_quick and not wrong and raw == sheet.text.encode():
            remark += HASTY.format(name=found.name)
        if not wrong:
            try:
                self._settling.take(sheet, saving, raw.decode(), remark)
            except UnicodeDecodeError as error:
                line = raw.count(b"\n", 0, error.start) + 1
                wrong = f"What {found.name} wrote is not UTF-8 in line {line}."
        if wrong:
            self._settling.let_go(sheet, saving, f"{remark}{wrong}")

    def _edit_here(self, sheet: Sheet, saving: Autosave, text: str, remark: str) -> None:
        from tui.desk.dialogs.note_editor import NoteEditor  # noqa: PLC0415  an editor may be set

        is_lost = bool(saving.unkept)

        def closed(typed: str | None) -> None:
            if typed is not None:
                self._settling.take(sheet, saving, typed)
            elif dialog.text == sheet.text or (is_lost and dialog.text == text):
                saving.discard()
                self._bench.say(UNCHANGED)
            else:
                saving.now(dialog.text)
                self._settling.let_go(sheet, saving)

        problem = partial(_problem, sheet)
        remark = NOWHERE if is_lost else remark
        dialog = NoteEditor(sheet.title, text, saving.typed, problem, remark, self._mentions)
        self._bench.ask(dialog, closed)


def _is_one_line(text: str) -> bool:
    """Whether a draft was typed in one line, or may have been."""
    return "\n" not in text and not text.startswith("---") and len(text) <= LONGEST


def _problem(sheet: Sheet, text: str) -> str:
    """Why a text cannot be written; "" when it can."""
    try:
        check_length(of_text(text).body, sheet.begun.body)
    except (NotUnderstood, WrongValue) as problem:
        return str(problem)
    return ""
