"""Documents that come in at the desk: read behind the screen, and told when they are there."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from textual.worker import get_current_worker

from store.arrivals import Arrival, Unread, without_secrets
from store.changes import Operation
from store.commands.arriving import (
    PASTED,
    WEB,
    AddReports,
    Given,
    Intake,
    Outcome,
    called,
    first_words,
)
from store.dates import PartialDate
from store.errors import DeskError, Interrupted
from store.ids import Ref
from store.ingest import reading
from store.ingest.limits import Allowed
from store.text import clean
from tui.desk.bench import Bench
from tui.desk.dialogs.form import FormDialog
from tui.desk.long_work import TELL_EVERY
from tui.desk.prompt import Wish
from tui.desk.workbench.filling import filling_of
from tui.intents import Action
from tui.render import arriving

HINT = "A file, folder or address; Esc, then paste a text"
AT_WORK = "Documents are being added still; their number is told when all are there."
#: What of a report that was pasted is given in another way than the rest.
_APART = frozenset({"text", "published_at", "publisher"})


class Arriving:
    """Adds documents for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._filling = filling_of(bench)
        self._at_work = threading.Event()
        self._read: dict[str, Arrival] = {}
        """What was read of each text that was pasted."""

    def begin(self, action: Action) -> None:
        """Ask which document; or go on with one that was pasted and not saved."""
        del action
        if self._bench.may_change():
            self._filling.go_on(self.ask, _title(None), self._save)

    def ask(self, text: str = "") -> None:
        """Ask for a file, a folder or an address."""
        if self._at_work.is_set():
            self._bench.say(AT_WORK)
            return
        self._bench.prompt(Wish("Add reports from", self._add, text, HINT, _problem))

    # -- from a file or an address --------------------------------------------------------

    def _add(self, text: str) -> None:
        place = _meant(text)
        self._at_work.set()
        self._bench.say(f"Reading {clean(without_secrets(place))} …")
        work = partial(self._add_behind, place)
        self._bench.screen.run_worker(work, thread=True, group="adding")

    def _add_behind(self, place: str) -> None:
        worker = get_current_worker()
        tell = self._bench.screen.app.call_from_thread
        progress = _Progress(self._bench)
        intake = Intake(told=progress.told)
        allowed = Allowed(private=self._bench.config.ingest.private_addresses)
        arrivals = reading.arrivals([place], allowed=allowed, stop=lambda: worker.is_cancelled)
        link = self._bench.link
        command = AddReports(called([place]), arrivals, link.keep, intake=intake)
        try:
            link.add(command)
        except Interrupted:
            # The desk is being closed.
            return
        except DeskError as error:
            tell(self._bench.say, str(error))
        else:
            self._bench.desk.look()
            tell(self._added, intake)
        finally:
            self._at_work.clear()

    def _added(self, intake: Intake) -> None:
        said = [clean(arriving.counts(intake))]
        if intake.first_unread is not None:
            said.append(clean(arriving.left_out(intake.first_unread)))
        if intake.failure is not None:
            said.append(str(intake.failure))
        if intake.added:
            said.append(self._bench.bindings.said("{undo} undoes it."))
        self._bench.say(" ".join(said))
        self._bench.screen.call_later(self._bench.desk.list_own)

    # -- pasted ---------------------------------------------------------------------------

    def paste(self, text: str) -> None:
        """Make a report of a text that was pasted, or fetch the address that it is."""
        if not text.strip() or not self._bench.may_change():
            return
        if text.strip().lower().startswith(WEB) and len(text.split()) == 1:
            self.ask(text.strip())
            return
        self._bench.say("Reading what was pasted …")
        work = partial(self._read_behind, text)
        self._bench.screen.run_worker(work, thread=True, group="pasted")

    def _read_behind(self, text: str) -> None:
        worker = get_current_worker()
        content = text.encode("utf-8", "replace")
        found = list(
            reading.arrivals(["-"], given=lambda: content, stop=lambda: worker.is_cancelled)
        )
        if worker.is_cancelled:
            return
        # A text that looks like a mailbox or a page is a text all the same.
        is_one = len(found) == 1 and isinstance(found[0], Arrival)
        read = found[0] if is_one and isinstance(found[0], Arrival) else _plain(content)
        self._bench.screen.app.call_from_thread(self._open, read._replace(place=PASTED))

    def _open(self, read: Arrival) -> None:
        self._bench.say("")
        self._read[read.text] = read
        values: dict[str, Any] = {
            "text": read.text,
            "title": clean(read.title or first_words(read.text)),
            "kind": read.kind,
            "author": clean(read.author),
            "url": clean(read.url),
            "published_at": read.published_at,
            "language": clean(read.language),
        }
        self._filling.paste(values, _title(read), self._save)

    def _save(self, dialog: FormDialog) -> None:
        values = dialog.form.values
        told: list[Outcome | Unread] = []
        read = self._read_of(str(values.get("text", "")))
        command = AddReports(
            "what was pasted",
            iter([_dated(read, values.get("published_at"), self._bench.link.author)]),
            self._bench.link.keep,
            self._given(dialog),
            Intake(told=told.append),
        )

        def said(operation: Operation | None) -> str:
            del operation
            outcome = next((one for one in told if isinstance(one, Outcome)), None)
            if outcome is None:
                return str(command.intake.failure or "Nothing was added.")
            way = "" if outcome.is_known else self._bench.bindings.said(" {undo} undoes it.")
            return f"{clean(arriving.told(outcome))}.{way}"

        def done(operation: Operation | None) -> None:
            del operation
            if command.intake.failure is not None:
                dialog.refuse(str(command.intake.failure))
            else:
                dialog.dismiss(dialog.form)

        self._bench.run(command, said, done, lambda error: dialog.refuse(str(error)))

    def _read_of(self, text: str) -> Arrival:
        """What was read of a text; of one from a draft, the text alone."""
        return self._read.get(text) or _plain(text.encode("utf-8", "replace"))

    def _given(self, dialog: FormDialog) -> Given:
        """What the form says."""
        values: Mapping[str, Any] = dialog.form.values
        publisher = values.get("publisher")
        named = str(publisher or "")
        if isinstance(publisher, Ref) and publisher in dialog.form.created:
            named = dialog.form.created[publisher].label
        fields = {name: one for name, one in values.items() if name not in _APART}
        return Given(publisher=named, fields=fields)


class _Progress:
    """Tells now and then how many documents are there."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._due = monotonic() + TELL_EVERY
        self._count = 0

    def told(self, one: Outcome | Unread) -> None:
        """Hear of a document; on a worker thread."""
        self._count += 1
        if monotonic() > self._due:
            self._due = monotonic() + TELL_EVERY
            said = f"{self._count:,} documents read; {clean(one.place)} is the last …"
            self._bench.screen.app.call_from_thread(self._bench.say, said)


def _meant(text: str) -> str:
    place = text.strip()
    return place if place.lower().startswith(WEB) else str(Path(place).expanduser())


def _problem(text: str) -> str:
    """What is wrong with what was typed; "" for nothing."""
    if not text.strip():
        return "Type the path of a file or a folder, or an address; Esc leaves."
    place = _meant(text)
    if place.lower().startswith(WEB) or Path(place).exists():
        return ""
    return f"There is no file {clean(place)}."


def _plain(content: bytes) -> Arrival:
    text = content.decode("utf-8")
    return Arrival(PASTED, content, "text/plain", text, method="as it was pasted")


def _dated(read: Arrival, date: object, author: str) -> Arrival:
    """The document with the date of the form, and with what that rests on."""
    found = date if isinstance(date, PartialDate) else None
    if found == read.published_at:
        return read
    return read._replace(published_at=found, date_from=f"given by {author}" if found else "")


def _title(read: Arrival | None) -> str:
    if read is None:
        return "PASTED REPORT"
    dated = f"date from {read.date_from}" if read.published_at else "no date is in it"
    return f"PASTED REPORT  {len(read.text):,} characters; {clean(dated)}"
