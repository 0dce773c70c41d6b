"""The door to a store: open, read, run, close."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace

from store.care.verify import verify
from store.changes import Change, Context
from store.commands.records import DeleteRecords, WriteRecords
from store.commands.tags import TagRecords
from store.commands.triage import Decide
from store.errors import InvalidRecord, Stale, UnknownRecord, UnreadableStore, UnwritableStore
from store.ids import Kind, Ref
from store.model import Claim, Event, Report
from store.reader import Reader
from store.repository import Repository
from store.session import Session
from store.sql.connection import connect
from store.tiny import checkpoint
from store.vocabulary import TriageState
from tests.builders import a_store, claim, event, evidence, listed, location, quote, report


@dataclass(frozen=True)
class FailsHalfWay:
    """Writes an event, deletes another, and then finds that it cannot go on."""

    label: str = "fails"
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        ref = context.new(Kind.EVENT)
        yield Change(ref, None, Event(id=ref.number, title="half"))
        yield Change(Ref("E1"), reader.get(Ref("E1")), None)
        raise UnknownRecord("E404")


def titles(repository: Repository) -> dict[str, str]:
    """Every event's title by reference."""
    with repository.read() as reader:
        events = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))
    return {str(one.ref): one.title for one in events if isinstance(one, Event)}


def test_what_was_written_is_there_after_closing(place: Path) -> None:
    """An acknowledged change is in the store when it is opened again, checkpoint or not."""
    text = "Nine people were killed."
    with a_store(place, report(text=text), event(title="Clashes", reports=["R1"])):
        pass
    repository = Repository.open(place)
    with repository.read() as reader:
        assert reader.find(Ref("R1")) is not None
        found = reader.get(Ref("R1"))
        assert isinstance(found, Report)
        assert found.text == text
        assert list(reader.linked(Ref("R1"), Kind.EVENT).numbers) == [1]
        assert reader.operation == 2
    repository.close()


def test_an_operation_says_who_did_what(place: Path) -> None:
    """It has the next number, the author, the label, the reason, and a hash of its own."""
    with a_store(place):
        pass
    repository = Repository.open(place, author="ada")
    first = repository.run(WriteRecords([event()], label="added", reason="seen on TV"))
    second = repository.run(WriteRecords([event(title="x")]))
    assert first
    assert second
    assert (first.author, first.label, first.reason) == ("ada", "added", "seen on TV")
    assert second.sequence == first.sequence + 1
    assert second.session == first.session
    assert len({first.hash, second.hash}) == 2
    with repository.read() as reader:
        assert reader.operation == second.sequence
        assert reader.version(Ref("E1")) == second.sequence
    repository.close()


def test_a_command_that_fails_half_way_leaves_nothing(place: Path) -> None:
    """Neither what it wrote nor what it deleted, no operation, and no number is used up."""
    with a_store(place, event(1, title="Clashes")) as repository:
        with repository.read() as reader:
            before = reader.operation
        with pytest.raises(UnknownRecord):
            repository.run(FailsHalfWay())
        assert titles(repository) == {"E1": "Clashes"}
        with repository.read() as reader:
            assert reader.operation == before
            assert reader.counts(Kind.EVENT) == {"to do": 1}
        repository.run(WriteRecords([Event(title="next")]))
        assert titles(repository) == {"E2": "next", "E1": "Clashes"}


def test_one_bad_record_keeps_the_others_out(place: Path) -> None:
    """An import is one operation: with one record refused, none of it is there."""
    with a_store(place) as repository:
        with pytest.raises(InvalidRecord, match="C1: the field high is not valid"):
            repository.run(WriteRecords([event(1), claim(1, event="E1", low=9, high=8)]))
        assert titles(repository) == {}


def test_a_change_on_what_others_changed_is_refused(place: Path) -> None:
    """Ada saw the first version; Sami has written a second: she is told who, and of which."""
    with a_store(place, event(1, title="Clash"), event(2)):
        pass
    ada, sami = Repository.open(place, author="ada"), Repository.open(place, author="sami")
    with ada.read() as reader:
        seen = {ref: reader.version(ref) for ref in (Ref("E1"), Ref("E2"))}
    sami.run(WriteRecords([event(1, title="Clashes")]))
    with pytest.raises(Stale) as caught:
        ada.run(WriteRecords([event(1, title="Fight"), event(3)], seen=seen))
    assert caught.value.changed == {"E1": "sami"}
    assert str(caught.value) == (
        "Changed since you saw it: E1 by sami. Nothing was done; look and try again."
    )
    assert titles(ada) == {"E2": "", "E1": "Clashes"}
    with ada.read() as reader:
        seen = {Ref("E1"): reader.version(Ref("E1"))}
    ada.run(WriteRecords([event(1, title="Fight")], seen=seen))
    assert titles(sami)["E1"] == "Fight"
    ada.close()
    sami.close()


def test_a_decision_is_refused_with_what_was_decided_and_by_whom(place: Path) -> None:
    """Of what somebody decided since: not of the tag that a third gave the report behind that."""
    with a_store(place, report(1)):
        pass
    ada, sami = Repository.open(place, author="ada"), Repository.open(place, author="sami")
    shown = {Ref("R1"): report(1).triage}
    sami.run(TagRecords([Ref("R1")], add=["x"]))
    sami.run(Decide([Ref("R1")], TriageState.RELEVANT))
    ada.run(TagRecords([Ref("R1")], add=["y"]))
    with pytest.raises(Stale) as caught:
        ada.run(Decide([Ref("R1")], TriageState.NOT_RELEVANT, shown=shown))
    ((ref, deed),) = caught.value.deeds.items()
    assert (ref, deed.by, deed.did) == ("R1", "sami", "decided R1 relevant")
    assert caught.value.changed == {"R1": "sami"}
    ada.close()
    sami.close()


def test_a_change_on_what_others_deleted_is_refused(place: Path) -> None:
    """A deletion is a change too, and has its author; so is a record where none was."""
    with a_store(place, event(1)):
        pass
    ada, sami = Repository.open(place, author="ada"), Repository.open(place, author="sami")
    sami.run(DeleteRecords([Ref("E1")]))
    with pytest.raises(Stale) as caught:
        ada.run(WriteRecords([event(1)], seen={Ref("E1"): 2}))
    assert caught.value.changed == {"E1": "sami"}
    with pytest.raises(Stale) as caught:
        ada.run(WriteRecords([event(9)], seen={Ref("E9"): 2}))
    assert caught.value.changed == {"E9": "nobody"}
    ada.close()
    sami.close()


def test_writing_back_a_list_s_report_does_not_lose_its_text(place: Path) -> None:
    """A list has reports without their texts: written back, it is refused, and the text stays."""
    with a_store(place, report(1, text="Nine people were killed.")) as repository:
        with repository.read() as reader:
            (listed_report,) = reader.listing(Kind.REPORT, [1])
        with pytest.raises(InvalidRecord, match="a report's text is never edited"):
            repository.run(WriteRecords([listed_report]))
        with repository.read() as reader:
            found = reader.get(Ref("R1"))
        assert isinstance(found, Report)
        assert found.text == "Nine people were killed."
        repository.run(WriteRecords([replace(found, urgent=True)]))


def test_evidence_must_be_the_report_s_words(place: Path) -> None:
    """A quote and a claim point at the exact words, in whatever script, or are refused."""
    told = report(1, text="قال شهود: «قُتِلَ تسعة». Nine were killed. 👩🏽 cried.")
    with a_store(place, told, event(1)) as repository:
        right = quote(1, **evidence(told, "قُتِلَ تسعة"))
        repository.run(WriteRecords([right, claim(1, event="E1", **evidence(told, "Nine"))]))
        assert right.start
        moved = replace(right, start=right.start + 1)
        with pytest.raises(
            InvalidRecord, match=r"Q1: the field words is not valid: the report has"
        ):
            repository.run(WriteRecords([moved]))


def test_evidence_may_come_with_its_report(place: Path) -> None:
    """A report and the quote from it may be written by one command, the report first."""
    told = report(1, text="Nine were killed.")
    with a_store(place) as repository:
        repository.run(WriteRecords([told, quote(1, **evidence(told, "Nine"))]))
        other = report(2, text="Ten were killed.")
        wrong = replace(quote(2, **evidence(other, "Ten")), words="Two")
        with pytest.raises(InvalidRecord, match="not 'Two'"):
            repository.run(WriteRecords([other, wrong]))
        with repository.read() as reader:
            assert reader.count(Kind.REPORT) == 1


def test_numbers_of_deleted_records_are_not_given_out_again(place: Path) -> None:
    """A note in an old mail about E2 never comes to mean another event."""
    with a_store(place, event(1), event(2)) as repository:
        repository.run(DeleteRecords([Ref("E2")]))
        repository.run(WriteRecords([Event()]))
        assert list(titles(repository)) == ["E3", "E1"]
        repository.checkpoint()
    (place / "desk.sqlite").unlink()
    rebuilt = Repository.open(place)
    rebuilt.run(DeleteRecords([Ref("E3")]))
    rebuilt.run(WriteRecords([Event()]))
    assert list(titles(rebuilt)) == ["E4", "E1"]
    rebuilt.close()


def test_a_reader_stays_at_its_operation(place: Path) -> None:
    """What somebody else writes meanwhile is seen by the next reader, not by this one."""
    with a_store(place, event(1)) as repository:
        other = Repository.open(place)
        with repository.read() as reader:
            assert reader.count(Kind.EVENT) == 1
            other.run(WriteRecords([event(2), location(1)]))
            assert reader.count(Kind.EVENT) == 1
            assert list(reader.numbers(Kind.LOCATION)) == []
        with repository.read() as reader:
            assert reader.count(Kind.EVENT) == 2
        other.close()


def test_each_thread_has_a_connection_of_its_own(place: Path) -> None:
    """Threads read and write one repository at the same time, and every change arrives."""
    with a_store(place) as repository:
        start = threading.Barrier(4)

        def work(writer: int) -> int:
            start.wait()
            for number in range(10):
                repository.run(WriteRecords([Event(title=f"{writer}/{number}")]))
                titles(repository)
            return threading.get_ident()

        with ThreadPoolExecutor(4) as threads:
            idents = set(threads.map(work, range(4)))
        assert len(idents) == 4
        assert len(titles(repository)) == 40
        assert len(set(titles(repository).values())) == 40
        with repository.read() as reader:
            assert reader.operation == 41


def test_two_who_open_a_store_without_working_copy_share_one(place: Path) -> None:
    """Both find none; one builds it, and what either writes then is seen by both."""
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
    (place / "desk.sqlite").unlink()
    start = threading.Barrier(6)

    def work(writer: int) -> None:
        start.wait()
        repository = Repository.open(place)
        repository.run(WriteRecords([Event(title=f"by {writer}")]))
        repository.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(work, range(6)))
    repository = Repository.open(place)
    assert len(titles(repository)) == 7
    repository.close()


def test_a_closed_store_can_be_closed_again(place: Path) -> None:
    """Closing twice does no harm, and nothing of SQLite's own stays beside the store."""
    with a_store(place, event(1)) as repository:
        repository.close()
    assert sorted(path.name for path in place.iterdir()) == [
        "changed",
        "desk.sqlite",
        "incidents.json",
        "reports",
    ]


def test_a_store_that_is_made_and_does_not_open_says_so(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when all of it is there: it stays, and opens when there is room."""

    def no_room(session: Session) -> None:
        session.be_present()
        session.folder.touch()
        raise apsw.FullError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "settle", no_room)
        with pytest.raises(UnwritableStore, match=r"disk is full\)\. The store is made; open it"):
            Repository.create(place)
    assert list(verify(place)) == []
    Repository.open(place).close()


def test_a_checkpoint_that_fails_says_no_more_than_is_true(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program's change came in, and the file could not be written."""

    def no_room(*_: object) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    with a_store(place, event(1, title="ours")) as repository:
        repository.checkpoint()
        file = place / "incidents.json"
        file.write_bytes(file.read_bytes().replace(b"ours", b"theirs"))
        repository.keeper.clock = lambda: time.time() + 60
        monkeypatch.setattr(checkpoint, "write_alone", no_room)
        says = r"cannot be written: no space left on device\. Nothing that was acknowledged is lost"
        with pytest.raises(UnwritableStore, match=says):
            repository.checkpoint()
        assert titles(repository) == {"E1": "theirs"}


def test_a_store_whose_folder_is_full_says_so(place: Path) -> None:
    """SQLite rolls back by itself when the disk is full; the person hears of the disk."""
    with a_store(place, event(1)) as repository:
        connection = repository._session.connection()
        pages = connection.pragma("page_count")
        connection.pragma("max_page_count", pages)
        with pytest.raises(
            UnwritableStore, match=r"database or disk is full\. Nothing was changed"
        ):
            repository.run(WriteRecords([report(1, text="x" * 100_000)]))
        connection.pragma("max_page_count", 1 << 30)
        repository.run(WriteRecords([event(2)]))
        assert list(titles(repository)) == ["E2", "E1"]


def test_a_working_copy_that_is_damaged_while_open_says_so(place: Path) -> None:
    """A reader that meets a broken page fails with a sentence, and lets go."""
    with a_store(place, event(1)) as repository:
        says = r"it is damaged \(database disk image is malformed\); when everybody has closed"
        with pytest.raises(UnreadableStore, match=says), repository.read():
            raise apsw.CorruptError("database disk image is malformed")
        assert list(titles(repository)) == ["E1"]


def test_the_engine_is_set_for_safety(place: Path) -> None:
    """Every connection that writes syncs each commit, and does not let the log grow for ever."""
    with a_store(place):
        connection = connect(place / "desk.sqlite", writing=True)
        assert connection.pragma("journal_mode") == "wal"
        assert connection.pragma("synchronous") == 2
        assert connection.pragma("journal_size_limit") == 16 << 20
        connection.close()


def test_records_of_all_kinds_are_listed_after_reopening(place: Path) -> None:
    """A claim is still a claim, and lists keep their order."""
    with a_store(place, *(claim(n, as_of=f"2025-03-0{n}") for n in (1, 2, 3))):
        pass
    repository = Repository.open(place)
    with repository.read() as reader:
        found = reader.listing(Kind.CLAIM, reader.numbers(Kind.CLAIM))
    assert listed(found) == ["C3", "C2", "C1"]
    assert all(isinstance(one, Claim) for one in found)
    repository.close()
