"""What others do in the store, and waiting until the desk shows it."""

from __future__ import annotations

from msgspec.structs import replace

from store.commands.records import WriteRecords
from store.ids import Ref
from store.record import Record
from store.repository import Repository
from tests.tui.desk.pilot import OpenDesk


def write(repository: Repository, *records: Record, label: str = "wrote") -> None:
    """Write records."""
    repository.run(WriteRecords(records, label=label))


def rename(repository: Repository, ref: str, title: str, label: str = "renamed") -> None:
    """Give an event another title."""
    with repository.read() as reader:
        record = reader.get(Ref(ref))
    write(repository, replace(record, title=title), label=label)


async def is_shown(desk: OpenDesk, words: str) -> None:
    """Wait until words are on the screen."""
    await desk.until(lambda: words in desk.screen)
