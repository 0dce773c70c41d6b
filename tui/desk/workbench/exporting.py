"""Writing what the leading list shows, or what is marked, into a file for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from textual.worker import get_current_worker

from store.derive.covers import sensitive
from store.errors import DeskError, Interrupted, reason_of
from store.exports import formats, writing
from store.exports.covering import Covering
from store.exports.exporter import Exporter, Written, deed, remarks
from store.exports.found import Found
from store.ids import Kind, Ref
from store.query import parse
from store.reader import Reader
from store.syntax import Query
from store.text import clean
from tui import hits
from tui.desk.bench import Bench
from tui.desk.prompt import Wish
from tui.intents import Action
from tui.marked import has_marks, meant
from tui.render.confirming import counted
from tui.render.menu import Answer
from tui.state import Pane, View
from tui.this_value import about

NOTHING_LISTED = "Nothing is listed here that could be exported. {all} lists all."
#: Of whom a page is seen, the files are not on their machine.
NO_FILES = "A browser's desk writes no files: `incident-desk export` does, where the store is."


class Exporting:
    """Exports for one desk: a format, a file, and then it is done behind the screen."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """Ask for the format."""
        del action
        bench = self._bench
        if bench.screen.app.is_web:
            bench.say(NO_FILES)
            return
        asked = _Asked(bench.view)
        shown = bench.view.lists[bench.view.leading]
        goes_on = shown.search is not None and shown.search.goes_on
        if not (asked.marked or shown.rows.total or goes_on):
            bench.say(bench.bindings.said(NOTHING_LISTED))
            return
        kind = asked.kind
        answers = [
            Answer(str(at), one.format, one.title)
            for at, one in enumerate(formats.EXPORTERS, start=1)
            if kind in one.holds
        ]
        bench.menu(f"Export {asked.name} as:", answers, partial(self._ask_file, asked))

    def _ask_file(self, asked: _Asked, key: str) -> None:
        exporter = formats.EXPORTERS[int(key) - 1]
        wish = Wish(
            label="To file:",
            text=f"{asked.kind.table}.{exporter.ending}",
            taken=partial(self._write, asked, exporter),
            hint="a new file, for you alone",
            problem=_problem,
        )
        self._bench.prompt(wish)

    def _write(self, asked: _Asked, exporter: Exporter, text: str) -> None:
        self._bench.say(f"Exporting {asked.name} …")
        work = partial(self._work, asked, exporter, _place(text))
        self._bench.screen.run_worker(work, thread=True, group="export")

    def _work(self, asked: _Asked, exporter: Exporter, place: Path) -> None:
        """On a worker thread."""
        tell = self._bench.screen.app.call_from_thread
        try:
            said = self._export(asked, exporter, place)
        except Interrupted:
            # The desk is being closed: the file is not there.
            return
        except (DeskError, writing.TakenPlace) as error:
            tell(self._bench.say, f"{error}".rstrip(".") + ".")
        except OSError as error:
            tell(self._bench.say, f"{place.name} cannot be written: {reason_of(error)}.")
        else:
            self._bench.desk.look()
            tell(self._bench.say, said)

    def _export(self, asked: _Asked, exporter: Exporter, place: Path) -> str:
        link, written, worker = self._bench.link, Written(), get_current_worker()

        @contextmanager
        def reads() -> Iterator[Reader]:
            with link.asking(lambda: worker.is_cancelled) as (reader, _):
                yield reader

        with link.asking(lambda: worker.is_cancelled) as (reader, asker):
            known = sensitive(reader, asker)
            numbers = asked.marked or list(reader.search(asked.query, asked.kind, asker))
        found = Found(reads, {asked.kind: numbers}, Covering(known), written)
        writing.write(place, exporter.write(found))
        label = deed(exporter, written, shows_covered=False)
        said = [f"{label[:1].upper()}{label[1:]}: {place.name}."]
        if link.only_reads:
            said.append("The history does not tell of it: nothing can be written here.")
        else:
            link.note_export(label, f"to {place.name}; {asked.words}")
        # At the desk there is no option to be named.
        said += (one.partition(";")[0].rstrip(".") + "." for one in remarks(exporter, written))
        return " ".join(said)


class _Asked:
    """What is to be exported, as the desk showed it when it was asked for."""

    def __init__(self, view: View) -> None:
        pane = view.leading
        marked = view.active is not Pane.DETAIL and has_marks(view, view.listed)
        refs: Sequence[Ref] = meant(view) if marked else ()
        shown = view.lists[pane]
        self.kind: Kind = refs[0].kind if refs else pane.kind
        self.marked = [ref.number for ref in refs]
        text = hits.in_force(view)
        self.query = Query(about(shown.of)) if shown.of else parse(text)
        self.words = " ".join(refs[:20]) if refs else str(self.query)
        self.name = counted(tuple(refs)) if refs else f"these {self.kind.table}"


def _place(text: str) -> Path:
    return Path(text.strip()).expanduser()


def _problem(text: str) -> str:
    """What is wrong with a file's name; "" for nothing."""
    if not text.strip():
        return "Type the name of a file."
    try:
        place = _place(text)
        writing.check(place)
        if not place.parent.is_dir():
            return f"There is no folder {clean(str(place.parent))}."
    except writing.TakenPlace as taken:
        return f"{clean(str(taken)).partition(';')[0]}."
    except (OSError, RuntimeError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "it is no path"
        return f"That cannot be written: {reason}."
    return ""
