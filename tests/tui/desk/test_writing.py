"""Writing notes at the desk."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from textual.events import Key, Paste

from store.commands import notes
from store.commands.notes import RewriteNote
from store.drafts import Drafts
from store.folder import Folder
from store.ids import Kind, Ref
from store.model import Note
from store.repository import Repository
from store.vocabulary import NoteKind
from tests.builders import a_store, event, note
from tests.tui.desk.changes import is_shown
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.desk.workbench import writing


def newest_note(repository: Repository) -> Note:
    """The note that was written last."""
    with repository.read() as reader:
        found = reader.get(Kind.NOTE.ref(reader.numbers(Kind.NOTE, 1)[0]))
    assert isinstance(found, Note)
    return found


def drafts_in(place: Path, home: Path) -> list[str]:
    """The texts that were typed and not written."""
    found = Drafts(Folder(place), "ada", home / ".local" / "state" / "incident-desk").all()
    return [draft.text for draft in found]


async def type_in(desk: OpenDesk, text: str) -> None:
    """Type a text, key by key."""
    names = {" ": "space", "\n": "enter"}
    await desk.pilot.press(*(names.get(letter, letter) for letter in text))
    await desk.pilot.pause()


@pytest.fixture
def an_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that does to the file $1 what is written into the script."""
    script = tmp_path / "the editor"
    script.touch()
    script.chmod(stat.S_IRWXU)
    monkeypatch.setenv("VISUAL", f"'{script}' --wait")
    return script


def does(script: Path, commands: str) -> None:
    """Have the editor do this: `$2` is the file, `$1` the option."""
    script.write_text(f"#!/bin/sh\n{commands}\n")


async def test_a_note_of_one_line(demo: Path, noor: Repository) -> None:
    """c, a sign for its kind, words, a tag, Enter: one note, and u takes it back."""
    async with at_desk(demo, (80, 60)) as desk:
        await desk.press("c")
        assert "Note on E15" in desk.screen
        assert "? question, ! decision" in desk.screen
        await type_in(desk, "?: Who counted, see [[L4")
        assert "L4 Baniyas" in " ".join(desk.screen.split()) or "L5" in desk.screen
        await type_in(desk, "]], [[E6]]? #toll")
        await desk.press("enter")
        await is_shown(desk, "Wrote a question about E15. u undoes it.")
        written = newest_note(noor)
        assert (written.target, written.body, written.kind, written.tags) == (
            "E15",
            "Who counted, see [[L4]], [[E6]]?",
            "question",
            ("toll",),
        )
        assert not list((demo / "drafts").iterdir())
        await desk.press("7", "g")
        await desk.press("enter")
        assert "MENTIONS 2" in desk.screen
        await desk.press("0", "j", "enter")
        assert desk.view.focus == "E6"
        assert "MENTIONED IN" in desk.screen
        await desk.press("h", "h", "h")
        await desk.press("u")
        await is_shown(desk, "Undone: wrote a question about E15.")


async def test_what_is_not_written_is_kept(demo: Path, home: Path) -> None:
    """Esc keeps the line as a draft; c offers to go on with it, or to throw it away."""
    async with at_desk(demo) as desk:
        await desk.press("c")
        await type_in(desk, "Half a tho")
        await desk.press("escape")
        assert "kept as a draft: C on E15 goes on with it" in desk.screen
        assert drafts_in(demo, home) == ["Half a tho"]
    async with at_desk(demo) as desk:
        await is_shown(desk, "A draft on E15 from ")
        assert "C on E15 goes on with it" in desk.screen
        await desk.press("c")
        assert "Half a tho" in desk.screen
        await desk.press("g")
        await type_in(desk, "ught.")
        await desk.press("enter")
        await is_shown(desk, "Wrote a note about E15.")
        assert drafts_in(demo, home) == []
        await desk.press("c", "escape", "O")
        assert "No note is waiting" in desk.screen


async def test_the_draft_of_a_covered_note_is_listed_without_its_words(
    tmp_path: Path, home: Path, an_editor: Path
) -> None:
    """Nor are they in the question whether one goes on with it."""
    place = tmp_path / "store"
    horrid = note(1, target="E1", body="Horrid words", sensitivity="graphic")
    with a_store(place, event(1, title="Clash"), horrid):
        pass
    does(an_editor, 'echo more >> "$2"; exit 1')
    async with at_desk(place) as desk:
        await desk.press("7", "C")
        await is_shown(desk, "kept as a draft")
        assert "Horrid words" in drafts_in(place, home)[0]
        await desk.press("O")
        assert "▒▒ graphic" in desk.screen
        assert "Horrid" not in desk.screen
        await desk.press("escape", "C")
        await is_shown(desk, "A draft on N1 from ")
        assert "Horrid" not in desk.screen


async def test_a_text_from_the_editor(
    demo: Path, noor: Repository, an_editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C: the command with its options is given a file; kind and tags stand above the text."""
    does(
        an_editor,
        'grep -q "# A note about E15 The dead" "$2" && sed -i "s/kind: note/kind: lead/" "$2"'
        ' && echo "Ask the **burial office**." >> "$2" && echo "---" >> "$2"',
    )
    async with at_desk(demo) as desk:
        await desk.press("C")
        await is_shown(desk, "Wrote a lead about E15.")
        written = newest_note(noor)
        assert (written.body, written.kind) == ("Ask the **burial office**.\n---", "lead")
        does(an_editor, 'sed -i "s/office/place/; s/tags:/tags: a, b/" "$2"')
        await desk.press("7", "b", "C")
        await is_shown(desk, f"Rewrote {written.ref}.")
        after = newest_note(noor)
        assert (after.body, after.tags) == ("Ask the **burial place**.\n---", ("a", "b"))
        with noor.history() as log:
            assert len(log.entries_of(after.ref)) == 2
        does(an_editor, 'echo "One more." >> "$2"')
        await desk.press("o")
        await is_shown(desk, "Wrote a note about E15.")
        does(an_editor, "true")
        monkeypatch.setattr(writing, "AT_ONCE", 1000)
        await desk.press("C")
        await is_shown(desk, "Nothing was written: the text is as it was.")
        assert "the editor came back at once: does it need an option to wait" in desk.screen
        assert not list((demo / "drafts").iterdir())


#: What an editor does wrong, the end of what it wrote, and what is said of it.
WRONG = (
    ("echo lost >> $2; exit 3", "lost", "the editor ended with the error 3."),
    ("echo lost >> $2; kill -9 $$", "lost", "the editor was ended by SIGKILL."),
    (r"printf 'lost \351' >> $2", "lost \ufffd", "What the editor wrote is not UTF-8 in line 7."),
    ("sed -i s/note$/what/ $2; echo lost >> $2", "lost", "Line 4: kind expects one of note,"),
    ("head -c 1100000 /dev/zero | tr '\\0' a >> $2", "aaa", "a note holds 1,000,000. Keep it in"),
)


async def test_an_editor_that_goes_wrong_loses_nothing(
    demo: Path, home: Path, an_editor: Path
) -> None:
    """One sentence says what happened, and the text is a draft; an empty text is none."""
    async with at_desk(demo, (100, 30)) as desk:

        async def says(*words: str) -> None:
            await desk.until(lambda: all(one in " ".join(desk.screen.split()) for one in words))

        for commands, end, sentence in WRONG:
            does(an_editor, commands)
            await desk.press("C")
            await says(sentence, "C on E15 goes on with it")
            (draft,) = drafts_in(demo, home)
            assert draft.rstrip().endswith(end)
            await desk.press("C", "t")
            await says("The draft on E15 is thrown away.")
        does(an_editor, "true > $2")
        await desk.press("C")
        await says("Nothing was written: the text is empty.")
        assert not list((demo / "drafts").iterdir())
        does(an_editor, "rm $2")
        await desk.press("C")
        await says("the editor has taken its file away. Nothing was written")
        assert not list((demo / "drafts").iterdir())
        # Of a text that was there before it is given back.
        does(an_editor, "echo before >> $2; exit 3")
        await desk.press("C")
        await says("C on E15 goes on with it")
        does(an_editor, "rm $2")
        await desk.press("C", "g")
        await says("the editor has taken its file away. The text is kept as a draft")
        (draft,) = drafts_in(demo, home)
        assert draft.endswith("before\n")


async def test_the_desk_s_own_editor(
    demo: Path, home: Path, noor: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the one that is set is missing, it says so; Esc keeps, C goes on, Ctrl+S writes."""
    monkeypatch.setenv("EDITOR", "no-such-editor -w")
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("C")
        assert "There is no program 'no-such-editor -w', which EDITOR names." in desk.screen
        await type_in(desk, "First\x1b line\nand a second")
        await desk.pilot.press("escape")
        await is_shown(desk, "kept as a draft")
        assert drafts_in(demo, home)[0].endswith("---\nFirst line\nand a second")
        await desk.press("C", "g")
        await type_in(desk, ": [[dead of")
        await is_shown(desk, "Tab E15 The dead of Baniyas")
        await desk.pilot.press("tab", "ctrl+s")
        await is_shown(desk, "Wrote a note about E15.")
        assert newest_note(noor).body == "First line\nand a second: [[E15]]"


@pytest.mark.parametrize("end", ["ctrl+s", "escape"])
async def test_keys_in_a_burst_stay_in_their_order(
    demo: Path, home: Path, noor: Repository, end: str
) -> None:
    """As of a slow line: letters, keys that correct them, a paste, and the key that ends."""
    keys = ["a", "b", "x", "backspace", "d", "e", "left", "left", "Y", "home", "Z", "end"]
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("C")
        for key in keys:
            desk.app.post_message(Key(key, key if len(key) == 1 else None))
        desk.app.post_message(Paste(" pasted"))
        desk.app.post_message(Key(end, None))
        await is_shown(desk, "Wrote a note" if end == "ctrl+s" else "kept as a draft")
        body = newest_note(noor).body if end == "ctrl+s" else drafts_in(demo, home)[0]
        assert body.splitlines()[-1] == "ZabYde pasted"


@pytest.mark.parametrize("key", ["c", "C"])
async def test_a_text_that_can_be_kept_nowhere_stays_on_the_screen(
    demo: Path, home: Path, key: str
) -> None:
    """Esc does not lose it; it can be written still, or thrown away by a second Esc."""
    async with at_desk(demo, (80, 24)) as desk:
        for end in ("ctrl+s", "escape"):
            (demo / "drafts").write_text("no folder any more")
            (home / ".local").write_text("none either")
            await desk.press(key)
            await type_in(desk, "a")
            await desk.press("escape")
            await is_shown(desk, "The text can be kept nowhere. Esc throws it away")
            (home / ".local").unlink()
            (demo / "drafts").unlink()
            await desk.press(end)
            told = "Wrote a note about E15." if end == "ctrl+s" else "Nothing was written"
            await is_shown(desk, told)
            assert not (demo / "drafts").exists() or not drafts_in(demo, home)
            shutil.rmtree(demo / "drafts", ignore_errors=True)


async def test_a_text_that_is_too_long_stays_in_the_editor(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+S says so, and the text is there to be shortened."""
    monkeypatch.setattr(notes, "LONGEST_NOTE", 20)
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("C")
        await type_in(desk, "x" * 21)
        await desk.press("ctrl+s")
        assert "The text has 21 characters, and a note holds 20." in desk.screen
        await desk.press("backspace", "ctrl+s")
        await is_shown(desk, "Wrote a note about E15.")


async def test_a_draft_of_one_long_line_is_gone_on_with_in_an_editor(demo: Path) -> None:
    """A paragraph from an editor may have more than the line at the foot of the desk takes."""
    place = Drafts(Folder(demo), "ada", demo / "state")
    place.begin((Ref("E15"),), None, 0, "words " * 400)[0].keep()
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("c", "g")
        await is_shown(desk, "Ctrl+S writes it")
        await desk.press("ctrl+s")
        await is_shown(desk, "Wrote a note about E15.")


async def test_who_types_is_told_where_the_text_is_kept(demo: Path) -> None:
    """Over the text, not below it; and it stays there while more is typed."""
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("C")
        (demo / "drafts").write_text("no folder any more")
        await type_in(desk, "a")
        await is_shown(desk, "The store cannot be written. What you type is kept in")
        await type_in(desk, "b")
        assert "The store cannot be written." in desk.screen


@pytest.mark.parametrize("first", [["c"], []], ids=["ahead", "open"])
async def test_a_paste_in_a_burst_stays_in_its_place(
    demo: Path, noor: Repository, first: list[str]
) -> None:
    """In the line at the foot of the desk, also before it has the keyboard."""
    async with at_desk(demo, (80, 24)) as desk:
        if not first:
            await desk.press("c")
        for key in (*first, "a", "b"):
            desk.app.post_message(Key(key, key))
        desk.app.post_message(Paste(" pasted "))
        desk.app.post_message(Key("d", "d"))
        desk.app.post_message(Key("enter", None))
        await is_shown(desk, "Wrote a note about E15.")
        assert newest_note(noor).body == "ab pasted d"


async def test_a_note_that_is_gone_when_it_is_written(
    demo: Path, home: Path, noor: Repository
) -> None:
    """Its draft cannot be gone on with where it lay: the list of drafts has it."""
    noor.run(notes.WriteNotes([Ref("E15")], "soon gone"))
    async with at_desk(demo, (100, 30)) as desk:
        await desk.press("7", "g", "C")
        await type_in(desk, "more")
        noor.undo()
        await desk.pilot.press("ctrl+s")
        await is_shown(desk, "The text is kept as a draft: O lists it")
        await desk.press("O")
        await is_shown(desk, "soon gone")
        assert len(drafts_in(demo, home)) == 1


def rewrite(repository: Repository, ref: Ref, body: str) -> None:
    """Somebody gives a note another text."""
    repository.run(RewriteNote(ref, body, NoteKind.NOTE))


async def test_two_people_in_one_note(demo: Path, home: Path, noor: Repository) -> None:
    """Both versions are shown, and a key chooses; nobody's words are overwritten unseen."""
    both = "<<<<<<< noor, {at} UTC\nof noor\n=======\nof ada\n>>>>>>> ada"
    answers = {"b": both, "m": "of ada", "escape": "of noor"}
    ref = newest_note(noor).ref
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("7", "b", "g")
        for answer, body in answers.items():
            rewrite(noor, ref, f"before {answer}")
            await is_shown(desk, f"before {answer}")
            await desk.press("C")
            await desk.pilot.press("up", "home", "ctrl+k")
            await type_in(desk, "of ada")
            # While ada's editor is open, noor writes.
            rewrite(noor, ref, "of noor")
            stamp = newest_note(noor).updated
            assert stamp
            await desk.pilot.press("ctrl+s")
            await is_shown(desk, "was written by noor")
            assert "< of noor" in desk.screen
            assert "> of ada" in desk.screen
            await desk.press("enter")
            assert "Enter does nothing here" in desk.screen
            await desk.press(answer)
            is_kept = answer == "escape"
            await is_shown(desk, f"C on {ref} goes" if is_kept else f"Rewrote {ref}.")
            assert newest_note(noor).body == body.format(at=stamp.at[11:16])
            assert len(drafts_in(demo, home)) == is_kept
            if is_kept:
                await desk.press("C", "t")
