"""Documents that come in: what becomes a report, what is known, and what is a copy."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.arrivals import Arrival, Enclosure, Unread
from store.commands.arriving import AddReports, Given, Intake, Outcome, called, file_of
from store.commands.records import WriteRecords
from store.dates import PartialDate
from store.errors import UnwritableStore
from store.ids import Kind, Ref
from store.model import Attachment, Report, Source
from store.repository import Repository
from store.vocabulary import TriageState

LONG = (
    "Shelling hit the market of Baniyas on Friday morning, residents said. Eleven people were"
    " killed and more than thirty injured, the hospital told reporters. Witnesses counted four"
    " rounds that came from the hills in the east."
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Repository]:
    """An empty store, open."""
    Repository.create(tmp_path / "store").close()
    repository = Repository.open(tmp_path / "store", author="ada")
    yield repository
    repository.close()


def document(text: str, place: str = "a.txt", **more: Any) -> Arrival:
    """A text that was read."""
    made = Arrival(place, text.encode(), "text/plain", text, title=text[:20], method="plain text")
    return made._replace(**more)


def added(
    desk: Repository,
    *arrivals: Arrival | Unread,
    given: Given | None = None,
    intake: Intake | None = None,
) -> list[Outcome | Unread]:
    """What is told of documents that are added."""
    found: list[Outcome | Unread] = []
    intake = intake or Intake()
    intake.told = found.append
    command = AddReports("a test", iter(arrivals), desk.keep, given or Given(), intake)
    desk.run_in_parts(command)
    return found


def reports(desk: Repository) -> list[Report]:
    """Every report with its text, the oldest first."""
    with desk.read() as reader:
        found = [reader.get(Kind.REPORT.ref(n)) for n in sorted(reader.numbers(Kind.REPORT))]
    return [one for one in found if isinstance(one, Report)]


def test_a_document_becomes_a_report_that_waits(desk: Repository) -> None:
    """It has the text, the date, the custody with what read it, and no decision."""
    told = added(
        desk,
        document(
            LONG,
            "/somewhere/a.txt",
            published_at=PartialDate("2025-03-07"),
            date_from="the dateline",
            language="en",
        ),
    )
    (report,) = reports(desk)
    assert report.text == LONG
    assert (report.published_at, report.language) == ("2025-03-07", "en")
    assert report.triage.state is TriageState.NEW
    (act,) = report.custody
    assert (act.by, act.act, act.method) == (
        "ada",
        "received",
        "plain text; date from the dateline",
    )
    assert act.sha256 == report.sha256 == hashlib.sha256(LONG.encode()).hexdigest()
    assert report.origin is not None
    assert report.origin.file == "a.txt"
    assert [one.ref for one in told if isinstance(one, Outcome)] == [report.ref]


def test_the_original_lies_beside_the_records(desk: Repository) -> None:
    """The exact bytes are in reports/, named by their hash, and only their owner reads them."""
    added(desk, document(LONG))
    kept = desk.folder.originals / hashlib.sha256(LONG.encode()).hexdigest()
    assert kept.read_bytes() == LONG.encode()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [one.name for one in desk.folder.originals.iterdir()] == [kept.name]


def test_the_same_bytes_are_told_as_known(desk: Repository) -> None:
    """Nothing is written for bytes that a report has, in this operation or in an earlier one."""
    first, again = added(desk, document(LONG), document(LONG, "b.txt"))
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert (again.is_known, again.ref) == (True, first.ref)
    operation = desk.undoable()
    assert added(desk, document(LONG, "c.txt"))[0][:2] == ("c.txt", first.ref)
    assert desk.undoable() == operation
    assert len(reports(desk)) == 1


def test_a_near_copy_derives_from_the_older_report(desk: Repository) -> None:
    """Other bytes with the same words but for a few are linked to the report that they copy."""
    told = added(desk, document(LONG), document(LONG.replace("Eleven", "Twelve"), "b.txt"))
    first, second = reports(desk)
    assert second.derived_from == first.ref
    assert second.triage.state is TriageState.NEW
    assert isinstance(told[1], Outcome)
    assert told[1].derived_from == first.ref


def test_what_takes_up_half_of_a_report_is_told_and_not_linked(desk: Repository) -> None:
    """A longer text with another's sentences is no copy of it: a person decides."""
    own = (
        " In the capital the ministry of health denied it had asked for help from abroad. Its"
        " spokesman spoke of four wounded soldiers and blamed the weather for the delay of convoys"
        " that had left the harbour two days before with flour, tents and generators on board."
    )
    told = added(desk, document(LONG), document(LONG + own, "b.txt"))
    first, second = reports(desk)
    assert second.derived_from is None
    assert isinstance(told[1], Outcome)
    assert told[1].like is not None
    assert told[1].like.report.ref == first.ref


def test_what_was_published_earlier_is_no_copy(desk: Repository) -> None:
    """A text of an earlier day than the report that has its words derives from nothing."""
    added(
        desk,
        document(LONG, published_at=PartialDate("2025-03-08")),
        document(f"{LONG} ", "b.txt", published_at=PartialDate("2025-03-07")),
    )
    assert [one.derived_from for one in reports(desk)] == [None, None]


def test_a_publisher_is_found_by_its_name(desk: Repository) -> None:
    """A name or alias that is the same, folded, is that source; any other is a new outlet."""
    known = Source(name="Syrian Observatory", aliases=("SOHR",))
    desk.run(WriteRecords([known]))
    added(
        desk,
        document("one", publisher="sohr"),
        document("two", publisher="Coast Daily"),
        document("three", publisher="Coast  Daily"),
        document("four", publisher="Coast"),
        document("five"),
    )
    with desk.read() as reader:
        names = {one.ref: one.label for one in reader.listing(Kind.SOURCE, range(1, 9))}
    assert [names.get(one.publisher or Ref("S99")) for one in reports(desk)] == [
        "Syrian Observatory",
        "Coast Daily",
        "Coast Daily",
        "Coast",
        None,
    ]
    assert len(names) == 3


def test_enclosures_become_attachments(desk: Repository) -> None:
    """A picture of a letter is kept as bytes and names its report."""
    added(desk, document(LONG, enclosures=(Enclosure("yard.jpg", "image/jpeg", b"\xff\xd8"),)))
    with desk.read() as reader:
        (picture,) = reader.listing(Kind.ATTACHMENT, reader.numbers(Kind.ATTACHMENT))
    assert isinstance(picture, Attachment)
    assert (picture.report, picture.shows, picture.media_type) == ("R1", "yard.jpg", "image/jpeg")
    assert (desk.folder.originals / picture.sha256).read_bytes() == b"\xff\xd8"


def test_what_a_person_says_takes_the_place_of_what_the_document_says(desk: Repository) -> None:
    """Date, publisher, title and tags as given; the custody says who gave the date."""
    added(
        desk,
        document(LONG, published_at=PartialDate("2020"), publisher="Someone"),
        given=Given(PartialDate("2025-03-07"), "Coast Daily", title="Shelling", tags=("coast",)),
    )
    (report,) = reports(desk)
    assert (report.published_at, report.title, report.tags) == (
        "2025-03-07",
        "Shelling",
        ("coast",),
    )
    assert "date given by ada" in report.custody[0].method


def test_a_date_is_asked_for_where_there_is_none(desk: Repository) -> None:
    """Once for each document without one, and not for bytes that are known."""
    asked: list[str] = []

    def asks(one: Arrival) -> PartialDate | None:
        asked.append(one.place)
        return PartialDate("2025-03") if one.place == "a.txt" else None

    dated = document("three", "c.txt", published_at=PartialDate("2024"))
    intake = Intake(asks=asks)
    added(desk, document("one"), document("two", "b.txt"), dated, intake=intake)
    added(desk, document("one"), intake=Intake(asks=asks))
    assert asked == ["a.txt", "b.txt"]
    assert [one.published_at for one in reports(desk)] == ["2025-03", None, "2024"]
    assert intake.undated == 1


def test_one_undo_takes_all_of_it_back(desk: Repository) -> None:
    """Many documents are one operation, however many parts it had."""
    added(desk, *(document(f"number {n}", publisher="Coast Daily") for n in range(5)))
    assert len(reports(desk)) == 5
    undone = desk.undo()
    assert undone.target.label == "added reports from a test"
    assert reports(desk) == []
    with desk.read() as reader:
        assert reader.count(Kind.SOURCE) == 0


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(desk: Repository) -> None:
    """A document that could not be read has a reason, and those behind it come in."""
    intake = Intake()
    told = added(desk, Unread("b.pdf", "it is encrypted"), document("one"), intake=intake)
    assert told[0] == Unread("b.pdf", "it is encrypted")
    assert (intake.added, intake.unread) == (1, 1)


def test_nobody_waits_while_a_document_is_read(desk: Repository) -> None:
    """Another change is written between two documents, while the next one is still being read."""

    def read() -> Iterable[Arrival]:
        yield document("one")
        other = Repository.open(desk.folder.path, author="ben", patience=0.1)
        other.run(WriteRecords([Source(name="Meanwhile")]))
        other.close()
        yield document("two", "b.txt")

    desk.run_in_parts(AddReports("a test", iter(read()), desk.keep))
    assert len(reports(desk)) == 2


def test_a_full_disk_keeps_what_was_added_before(desk: Repository) -> None:
    """Where an original cannot be kept no more is read; what came in before stays."""

    def keep(content: bytes) -> str:
        if content == b"two":
            raise UnwritableStore(desk.folder.originals, "no space left")
        return desk.keep(content)

    intake = Intake()
    arrivals = iter([document("one"), document("two"), document("three")])
    desk.run_in_parts(AddReports("a test", arrivals, keep, intake=intake))
    assert [one.text for one in reports(desk)] == ["one"]
    assert intake.failure is not None
    assert desk.undoable() is not None


def test_what_was_told_stays_when_reading_fails(desk: Repository) -> None:
    """A failure, or Ctrl+C, behind the second document leaves two reports, and one undo."""

    def read() -> Iterable[Arrival]:
        yield document("one")
        yield document("two", "b.txt")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.run_in_parts(AddReports("a test", iter(read()), desk.keep))
    assert len(reports(desk)) == 2
    desk.undo()
    assert reports(desk) == []


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("/in/a, b.txt", "a, b.txt"),
        ("/in/box.mbox, letter 3", "box.mbox"),
        ("lines.jsonl, line 12", "lines.jsonl"),
        ("feed.xml, https://example.org/a/1", "feed.xml"),
    ],
)
def test_the_file_that_a_document_stood_in(place: str, file: str) -> None:
    """Its name without folders, and without what says which part of it is meant."""
    assert file_of(place) == file


def test_the_history_has_no_password_of_an_address() -> None:
    """Neither one in front of the host nor what stands behind the path."""
    assert called(["https://me:secret@example.org/a?key=1"]) == "https://example.org/a"
