"""Writing notes: in one line, or in several of which each is kept as a draft at once."""

from __future__ import annotations

import time

from store.drafts import Draft, OpenDraft
from store.errors import DeskError, Stale
from store.ids import Kind, Ref
from tui.cli.ending import Asked
from tui.cli.plain import telling
from tui.cli.plain.seat import Seat, Unable
from tui.cli.plain.talk import Ended, Left
from tui.cli.plain.words import Answer, reference_first
from tui.desk.workbench.autosave import Autosave
from tui.intents import Action
from tui.render.drafts import first_words, when
from tui.sheet import Sheet, sheet_of
from tui.written_note import NotUnderstood, Written, of_line, of_text

#: What alone on a line ends a note.
END = "."
PROMPT = "note> "
HINT = "A dot alone ends the note. question: or lead: begins such a one, a last #tag tags it."
KEPT = "The note is kept as a draft: note on {ref} goes on with it."


def note(seat: Seat, answer: Answer) -> None:
    """A note about a record: its text stands behind the word, or is asked for."""
    seat.must_write()
    about, text = _about(answer.text)
    ref = about or seat.report().ref
    sheet = _sheet(seat, ref, rewrites=False)
    if not text and answer.action is Action.NOTE:
        text = seat.talk.ask(PROMPT).strip()
        if not text:
            seat.talk.say("Nothing was written.")
            return
    if text:
        _write(seat, sheet, _saving(seat, sheet), text)
        return
    draft = next((one for one in seat.drafts().all() if one.key == ref), None)
    taken = _offered(seat, draft) if draft is not None else None
    if draft is not None and taken is not None:
        if draft.note is not None:
            # It is compared with what it was begun from, not with what is there now.
            found = _sheet(seat, draft.note, rewrites=True)
            sheet = Sheet(found.refs, found.label, found.note, draft.base)
        seat.talk.say(*filter(str.strip, draft.text.split("\n")))
    _type(seat, sheet, _saving(seat, sheet, taken), draft.text if draft and taken else "")


def _about(text: str) -> tuple[Ref | None, str]:
    """The record behind `on`, and the text."""
    on, _, rest = text.partition(" ")
    if on.lower() == "on":
        ref, body = reference_first(rest.strip())
        if ref is not None:
            return ref, body
    return None, text


def _sheet(seat: Seat, ref: Ref, *, rewrites: bool) -> Sheet:
    if not seat.read(lambda reader, _: reader.version(ref)):
        raise Unable(f"There is no record {ref}.")
    seen = seat.link.covers.seen
    found = seat.read(lambda reader, _: sheet_of(reader, (ref,), seen, rewrites=rewrites))
    if found is None:
        raise Unable(f"{ref} is not there any more.")
    return found


def _saving(seat: Seat, sheet: Sheet, taken: OpenDraft | None = None) -> Autosave:
    begins = (sheet.refs, sheet.note.ref if sheet.note else None, sheet.base)
    return Autosave(seat.drafts(), begins, lambda said: seat.talk.tell([said] * bool(said)), taken)


def _offered(seat: Seat, draft: Draft) -> OpenDraft | None:
    """Go on with a draft, leave it, or throw it away."""
    words = first_words(draft.text, telling.LONGEST)
    title = f"A note was begun {when(draft.at, time.time())}: {words}"
    options = (("g", "go on with it"), ("n", "leave it, write another"), ("t", "throw it away"))
    chosen = seat.talk.choose(title, options, "g, n or t").lower()
    if chosen[:1] not in ("g", "n", "t"):
        raise Left
    if chosen[0] == "n":
        return None
    taken = seat.drafts().take(draft)
    if taken is None:
        raise Unable("Another desk of yours goes on with it already.")
    if chosen[0] == "t":
        taken.discard()
        seat.talk.say("It is thrown away.")
        raise Left
    return taken


def _type(seat: Seat, sheet: Sheet, saving: Autosave, text: str) -> None:
    """Read lines until the dot; whatever ends that, what was typed is kept."""
    seat.talk.say(HINT)
    try:
        while (line := seat.talk.ask(PROMPT)) != END:
            # A line that is to be a dot is typed as two.
            line = END if line == END * 2 else line
            text = f"{text}\n{line}" if text else line
            saving.now(text)
        _write(seat, sheet, saving, text)
    except (Asked, Ended) as end:
        # The line was cut: what stands in it already is typed, too.
        if begun := seat.talk.begun:
            saving.now(f"{text}\n{begun}" if text else begun)
        if isinstance(end, Ended):
            _tell_kept(seat, sheet, saving)
        raise
    except Left:
        _tell_kept(seat, sheet, saving)
    finally:
        saving.keep()


def _tell_kept(seat: Seat, sheet: Sheet, saving: Autosave) -> None:
    seat.talk.say(KEPT.format(ref=sheet.key) if saving.keep() else "Nothing was written.")


def _write(seat: Seat, sheet: Sheet, saving: Autosave, text: str) -> None:
    """Write it; what is refused is kept as a draft."""
    try:
        written = _written(text)
        if not written.body:
            saving.discard()
            seat.talk.say("Nothing was written: the note is empty.")
            return
        seat.run(sheet.command(written), "note")
    except (NotUnderstood, DeskError) as error:
        saving.now(text)
        is_other = isinstance(error, Stale) and sheet.note is not None
        why = (
            "Somebody has written that note meanwhile; the desk shows both." if is_other else error
        )
        kept = KEPT.format(ref=sheet.key) if saving.keep() else "It can be kept nowhere."
        seat.talk.say(f"{why} {kept}")
    else:
        saving.discard()
        seat.talk.say(seat.said(sheet.done(written)))


def _written(text: str) -> Written:
    """What the text means: its first line may say what the note is for, its last one has tags."""
    if text.startswith("---"):
        return of_text(text)
    first, _, rest = text.strip().partition("\n")
    if not rest:
        return of_line(first)
    head = of_line(first)
    before, _, last = rest.rpartition("\n")
    tail = of_line(f"note: {last}") if "#" in last else Written(last)
    body = "\n".join(part for part in (head.body, before, tail.body) if part).strip()
    return Written(body, head.kind, tuple(dict.fromkeys((*head.tags, *tail.tags))))


def tell_notes(seat: Seat, answer: Answer) -> None:
    """The notes about a record."""
    from tui.cli.plain.looking import tell_linked

    tell_linked(seat, answer, Kind.NOTE)


def drafts(seat: Seat, _: Answer) -> None:
    """The notes that were begun and not written, the newest first."""
    found = seat.drafts().all()
    if not found:
        seat.talk.say("No note was begun and left.")
    for draft in found:
        words = first_words(draft.text, telling.LONGEST)
        seat.talk.say(f"On {draft.key}, {when(draft.at, time.time())}: {words}")
