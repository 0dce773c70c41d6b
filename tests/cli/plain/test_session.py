"""A whole session as a script of answers, through pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.commands.triage import Decide
from store.drafts import Drafts
from store.ids import Kind, Ref
from store.model import Note, Quote, Report
from store.repository import Repository
from store.text import clean
from store.vocabulary import TriageState
from tests import builders
from tests.builders import a_store
from tests.cli.inside import carried_out
from tui.cli.plain.citing import span_of
from tui.cli.plain.seat import Seat, Unable
from tui.cli.plain.session import DOES
from tui.cli.plain.talk import Talk
from tui.cli.plain.words import WORDS, letters_of, understood
from tui.config import DEFAULTS
from tui.desk.link import Link

LETTERS = letters_of(DEFAULTS.bindings)
TEXT = "Nine people were killed in Baniyas. “We saw them,” said Sami Haddad.\nNobody came."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store of four reports, a source, a place and an event."""
    records = (
        builders.report(1, title="Clash in town", publisher="S1", text=TEXT),
        builders.report(2, title="عنوان", text="\x1b]52;c;eA==\x07Ten people fled."),
        builders.report(3, title="Again", text=TEXT),
        builders.report(4, title="Hard", text="Blood everywhere.", sensitivity="graphic"),
        builders.source(1, name="Example Agency"),
        builders.source(2, name="Sami Haddad", kind="witness"),
        builders.location(1, name="Baniyas"),
        builders.event(1, title="Clash at the bridge", start="2025-03-09", reports=["R3"]),
    )
    with a_store(tmp_path / "store", *records) as repository:
        repository.checkpoint()
    return tmp_path / "store"


def said(place: Path, *answers: str) -> list[str]:
    """What is said to these answers, one line each."""
    code, output, complaint = carried_out(
        "triage", "--plain", place, given="".join(f"{one}\n" for one in answers)
    )
    assert (code, complaint) == (0, "")
    assert "\x1b" not in output
    assert "…" not in output
    return output.splitlines()


def records(place: Path, kind: Kind) -> list[object]:
    """All records of a kind."""
    repository = Repository.open(place)
    with repository.read() as reader:
        found = reader.listing(kind, reader.numbers(kind))
    repository.close()
    return list(found)


def test_a_question_tells_how_it_is_answered_and_left(place: Path) -> None:
    """Also who answers something else is not lost in it; digits are named where there are some."""
    lines = said(
        place, "into zzz", "quit", "", "R2", "duplicate", "", "note on E1 Seen.", "show E1"
    )
    at = lines.index("No event was found for quit.")
    assert lines[at + 1 : at + 3] == ["Which event? Nothing typed leaves it.", "Left as it is."]
    assert "Of what? A reference or words." in lines
    assert "1 note: links E1 tells them." in lines
    lines = said(place, f"later {'9' * 500}", "")
    assert lines[-4].startswith(f"'{'9' * 40}' is no time")
    assert lines[-3:-1] == ["R1 comes back when? Nothing typed leaves it.", "Left as it is."]


def test_sentences_are_read_in_pages(place: Path) -> None:
    """A long text does not run past; a number goes on with it."""
    answers = "sentences\nsentences 3\nsentences 9\n"
    _, output, _ = carried_out("triage", "--plain", "--lines", "2", place, given=answers)
    assert output.splitlines()[4:-1] == [
        "1 Nine people were killed in Baniyas.",
        "2 “We saw them,” said Sami Haddad.",
        "sentences 3 reads on, to 3.",
        "3 Nobody came.",
        "There are sentences 1 to 3.",
    ]


def test_open_decide_quote_note_undo(place: Path) -> None:
    """The whole of triage: what waits, a quote, a note, decisions, undo, what was done."""
    lines = said(
        place,
        "more",
        'quote "We saw them"',
        "",
        "note Who counted? #baniyas",
        "relevant",
        "x 1",
        "undo",
    )
    assert lines[0].startswith("4 reports wait; the oldest since ")
    assert lines[1:4] == [
        "Report R1, 1 of 4. Article, Example Agency.",
        "Clash in town",
        "2 lines of text; more reads on.",
    ]
    assert lines[4:6] == TEXT.split("\n")
    assert lines[8].startswith("Q1: said by Sami Haddad (S2)")
    assert lines[9] == "Wrote a note about R1. undo undoes it."
    assert "R1 is relevant. 3 wait." in lines
    assert "R2 is not relevant: out of area. 2 wait." in lines
    assert any(line.startswith("Undone: decided R2 not relevant. 3 wait.") for line in lines)
    assert lines[-1] == "Done: 1 decision, 1 note, 1 citation. 3 wait."
    (quote,) = records(place, Kind.QUOTE)
    assert isinstance(quote, Quote)
    assert (quote.words, quote.speaker) == ("We saw them", "S2")
    (note,) = records(place, Kind.NOTE)
    assert isinstance(note, Note)
    assert (note.body, note.tags, note.target) == ("Who counted?", ("baniyas",), "R1")


def test_every_decision_has_its_words(place: Path) -> None:
    """Into an event, later, a duplicate of a likely one, the same again."""
    lines = said(place, "A", "1", "later 2099-01-01", "d", "1", "R4", ".", "undo", "back")
    assert "R1 is relevant, and in E1 Clash at the bridge. 3 wait." in lines
    assert "R2 is put off until 1 January 2099. 2 wait." in lines
    assert "R3 is a duplicate of R1. 1 waits." in lines
    assert "R4 is a duplicate of R1. None waits." in lines
    assert "Undone: decided R4 duplicate of R1. 1 waits." in lines
    found = {one.ref: one.triage for one in records(place, Kind.REPORT) if isinstance(one, Report)}
    assert (found[Ref("R3")].of, found[Ref("R4")].state) == ("R1", TriageState.NEW)


def test_a_question_is_answered_or_left(place: Path) -> None:
    """Digits and words answer it; nothing leaves all as it is; a slip is told of."""
    lines = said(
        place, "X", "", "X", "12", "later", "yesterday", "1w", "d 3", "", "into new", "", ""
    )
    assert lines.count("Left as it is.") == 2
    assert any(line.startswith("There is no reason 12") for line in lines)
    assert any("yesterday" in line and line.endswith(".") for line in lines)
    assert any(line.startswith("R1 is put off until ") for line in lines)
    assert any(line.startswith("R2 is relevant, and in E2 ") for line in lines)


def test_a_note_of_several_lines_is_a_draft_at_once(place: Path) -> None:
    """The input ends in the midst of it: what was typed is offered again, and gone on with."""
    cut = said(place, "note", "question: Who?", "And where?")
    assert cut[-2:] == [
        "The note is kept as a draft: note on R1 goes on with it.",
        "Nothing was changed.",
    ]
    assert not records(place, Kind.NOTE)
    lines = said(place, "note", "g", "..", "#burial", ".")
    assert any(line.startswith("A note on R1 was begun, ") for line in lines)
    assert "Wrote a question about R1. undo undoes it." in lines
    (note,) = records(place, Kind.NOTE)
    assert isinstance(note, Note)
    assert (note.body, note.tags) == ("Who?\nAnd where?\n.", ("burial",))


def test_a_claim_is_asked_field_by_field(place: Path) -> None:
    """What is guessed stays where nothing is typed; what is no value is asked for again."""
    lines = said(place, "claim 1", "E1", "", "", "", "many", "9", "done")
    assert any("expects a whole number" in line for line in lines)
    assert any(line.startswith("C1 of E1: ") for line in lines)
    lines = said(place, "claims", "toll E1", "place Baniyas", "undo", "yes")
    assert any(line.startswith("Killed people, from ") for line in lines)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("2", "“We saw them,” said Sami Haddad."),
        ("2-3", "“We saw them,” said Sami Haddad.\nNobody came."),
        ('"nine  PEOPLE"', "Nine people"),
        ("Haddad. Nobody", "Haddad.\nNobody"),
    ],
    ids=["a sentence", "two", "in capitals", "over a line"],
)
def test_the_words_that_are_meant(asked: str, words: str) -> None:
    """By the number of a sentence, or as they are typed, however they are broken in lines."""
    span = span_of(TEXT, asked)
    assert TEXT[span.start : span.end] == words


@pytest.mark.parametrize("asked", ["0", "4", "2-1", "e", "nowhere", '""'])
def test_words_that_are_not_there_or_not_alone(asked: str) -> None:
    """One sentence says so, of those that are there more often in which sentences."""
    with pytest.raises(Unable) as told:
        span_of(TEXT, asked)
    assert str(told.value).endswith(".")


def test_what_is_covered_stays_so(place: Path) -> None:
    """Words of a graphic report are neither read nor cited until it is revealed."""
    lines = said(place, "R4", "more", "quote 1", "show R4", "reveal", "more")
    assert lines.count("Blood everywhere.") == 1
    assert lines.index("Blood everywhere.") > lines.index("R4 is shown.")
    assert "covered: graphic, reveal shows it" in lines
    assert "The text of R4 is covered. reveal shows it." in lines


def test_hostile_text_is_read_as_signs(place: Path) -> None:
    """What would act on a terminal is said, and does nothing; each script has its line."""
    lines = said(place, "R2", "read", "sentences")
    assert "عنوان" in lines
    assert "␛]52;c;eA==␇Ten people fled." in lines


def test_a_search_is_gone_through(place: Path) -> None:
    """Its reports come in place of the inbox, and the inbox comes back."""
    lines = said(place, "search killed", "relevant", "next", "search nowhere", "search (", "inbox")
    assert "2 reports found. 2 wait." in lines
    assert "R3 is relevant. 1 waits." in lines
    assert any(line.startswith("No report is found.") for line in lines)
    assert any(line.startswith("Column 1") for line in lines)
    assert any(line.startswith("3 reports wait") for line in lines)


def test_a_bare_file_is_only_read(place: Path, tmp_path: Path) -> None:
    """It is gone through, and what would change it is refused with the reason."""
    bare = tmp_path / "bare.json"
    bare.write_bytes((place / "incidents.json").read_bytes())
    for answer in ("relevant", "note Who?", "quote 1", "undo", "urgent", "tags a", "into E1"):
        lines = said(bare, answer, "next")
        assert lines[0].startswith("Open for reading only: ")
        refused = [line for line in lines if line.startswith("Nothing can be changed here: ")]
        assert len(refused) == 1
        assert lines[-1] == "Nothing was changed."


@contextmanager
def a_seat(place: Path, who: str) -> Iterator[Seat]:
    """Somebody who has begun."""
    repository = Repository.open(place, author=who)
    seat = Seat(Link(repository), Talk(), DEFAULTS)
    answer(seat, "inbox")
    yield seat
    repository.close()


def answer(seat: Seat, line: str) -> None:
    """What one answer does."""
    meant = understood(line, LETTERS)
    DOES[meant.word.name](seat, meant)


def test_two_people_get_different_reports(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What one has in hand the other is not led to; what both decide on is told of."""
    with a_seat(place, "ada") as ada, a_seat(place, "vera") as vera:
        assert (ada.ref, vera.ref) == ("R1", "R2")
        answer(ada, "relevant")
        assert ada.ref == "R3"
        answer(vera, "next")
        assert vera.ref == "R4"
        ada.link.run(Decide([Ref("R4")], TriageState.NOT_RELEVANT))
        capsys.readouterr()
        answer(vera, "relevant")
        told = capsys.readouterr().out
        assert re.match(
            r"R4: ada decided not relevant \d+ s ago\. Nothing was done\. relevant", told
        )
        answer(vera, "relevant")
        assert "R4 is relevant. 2 wait." in capsys.readouterr().out
        answer(vera, "who")
        assert "ada has R3 open." in capsys.readouterr().out
        answer(vera, "R3")
        assert "ada has it open." in capsys.readouterr().out


def test_a_note_that_cannot_be_written_is_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that is too long becomes a draft, and the sentence says why."""
    monkeypatch.setattr("store.commands.notes.LONGEST_NOTE", 10)
    lines = said(place, "note far too long a text")
    assert any("The note is kept as a draft" in line for line in lines)
    repository = Repository.open(place)
    found = Drafts(repository.folder, repository.author, place.parent).all()
    repository.close()
    assert [draft.text for draft in found] == ["far too long a text"]


ANSWERS = st.builds(
    lambda word, text: f"{word} {text}".strip(),
    st.sampled_from(["", *sorted({word.name for word in WORDS} - {"quit"}), *LETTERS, "zz", "R3"]),
    st.sampled_from(
        [
            *("", "1", "2", "R1", "E1", "R99", "new X", "2d", "yes", "g", ".", "none", "done"),
            *("(", "-", '"people"', "on R2 text", "عربي", "\x1b[31m", "status=x", "title=", "a -b"),
        ]
    ),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANSWERS, max_size=20))
def test_no_answers_end_it_badly(place: Path, answers: list[str]) -> None:
    """Whatever is answered in whatever order: it ends well, and nothing that acts is said."""
    lines = said(place, *(one for one in answers if one not in ("q", "Q")))
    assert all(clean(line) == line for line in lines)
