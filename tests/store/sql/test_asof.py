"""The desk as it was: at an operation or a time, while others go on changing it."""

from __future__ import annotations

import itertools
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.changes import Operation
from store.commands.records import DeleteRecords, WriteRecords
from store.errors import NothingToUndo, StoreReadOnly, UnknownOperation
from store.history import Entry
from store.ids import Kind, Ref
from store.model import Report
from store.paths import paths
from store.reader import Reader
from store.record import Record
from store.repository import Repository
from store.sql import asof, commit
from store.sql import connection as connections
from tests.builders import a_store, event, location, quote, report, source
from tests.store.strategies import LINKED_RECORDS, LINKING

#: The first operation after the one that built the store.
FIRST = 2

Answers = dict[str, Any]
EVERY_REF = [kind.ref(number) for kind in LINKING for number in range(1, 4)]


def answers(reader: Reader) -> Answers:
    """All that a reader can be asked about a small store."""
    told: Answers = {"operation": reader.operation}
    for kind in LINKING:
        numbers = list(reader.numbers(kind))
        told[f"{kind} listed"] = (
            numbers,
            [list(reader.numbers(kind, limit)) for limit in (0, 1, 2, -1, -2)],
            reader.count(kind),
            reader.counts(kind),
            reader.listing(kind, numbers),
        )
    for ref in EVERY_REF:
        told[ref] = (reader.find(ref), reader.version(ref), reader.named_by(ref))
        for kind in LINKING:
            links = reader.linked(ref, kind)
            told[f"{ref} {kind}"] = (list(links.numbers), dict(links.roles), links.total)
    return told


def told_by(repository: Repository) -> tuple[Answers, list[Entry]]:
    """What the desk and its history show."""
    with repository.read() as reader:
        told = answers(reader)
    with repository.history() as log:
        return told, log.entries()


Step = Callable[[Repository], object]


def _write(records: list[Record]) -> Step:
    return lambda repository: repository.run(WriteRecords(records, accepts_flaws=True))


def _write_in_parts(records: list[Record]) -> Step:
    return lambda repository: repository.run_in_parts(WriteRecords(records, accepts_flaws=True))


def _delete(refs: list[Ref]) -> Step:
    def step(repository: Repository) -> Operation | None:
        with repository.read() as reader:
            there = [ref for ref in refs if reader.find(ref)]
        return repository.run(DeleteRecords(there, accepts_flaws=True)) if there else None

    return step


def _undo(repository: Repository) -> object:
    return repository.undo()


def _redo(repository: Repository) -> object:
    return repository.redo()


RECORDS = st.lists(LINKED_RECORDS, min_size=1, max_size=5, unique_by=lambda record: record.ref)
STEPS = st.lists(
    st.one_of(
        RECORDS.map(_write),
        RECORDS.map(_write_in_parts),
        st.lists(st.sampled_from(EVERY_REF), min_size=1, max_size=5, unique=True).map(_delete),
        st.sampled_from([_undo, _redo]),
    ),
    min_size=2,
    max_size=7,
)


@given(steps=STEPS, crowd=st.sampled_from([0, 2000]))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_past_is_what_the_desk_showed_then(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], crowd: int
) -> None:
    """Whatever was done since, and whether it was asked for then or later, nothing differs."""
    place = tmp_path_factory.mktemp("past") / "store"
    with a_store(place) as repository, pytest.MonkeyPatch.context() as patch:
        patch.setattr(asof, "CROWD", crowd)
        # Each version is a part of its own.
        patch.setattr(commit, "PART", 0.0)
        patch.setattr(commit, "GAP", 0.0)
        shown: dict[int, tuple[Answers, list[Entry]]] = {}
        opened: dict[int, Repository] = {}
        for step in steps:
            try:
                step(repository)
            except NothingToUndo:
                continue
            told = told_by(repository)
            operation = told[0]["operation"]
            if operation and operation not in shown:
                shown[operation] = told
                opened[operation] = repository.as_of(operation)
        for operation, told in shown.items():
            assert told_by(opened[operation]) == told
            opened[operation].close()
            with closing(repository.as_of(operation)) as past:
                assert told_by(past) == told


@pytest.fixture
def story(place: Path) -> Iterator[Repository]:
    """A store in which an event was entered, corrected, moved and deleted."""
    with a_store(place, location(1, name="Rona"), location(2, name="Vael")) as repository:
        for fields in ({"title": "Shots"}, {"title": "Shelling"}, {"places": ["L2"]}):
            changed = {"title": "Shelling", "places": ["L1"], **fields}
            repository.run(WriteRecords([event(1, **changed)]))
        repository.run(DeleteRecords([Ref("E1")]))
        yield repository


def titles(repository: Repository) -> list[str]:
    """The labels of the events that the desk lists."""
    with repository.read() as reader:
        return [one.label for one in reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))]


def test_a_deleted_event_can_be_looked_at(story: Repository) -> None:
    """At each operation: what it was called, and where it happened."""
    seen = {}
    for operation in range(FIRST, FIRST + 5):
        with closing(story.as_of(operation)) as past, past.read() as reader:
            places = reader.linked(Ref("E1"), Kind.LOCATION)
            labels = [one.label for one in reader.listing(Kind.EVENT, [1])]
            seen[operation] = (labels, [f"L{number}" for number in places.numbers])
    assert seen == {
        2: ([], []),
        3: (["Shots"], ["L1"]),
        4: (["Shelling"], ["L1"]),
        5: (["Shelling"], ["L2"]),
        6: ([], []),
    }


def test_a_report_of_then_has_its_text(place: Path) -> None:
    """The text lies apart from the log; the past finds it."""
    with a_store(place, report(1, title="Old", text="Nine people.")) as repository:
        repository.run(WriteRecords([report(1, title="New", text="Nine people.")]))
        repository.run(DeleteRecords([Ref("R1")]))
        with closing(repository.as_of(FIRST)) as past, past.read() as reader:
            found = reader.get(Ref("R1"))
    assert isinstance(found, Report)
    assert (found.title, found.text) == ("Old", "Nine people.")


def test_the_past_cannot_be_changed(story: Repository) -> None:
    """The refusal says which operation is shown, and that it is in the past."""
    with closing(story.as_of(3)) as past:
        assert past.only_reads.startswith("this is how it was at operation 3, 20")
        with pytest.raises(StoreReadOnly, match=r"for reading only: this is how it was at op"):
            past.run(WriteRecords([event(9)]))
        assert not past.has_outside_change
        assert past.author == story.author
        assert past.folder == story.folder
    assert titles(story) == []


def test_an_operation_that_is_not_there_is_refused(story: Repository) -> None:
    """Before the first, after the last: one sentence, and nothing is left behind."""
    for operation in (0, 7, -1):
        with pytest.raises(UnknownOperation, match=rf"^The history has no operation {operation}\."):
            story.as_of(operation)
    assert scratch_folders() == []


def test_the_past_of_the_past(story: Repository) -> None:
    """From the history that the past shows one can go further back, and not forward again."""
    with closing(story.as_of(5)) as past:
        with past.history() as log:
            assert [entry.operation.sequence for entry in log.entries()] == [5, 4, 3, 2, 1]
        with closing(past.as_of(3)) as further:
            assert titles(further) == ["Shots"]


def test_the_history_shows_what_was_undone_then(place: Path) -> None:
    """Undone, done again, undone anew: each time as it was."""
    with a_store(place, event(1)) as repository:
        for act in (repository.undo, repository.redo, repository.undo):
            act()
        undone = {}
        for operation in range(FIRST, 6):
            with closing(repository.as_of(operation)) as past, past.history() as log:
                undone[operation] = log.entry(FIRST).undone_by
    assert undone == {2: None, 3: 3, 4: None, 5: 5}


# -- with others at work ------------------------------------------------------------------------


def test_others_go_on_changing_the_store(place: Path) -> None:
    """Several threads read the past while a colleague changes and deletes: it stands still."""
    people = [source(n, name=f"Source {n}") for n in range(1, 5)]
    happened = [event(n, title=f"Event {n}", reports=["R1"]) for n in range(1, 5)]
    said = [quote(n, events=[f"E{n}"], speaker=f"S{n}") for n in range(1, 5)]
    with (
        a_store(place, report(1), *people, *happened, *said) as repository,
        closing(repository.as_of(FIRST)) as past,
        closing(Repository.open(place)) as colleague,
    ):
        told = told_by(past)
        done = threading.Event()
        looks: list[bool] = []

        def look() -> None:
            while not done.is_set():
                looks.append(told_by(past) == told)

        readers = [threading.Thread(target=look) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(40):
            one = number % 4 + 1
            changed = event(one, title=f"Change {number}", start="2025-03-07")
            moved = quote(one, speaker=f"S{(number + 1) % 4 + 1}")
            colleague.run(WriteRecords([changed, moved, event(100 + number, reports=["R1"])]))
            colleague.run(DeleteRecords([Ref(f"Q{one}")]))
        done.set()
        for reader in readers:
            reader.join()
        assert looks
        assert all(looks)
        assert told_by(past) == told


def test_what_is_committed_during_the_search_is_seen(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking through a long history takes its time: what changes meanwhile counts too."""
    monkeypatch.setattr(asof, "SLICE", 10)
    with a_store(place, *(event(n, title="then") for n in range(1, 51))) as repository:
        repository.run(WriteRecords([event(n, title="later") for n in range(2, 42)]))
        steps: list[tuple[int, int]] = []

        def progress(done: int, total: int) -> None:
            if not steps:
                # Behind the place that was reached, and before it.
                repository.run(WriteRecords([event(n, title="now") for n in (1, 45, 51)]))
            steps.append((done, total))

        with closing(repository.as_of(FIRST, progress)) as past:
            assert titles(past) == ["then"] * 50
            with past.read() as reader:
                assert reader.counts(Kind.EVENT) == {"to do": 50}
        assert len(steps) > 2
        assert all(done <= total for done, total in steps)


def test_a_search_that_is_given_up_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person presses Esc while the bar moves: the scratch database is removed."""
    monkeypatch.setattr(asof, "SLICE", 10)

    class Escaped(Exception):
        pass

    def progress(done: int, total: int) -> None:
        raise Escaped

    with a_store(place, event(1)) as repository:
        repository.run(WriteRecords([event(n) for n in range(2, 52)]))
        with pytest.raises(Escaped):
            repository.as_of(1, progress)
    assert scratch_folders() == []


def test_what_one_record_leads_to_is_looked_up(place: Path) -> None:
    """No list of links, between whatever kinds, reads all links or all records of the store."""
    with a_store(place, event(1)) as repository:
        past = asof.Past(repository.folder.working_copy, FIRST)
        connection = connections.connect(repository.folder.working_copy)
        past.attach(connection)
        plans = [
            row[3]
            for start, end in itertools.product(Kind, Kind)
            if paths(start, end)
            for row in connection.execute(f"EXPLAIN QUERY PLAN {asof.walk(start, end)}", {"at": 1})
        ]
        connection.close()
        past.close()
    assert any("links" in plan for plan in plans)
    assert [
        plan for plan in plans if re.match(r"SCAN .*\b(links|records|l|versions)\b", plan)
    ] == []


# -- the scratch database -----------------------------------------------------------------------


def scratch_folders() -> list[Path]:
    """What lies in the user's cache."""
    place = Path(os.environ["XDG_CACHE_HOME"]) / "incident-desk" / "scratch"
    return list(place.iterdir()) if place.exists() else []


def test_the_scratch_database_is_private_and_removed(story: Repository) -> None:
    """It holds what people may have deleted on purpose: nobody else reads it, and it goes."""
    past = story.as_of(3)
    (folder,) = scratch_folders()
    titles(past)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    past.close()
    past.close()
    assert scratch_folders() == []


@contextmanager
def a_killed_desk(place: Path) -> Iterator[Path]:
    """A process that looked at the past and was killed; its scratch folder."""
    program = (
        "import sys, time; from pathlib import Path; from store.repository import Repository\n"
        "past = Repository.open(Path(sys.argv[1])).as_of(1); print('there', flush=True)\n"
        "time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(place)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"there\n"
        (folder,) = scratch_folders()
        try:
            yield folder
        finally:
            process.send_signal(signal.SIGKILL)


def test_what_a_killed_process_left_is_swept_away(story: Repository) -> None:
    """The next one who looks at the past removes it; not while it is still looked at."""
    with a_killed_desk(story.folder.path) as folder:
        story.as_of(1).close()
        assert folder.exists()
    story.as_of(1).close()
    assert scratch_folders() == []
