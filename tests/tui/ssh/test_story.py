"""An analyst's work at the far end of a line, in tmux, which a cut line leaves alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.ids import Kind, Ref
from store.model import Quote, Report
from store.repository import Repository
from store.vocabulary import TriageState
from tests.builders import a_store, event, report, source
from tests.conftest import need, the_command
from tests.tui.ssh.sshd import Line, Sshd
from tests.tui.terminal import PATIENCE

TEXT = "“It was a massacre,” a resident said.\n\nThe Observatory counts at least 745 civilians."


@pytest.fixture
def far_tmux(sshd: Sshd, home: Path) -> Iterator[list[str]]:
    """A tmux at the far end, as it comes."""
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    own = [need("tmux"), "-S", str(folder / "socket"), "-f", "/dev/null"]
    yield own
    with Line(sshd, [*own, "kill-server"], {"HOME": str(home)}) as line:
        line.wait_for_end()
    shutil.rmtree(folder)


def test_an_inbox_over_ssh_in_tmux(
    sshd: Sshd, far_tmux: list[str], home: Path, tmp_path: Path
) -> None:
    """Open, decide, quote, the line cut and taken up again, note, undo: all of it is there."""
    place = tmp_path / "store"
    incident = event(6, title="Killings", reports=["R1"])
    with a_store(place, report(1, title="Two days", text=TEXT), source(1, name="SOHR"), incident):
        pass
    around = {"HOME": str(home), "LOGNAME": "ada", "LANG": "C.UTF-8"}
    session: list[str | Path] = [*far_tmux, "new-session", the_command(), place]
    with Line(sshd, session, around, columns=120, rows=40) as desk:
        desk.wait_for("? help")
        desk.press("i")
        desk.wait_for("inbox > R1")
        desk.press("a")
        desk.wait_for("R1: relevant.")
        desk.press("0", "v")
        desk.wait_for("v begin")
        desk.press('"')
        desk.wait_for("Q1: ")
        desk.cut()
        desk.process.wait(PATIENCE)
    with Line(sshd, [*far_tmux, "attach"], around, columns=120, rows=40) as desk:
        desk.wait_for("inbox > R1")
        # tmux takes a letter that follows at once for one with Alt.
        desk.press("escape")
        desk.wait_for("? help")
        desk.press("c")
        desk.wait_for("Note on R1")
        desk.press("Who is the resident?", "enter")
        desk.wait_for("Wrote a note about R1")
        desk.press("u")
        desk.wait_for("Undone")
        desk.press("Q")
        assert desk.wait_for_end() == 0
    store = Repository.open(place, author="eve")
    with store.read() as reader:
        decided, quoted = reader.find(Ref("R1")), reader.find(Ref("Q1"))
        assert isinstance(decided, Report)
        assert decided.triage.state is TriageState.RELEVANT
        assert isinstance(quoted, Quote)
        assert quoted.words == "It was a massacre"
        assert reader.count(Kind.NOTE) == 0
    store.close()
