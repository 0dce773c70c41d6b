"""Tags of the records that are meant, typed in one line."""

from __future__ import annotations

from functools import partial

from store.commands.tags import TagRecords
from store.derive.in_use import InUse, values_in_use
from store.fields import FIELDS
from store.ids import Ref
from store.reader import Asker, Reader
from store.text import clean
from tui.desk.bench import Bench
from tui.desk.prompt import Wish
from tui.desk.workbench.confirming import AT_ONCE, confirmed, shown
from tui.intents import Action
from tui.render.confirming import counted
from tui.render.doing import done
from tui.tag_line import problem, suggested, wished

#: So many characters of the tags that are there are told.
LONGEST = 120


class Tagging:
    """Adds tags and takes them away, for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._used: list[tuple[str, str]] = []
        """The tags in use, those of most records first, each with how many have it."""

    def begin(self, action: Action) -> None:
        """Ask for a line of tags."""
        del action
        refs = self._bench.meant()
        if not refs:
            self._bench.told("There is no record here to tag. {next-pane} goes to another pane.")
            return
        if not self._bench.may_change():
            return
        self._bench.read(_in_use, self._take_used, group="tags")
        held = self._held(refs)
        wish = Wish(
            label=f"Tags of {counted(refs)}:",
            taken=partial(self._tag, refs),
            hint=_hint(held, len(refs)),
            problem=problem,
            suggest=lambda line: suggested(line, held, self._used),
        )
        self._bench.prompt(wish)

    def _take_used(self, used: list[InUse]) -> None:
        self._used = [(one.value, one.how_many) for one in used]

    def _held(self, refs: tuple[Ref, ...]) -> list[str]:
        """The tags that the records have, as the screen shows them; those of most first."""
        counts: dict[str, int] = {}
        for record in shown(self._bench, refs[:AT_ONCE]):
            for tag in record.tags:
                counts[tag] = counts.get(tag, 0) + 1
        return sorted(counts, key=lambda tag: -counts[tag])

    def _tag(self, refs: tuple[Ref, ...], line: str) -> None:
        wish = wished(line)
        if wish == ((), ()):
            self._bench.say("No tag was typed: nothing was changed.")
            return
        deed = _deed(counted(refs), wish.add, wish.remove)
        confirmed(self._bench, refs, deed, lambda few: self._run(few, wish.add, wish.remove))

    def _run(self, refs: tuple[Ref, ...], add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        so_already = f"The tags of {counted(refs)} are so already."
        self._bench.run(TagRecords(refs, add, remove), partial(done, len(refs), so_already))


def _in_use(reader: Reader, asker: Asker) -> list[InUse]:
    return values_in_use(FIELDS["tag"], reader, asker)


def _hint(held: list[str], many: int) -> str:
    """How a tag is taken away, and which there are."""
    if not held:
        # Of many only the first are looked at.
        few = "no tags yet" if many == 1 else "none has a tag yet"
        return few if many <= AT_ONCE else "-tag removes"
    return (
        f"-tag removes; {'now' if many == 1 else 'some have'}: {clean(', '.join(held))[:LONGEST]}"
    )


def _deed(which: str, add: tuple[str, ...], remove: tuple[str, ...]) -> str:
    added = f"Tag {which} {', '.join(add)}"
    gone = f"take {', '.join(remove)} away"
    if not add:
        return f"Take {', '.join(remove)} from {which}"
    return f"{added} and {gone}" if remove else added
