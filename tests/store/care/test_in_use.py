"""A store that another process works in is whole, and is verified, copied and restored from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.care.backup import backup
from store.care.restore import restore
from store.care.verify import verify
from tests.store.another import Another

#: Writes, undoes and writes the file: once for each line that it hears, or all the time.
_WRITER = """
import select
repository = Repository.open(place, author="sami")
number = 0

def write():
    global number
    number += 1
    repository.run(WriteRecords([Event(id=0, title=f"t{number}")]))
    if number % 3 == 0:
        repository.undo()
    repository.checkpoint()

say("there")
while (order := hear()) not in ("always", "end"):
    write()
    say("written")
if order != "end":
    write()
    say("written")
    while not select.select([sys.stdin], [], [], 0)[0]:
        write()
repository.close()
"""


def test_verify_beside_a_checkpoint_at_each_of_its_steps(store: Path) -> None:
    """The file that is compared covers later operations than those with which it began."""
    with Another(_WRITER, store) as sami:
        assert sami.hear() == "there"
        steps = []

        def step(what: str, done: int, total: int) -> None:
            del done, total
            steps.append(what)
            sami.say("write")
            assert sami.hear() == "written"

        assert list(verify(store, progress=step)) == []
        assert {"history", "records", "pages", "incidents.json"} <= set(steps)
        sami.say("end")
        sami.end()


def test_verify_again_and_again_while_another_process_writes(store: Path) -> None:
    """Commits, undos and checkpoints come at any moment."""
    with Another(_WRITER, store) as sami:
        assert sami.hear() == "there"
        sami.say("always")
        assert sami.hear() == "written"
        assert [list(verify(store)) for _ in range(20)] == [[]] * 20


@pytest.mark.parametrize("copy", [backup, restore])
def test_a_copy_of_a_store_that_another_process_writes_in(
    store: Path, tmp_path: Path, copy: Callable[[Path, Path], object]
) -> None:
    """Backing up, and restoring from its folder, take it for whole."""
    with Another(_WRITER, store) as sami:
        assert sami.hear() == "there"
        sami.say("always")
        assert sami.hear() == "written"
        for number in range(5):
            copy(store, tmp_path / f"copy-{number}")
            assert list(verify(tmp_path / f"copy-{number}")) == []
