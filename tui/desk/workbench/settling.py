"""The end of a text: it is written, or kept as a draft; two people in one note choose."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from store.changes import Operation
from store.errors import DeskError, Stale, UnknownRecord
from store.ids import Ref
from store.reader import Asker, Reader
from store.text import clean
from tui.desk.bench import Bench
from tui.desk.workbench.autosave import Autosave
from tui.sheet import Sheet, sheet_of
from tui.written_note import NotUnderstood, Written, as_text, both, of_text

EMPTY = "Nothing was written: the text is empty."
UNCHANGED = "Nothing was written: the text is as it was."
KEPT = "The text is kept as a draft: {{long-note}} on {key} goes on with it."
#: Of a text on a record that is gone, on which it cannot be gone on with.
LEFT = "The text is kept as a draft: {{drafts}} lists it, and says which file has it."
GONE = "{key} is not there any more."


class Settling:
    """Ends one text after the other for one desk."""

    def __init__(self, bench: Bench, edit: Callable[[Sheet, Autosave, str], None]) -> None:
        """`edit` has a text edited once more, on the sheet of the version that is there now."""
        self._bench = bench
        self._edit = edit

    def take(self, sheet: Sheet, saving: Autosave, typed: str, remark: str = "") -> None:
        """Write what came from an editor, if it says anything new that can be understood."""
        if typed == sheet.text:
            saving.discard()
            self._bench.say(f"{remark}{UNCHANGED}")
            return
        saving.now(typed)
        try:
            written = of_text(typed)
        except NotUnderstood as problem:
            self.let_go(sheet, saving, f"{remark}{problem}")
        else:
            self.write(sheet, saving, written)

    def write(self, sheet: Sheet, saving: Autosave, written: Written) -> None:
        """Write it; the draft goes only when it is written."""
        if not written.body:
            saving.discard()
            self._bench.say(EMPTY)
            return

        def refused(error: DeskError) -> None:
            if isinstance(error, Stale) and sheet.note is not None:
                self._ask(sheet, saving, written)
            else:
                is_gone = isinstance(error, UnknownRecord)
                self.let_go(sheet, saving, str(error), LEFT if is_gone else KEPT)

        def written_now(_: Operation | None) -> None:
            saving.discard()

        done = self._bench.bindings.said(sheet.done(written))
        self._bench.run(sheet.command(written), done, written_now, refused)

    def let_go(self, sheet: Sheet, saving: Autosave, why: str = "", how: str = KEPT) -> None:
        """Keep the text as a draft, and say why it is not written."""
        kept = self._bench.bindings.said(how.format(key=sheet.key)) if saving.keep() else ""
        self._bench.say(f"{why} {kept}".strip())
        if saving.unkept:
            self._edit(sheet, saving, saving.unkept)

    # -- two people in one note -----------------------------------------------------------

    def _ask(self, sheet: Sheet, saving: Autosave, written: Written) -> None:
        """Somebody else has written the note meanwhile: show both, and have a person choose."""

        def work(reader: Reader, asker: Asker) -> Sheet | None:
            del asker
            return sheet_of(reader, sheet.refs, self._bench.link.covers.seen, rewrites=True)

        def show(now: Sheet | None) -> None:
            if now is None:
                self.let_go(sheet, saving, GONE.format(key=sheet.key), LEFT)
            else:
                self._show(now, saving, written)

        self._bench.read(work, show, group="settling")

    def _show(self, now: Sheet, saving: Autosave, written: Written) -> None:
        from tui.desk.dialogs.versions import VersionsDialog  # noqa: PLC0415  it is seldom needed

        stamp = now.note.updated if now.note is not None else None
        name = f"{clean(stamp.by)}, {stamp.at[11:16]} UTC" if stamp else "somebody else"
        dialog = VersionsDialog(
            Ref(now.key), as_text(now.begun), as_text(written), name, self._bench.bindings
        )
        self._bench.ask(dialog, partial(self._chosen, now, saving, written, name))

    def _chosen(
        self, now: Sheet, saving: Autosave, mine: Written, name: str, answer: str | None
    ) -> None:
        match answer:
            case "m":
                self.write(now, saving, mine)
            case "b":
                merged = both(now.begun, mine, (name, self._bench.link.repository.author))
                saving.now(as_text(merged, now.remarks))
                self.write(now, saving, merged)
            case "e":
                self._edit(now, saving, as_text(mine, now.remarks))
            case "t":
                self.let_go(now, saving, f"The text of {name} stays.")
            case _:
                self.let_go(now, saving)
