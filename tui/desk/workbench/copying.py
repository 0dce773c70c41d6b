"""Copying references, citations, addresses and words, each at a key press and at nothing else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from threading import Lock

from store.derive.covers import BAR
from store.derive.dossier import Dossier
from store.ids import Ref
from tui.desk.bench import Bench
from tui.desk.dialogs.copied import CopiedDialog
from tui.desk.message import ToTerminal
from tui.desk.terminal import clipboard
from tui.desk.terminal.clipboard import By
from tui.intents import Action
from tui.render.citation import addresses, citation, is_partly_covered
from tui.render.copied import Copy, said
from tui.terminal import of_environment

NOTHING = "There is no record here. {next-pane} goes to another pane."
NO_ADDRESS = (
    "{ref} has no web address: {{copy-address}} copies those of reports, and of what rests on them."
)
TOO_MANY = "Addresses are copied of one record: take the marks away with Esc, or mark none."
BARS = "Some of these words are covered. {reveal} shows them, then they can be copied."
COVERED = "Its words are covered, and left out: {reveal} shows them."
TOO_LONG = "That is more than a terminal's clipboard takes: it is shown."
BUFFER_ALONE = "Copied to screen's buffer, too long for the terminal's clipboard"
NO_CLIPBOARD = "This terminal has no clipboard for programs: select it with the mouse."


class Copying:
    """Copies for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._way = clipboard.way(of_environment(os.environ), os.environ)
        if bench.screen.app.is_web:
            # A page has no clipboard for what the desk sends, and its text can be selected.
            self._way = clipboard.SHOWN
        self._copies: Sequence[Copy] = ()
        """What the last key offered; none when another key came since."""
        self._at = 0
        self._newest = 0
        self._turn = Lock()

    def begin(self, action: Action) -> None:
        """Copy the first thing that is offered; the same key at once behind it, the next."""
        self._at += 1
        if not self._copies:
            self._copies, reason = self._offered(action)
            self._at = 0
            if reason:
                self._bench.say(reason)
                return
        # Any other key begins anew.
        self._bench.hold(action, self._forget)
        if self._at < len(self._copies):
            self._copy(self._bench.bindings.first(action))
        else:
            self._show("")

    def words(self, words: str) -> None:
        """Copy words that are selected."""
        if BAR in words:
            self._bench.told(BARS)
            return
        self._copies, self._at = (Copy("the words", clipboard.safe(words)),), 0
        self._copy("")
        self._forget()

    def _forget(self) -> None:
        self._copies = ()

    # -- what can be copied ---------------------------------------------------------------

    def _offered(self, action: Action) -> tuple[Sequence[Copy], str]:
        """What the key copies, one after the other; or why it copies nothing."""
        bench, refs = self._bench, self._bench.meant()
        if not refs:
            return (), bench.bindings.said(NOTHING)
        if len(refs) > 1:
            if action is Action.COPY_ADDRESS:
                return (), TOO_MANY
            return (Copy(f"{len(refs):,} references", " ".join(refs)),), ""
        with bench.link.reading():
            found = bench.link.dossier(refs[0])
        if found is None:
            return (), f"{refs[0]} is not there any more."
        if action is Action.COPY_ADDRESS:
            return self._addresses(refs[0], found)
        remark = bench.bindings.said(COVERED) if is_partly_covered(found) else ""
        first = Copy("the reference", str(refs[0]))
        return (first, Copy("its citation", citation(found), remark)), ""

    def _addresses(self, ref: Ref, found: Dossier) -> tuple[Sequence[Copy], str]:
        copies = tuple(
            Copy(f"the {f'{sort} ' if sort else ''}address of {of}", address)
            for of, sort, address in addresses(found)
        )
        no_address = self._bench.bindings.said(NO_ADDRESS.format(ref=ref))
        return copies, "" if copies else no_address

    # -- copying --------------------------------------------------------------------------

    def _copy(self, key: str) -> None:
        """Hand the text over behind the screen: a program may take its time."""
        copy, way = self._copies[self._at], self._way
        is_too_long = clipboard.is_too_long(copy.text)
        if way.by is By.NOBODY:
            self._show(NO_CLIPBOARD)
            return
        if is_too_long and not way.is_sure:
            self._show(TOO_LONG)
            return
        done = BUFFER_ALONE if is_too_long and way.by is By.SCREEN else way.done
        sentence = said(self._copies, self._at, done, key, is_sure=way.is_sure)
        self._newest += 1
        work = partial(self._hand_over, copy, sentence, self._newest)
        if way.is_sure:
            self._bench.screen.run_worker(work, thread=True, group="copying")
        else:
            self._handed(copy, sentence, "")

    def _hand_over(self, copy: Copy, sentence: str, number: int) -> None:
        # What was copied last is what stays, whichever thread comes first.
        with self._turn:
            if number == self._newest:
                problem = clipboard.hand_over(copy.text, self._way)
                self._bench.screen.call_later(self._handed, copy, sentence, problem)

    def _handed(self, copy: Copy, sentence: str, problem: str) -> None:
        if problem:
            self._ask((copy,), f"{problem}: it was not copied. Select it with the mouse.")
            return
        sequence = clipboard.sequence(copy.text, self._way.by)
        self._bench.screen.post_message(ToTerminal(sequence))
        self._bench.say(sentence)

    def _show(self, remark: str) -> None:
        """Have all that is offered on the screen, where a mouse can select it."""
        self._ask(tuple(self._copies), remark)
        self._forget()

    def _ask(self, copies: Sequence[Copy], remark: str) -> None:
        self._bench.ask(CopiedDialog(copies, self._bench.bindings, remark), _closed)


def _closed(result: None) -> None:
    del result
