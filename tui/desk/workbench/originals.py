"""Of which report another one is the duplicate: the likeliest by one key, others by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice

from store.errors import QueryError
from store.ids import Kind, Ref
from store.query import parse
from store.reader import Asker, Reader
from store.syntax import REFERENCE
from tui.desk.bench import Bench
from tui.desk.prompt import Wish
from tui.desk.twins import Twins, twins
from tui.intents import Action
from tui.render.likely import percent
from tui.render.menu import Answer

Refs = tuple[Ref, ...]
#: Takes the report that is the original, and whether the other has its words.
Chosen = Callable[[Ref, bool], None]

#: So many have a digit.
MOST = 8
#: The answer that asks for another one.
ANOTHER = "0"
HINT = "Its reference, such as R12, or words of it"


class Originals:
    """Asks for the original of reports."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._sought: Refs = ()
        """The reports for whose original is being looked."""

    def ask(self, refs: Refs, chosen: Chosen) -> None:
        """Have the original chosen, the likeliest by the key that asked for it."""
        if refs == self._sought:
            # Pressed again before the answers are there: nobody has seen them.
            return
        known = self._bench.desk.likely.known(refs[0])
        if known is not None:
            self._offer(refs, chosen, known)
            return
        self._sought = refs
        self._bench.say(f"Looking for what {refs[0]} may be a duplicate of …")
        self._bench.read(
            lambda reader, asker: twins(reader, refs[0], asker, self._bench.link.covers),
            partial(self._offer, refs, chosen),
            "originals",
        )

    def forget(self) -> None:
        """Something else is done meanwhile."""
        self._sought = ()

    def _offer(self, refs: Refs, chosen: Chosen, found: Twins) -> None:
        self._sought = ()
        if self._bench.meant() != refs:
            # The cursor is elsewhere by now.
            return
        others = [one for one in found if one.candidate.ref not in refs][:MOST]
        if not others:
            self._name(refs, chosen, f"Nothing like {refs[0]} was found. ")
            return
        keys = self._bench.bindings.of_action[Action.DUPLICATE].keys
        answers = [
            Answer(
                str(at),
                f"{one.candidate.ref} {one.title}",
                f"{percent(one.candidate.score)}  {one.candidate.reason}",
                also=keys if at == 1 else (),
            )
            for at, one in enumerate(others, start=1)
        ]
        answers.append(Answer(ANOTHER, "another one", "by its reference, or by words of it"))

        def answered(key: str) -> None:
            if key == ANOTHER:
                self._name(refs, chosen, "")
            else:
                candidate = others[int(key) - 1].candidate
                chosen(candidate.ref, candidate.is_copy)

        self._bench.menu(
            f"{self._named(refs)} · {{key}} takes the first".format(
                key=self._bench.bindings.first(Action.DUPLICATE)
            ),
            answers,
            answered,
        )

    def _named(self, refs: Refs) -> str:
        if len(refs) == 1:
            return f"{refs[0]} is a duplicate of"
        return f"{len(refs):,} reports are duplicates of"

    # -- by name --------------------------------------------------------------------------

    def _name(self, refs: Refs, chosen: Chosen, said: str) -> None:
        """Ask for its reference, or for words by which it is found."""
        wish = Wish(
            self._named(refs),
            partial(self._taken, refs, chosen),
            hint=f"{said}{HINT}",
            problem=partial(self._problem, refs),
        )
        self._bench.prompt(wish)

    def _problem(self, refs: Refs, text: str) -> str:
        """What is wrong with what was typed; "" for nothing."""
        if not text.strip():
            return f"Type {HINT[0].lower()}{HINT[1:]}; Esc leaves."
        ref = _reference(text)
        if ref is None:
            try:
                parse(text)
            except QueryError as error:
                return str(error)
            return ""
        if ref.kind is not Kind.REPORT:
            return f"{ref} is {ref.kind.article} {ref.kind.noun}; a report repeats a report."
        if ref in refs:
            return f"{ref} cannot be a duplicate of itself."
        with self._bench.link.reading():
            return "" if self._bench.link.has(ref) else f"There is no record {ref}."

    def _taken(self, refs: Refs, chosen: Chosen, text: str) -> None:
        ref = _reference(text)
        if ref is not None:
            chosen(ref, False)
            return
        self._bench.read(partial(self._found, text, refs), partial(self._hits, refs, chosen, text))

    def _found(self, text: str, refs: Refs, reader: Reader, asker: Asker) -> list[tuple[Ref, str]]:
        """The newest reports that a query finds, with their titles."""
        hits = reader.search(parse(text), Kind.REPORT, asker)
        numbers = list(islice((n for n in hits if Kind.REPORT.ref(n) not in refs), MOST))
        seen = self._bench.link.covers.seen
        return [(one.ref, seen(one).label) for one in reader.listing(Kind.REPORT, numbers)]

    def _hits(self, refs: Refs, chosen: Chosen, text: str, found: list[tuple[Ref, str]]) -> None:
        """Have one of the reports chosen that have the words."""
        if not found:
            self._name(refs, chosen, f"No other report has {text!r}. ")
            return
        answers = [Answer(str(at), f"{ref} {title}") for at, (ref, title) in enumerate(found, 1)]
        answers.append(Answer(ANOTHER, "another one"))

        def answered(key: str) -> None:
            if key == ANOTHER:
                self._name(refs, chosen, "")
            else:
                chosen(found[int(key) - 1][0], False)

        self._bench.menu(self._named(refs), answers, answered)


def _reference(text: str) -> Ref | None:
    typed = text.strip().upper()
    return Ref(typed) if REFERENCE.fullmatch(typed) else None
