"""What is typed in forms and not saved: kept on the disk, and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from store.drafts import Draft, OpenDraft
from store.errors import UnwritableStore
from store.ids import Ref
from tui import form_draft
from tui.desk.bench import Bench
from tui.desk.dialogs.question import Question
from tui.desk.drafts import form_drafts_of
from tui.desk.message import telling
from tui.desk.workbench.autosave import Autosave
from tui.form import Form
from tui.render.drafts import form_question
from tui.render.question import Choice


class Unsaved:
    """Keeps the forms of one desk until they are saved or thrown away."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._drafts = form_drafts_of(bench.link)

    def keeping(
        self, about: tuple[Ref, ...], version: int, resumed: OpenDraft | None = None
    ) -> Autosave:
        """Keeps one form from its first change on."""
        say = telling(self._bench.screen)
        return Autosave(self._drafts, (about, None, version), say, resumed)

    def ask(
        self,
        about: tuple[Ref, ...],
        fresh: Callable[[], None],
        again: Callable[[Form, OpenDraft], None],
    ) -> None:
        """Go on with what was typed there before, or begin anew; a person is asked."""
        draft = next((one for one in self._drafts.all() if one.about == about), None)
        form = form_draft.read(draft.text) if draft else None
        if draft is None or form is None:
            fresh()
            return
        title, text = form_question(draft)
        choices = (Choice("g", "go on with it"), Choice("d", "throw it away"))
        question = Question(title, text, choices, self._bench.bindings)
        self._bench.ask(question, partial(self._answer, draft, form, fresh, again))

    def _answer(
        self,
        draft: Draft,
        form: Form,
        fresh: Callable[[], None],
        again: Callable[[Form, OpenDraft], None],
        answer: str | None,
    ) -> None:
        if not answer:
            return
        try:
            taken = self._drafts.take(draft)
        except UnwritableStore as error:
            self._bench.say(str(error))
            return
        if taken is None:
            self._bench.say("Another desk of yours goes on with that form.")
        elif answer == "g":
            again(form, taken)
        else:
            taken.discard()
            fresh()
