"""A desk that cannot go on ends: one sentence, an exit code, and the terminal as it was."""

from __future__ import annotations

import os
import re
import signal
import sys
from contextlib import closing
from pathlib import Path

import pytest

from store import folder as folders
from store.commands.records import WriteRecords
from store.repository import Repository
from tests.builders import event
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import PATIENCE, Terminal
from tui import faults

#: The desk with a store whose every look at its file raises what is named.
_TEND_RAISES = """
import sys
from store.errors import StoreGone
from store.repository import Repository
from tui.__main__ import main

def tend(self, progress=None):
    raise {fault}

Repository.tend = tend
main()
"""
#: What the desk switches on: mouse, focus, alternate screen, bracketed paste.
MODES = (1000, 1002, 1003, 1004, 1006, 1049, 2004, 2048)


def left_on(terminal: Terminal) -> set[int]:
    """The modes of the terminal that were switched on, and not off again."""
    sent = terminal.output
    return {mode for mode in MODES if sent.rfind(b"\x1b[?%dh" % mode) > _off(sent, mode)}


def _off(sent: bytearray, mode: int) -> int:
    return sent.rfind(b"\x1b[?%dl" % mode)


def sentences(terminal: Terminal) -> str:
    """What was said behind the desk's screen, as one line."""
    said = terminal.output[max(_off(terminal.output, 1049), 0) :].decode()
    return " ".join(said.partition("incident-desk:")[2].split())


@pytest.mark.parametrize(
    ("fault", "name"),
    [("KeyError('zqx')", "KeyError"), ("FileNotFoundError(2, 'zqgone')", "FileNotFoundError")],
)
def test_a_fault_behind_the_screen_ends_the_desk(demo: Path, fault: str, name: str) -> None:
    """A thread that dies takes the desk with it: its fault is named, the terminal is restored."""
    program = _TEND_RAISES.format(fault=fault)
    with Terminal([sys.executable, "-c", program, demo]) as terminal:
        assert terminal.wait_for_end() == 1
        assert sentences(terminal).startswith(f"ended by a fault of its own ({name} at <string>:8)")
        assert b"\x1b[?1049h" in terminal.output
        assert left_on(terminal) == set()
    told_without_words(terminal, f"fault: {name}")


#: Where the desk is struck behind its screen, besides by its workers.
_FAULTS = {
    "a thread that reads the keys": """
from tui.desk.terminal.driver import TolerantDriver

def run_input_thread(self):
    record = "zqrecord"
    raise AssertionError("zqmessage")

TolerantDriver.run_input_thread = run_input_thread
""",
    "a callback of the loop": """
from tui.desk.app import Desk

def fall():
    record = "zqrecord"
    raise AssertionError("zqmessage")

before = Desk.on_mount
def on_mount(self):
    before(self)
    self._loop.call_later(0.1, fall)

Desk.on_mount = on_mount
""",
    "a fault with a picture of its own": """
from tui.desk.app import Desk

class Pictured(AssertionError):
    def __rich__(self):
        return "zqpicture"

def fall(self):
    record = "zqrecord"
    raise Pictured("zqmessage")

Desk._load_ahead = fall
""",
    "the way to the first screen": """
from tui.desk.app import Desk

def get_default_screen(self):
    record = "zqrecord"
    raise AssertionError("zqmessage")

Desk.get_default_screen = get_default_screen
""",
    "a command": """
import tui.cli.open

def open_desk(folder, options):
    record = "zqrecord"
    raise AssertionError("zqmessage")

tui.cli.open.open_desk = open_desk
""",
}


@pytest.mark.parametrize("fault", _FAULTS.values(), ids=_FAULTS)
def test_no_fault_shows_or_keeps_what_the_program_held(demo: Path, fault: str) -> None:
    """Wherever it strikes, the desk ends with a sentence, and the report has types and lines."""
    program = f"{fault}\nfrom tui.__main__ import main\nmain()"
    with Terminal([sys.executable, "-c", program, demo]) as terminal:
        assert terminal.wait_for_end() == 1
        assert left_on(terminal) == set()
    told_without_words(terminal, "AssertionError" if "Pictured" not in fault else "Pictured")


def told_without_words(terminal: Terminal, fault: str) -> None:
    """One sentence was said, it names the report, and neither has a word of what was held."""
    said = sentences(terminal)
    assert said.startswith("ended by a fault of its own (")
    assert "Traceback" not in said
    assert b"zq" not in terminal.output
    report = faults.newest()
    assert report is not None
    assert f"{report.name} tells where" in re.sub(r"\s+(?=\S*\.txt)", "", said)
    assert fault in report.read_text()
    assert "zq" not in report.read_text()


def test_a_refusal_behind_the_screen_is_told_in_its_own_words(demo: Path) -> None:
    """What the store refuses a thread is no fault of the program: its sentence and its code."""
    program = _TEND_RAISES.format(fault="KeyError('x')").replace(
        "Repository.tend = tend",
        "from tui.desk.live import Watcher\n"
        "def watch(self):\n"
        "    raise StoreGone(self._link.repository.folder.path, 'Look for it')\n"
        "Watcher.run = watch",
    )
    with Terminal([sys.executable, "-c", program, demo]) as terminal:
        assert terminal.wait_for_end() == 3
        said = sentences(terminal)
        assert said == f"{demo} was removed or replaced while it was open. Look for it."
        assert left_on(terminal) == set()


def test_a_store_that_is_moved_ends_its_desk(demo: Path) -> None:
    """Moving the folder of an open desk ends it at a key, with a sentence that is true."""
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        demo.rename(demo.with_name("moved"))
        desk.press("j", "Q")
        assert desk.wait_for_end() == 3
        assert sentences(desk) == (
            f"{demo}/desk.sqlite was removed or replaced while it was open. "
            "Its folder was moved or removed; what was changed is where it was moved to."
        )
        assert left_on(desk) == set()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_desk_as_its_key_does(demo: Path, number: int, code: int) -> None:
    """The terminal is as it was, and what was written is in incidents.json."""
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        unwritten(demo)
        os.kill(desk.process.pid, number)
        assert desk.wait_for_end() == code
        assert left_on(desk) == set()
        assert sentences(desk) == ""
    assert b"Written at the last moment" in (demo / "incidents.json").read_bytes()


def test_a_terminal_that_goes_away_ends_the_desk(demo: Path) -> None:
    """As when a window is closed, or a line is cut: what was written is in incidents.json."""
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        unwritten(demo)
        desk.hang_up()
        assert desk.process.wait(PATIENCE) == 129
    assert b"Written at the last moment" in (demo / "incidents.json").read_bytes()


def test_a_signal_waits_for_nobody_long(demo: Path) -> None:
    """Where somebody else keeps the folder's lock, incidents.json is left for the next opening."""
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        unwritten(demo)
        before = (demo / "incidents.json").read_bytes()
        with folders.find(demo).alone():
            os.kill(desk.process.pid, signal.SIGTERM)
            assert desk.wait_for_end() == 143
        assert left_on(desk) == set()
        assert sentences(desk).startswith("All changes are safe in desk.sqlite.")
    assert (demo / "incidents.json").read_bytes() == before


def unwritten(place: Path) -> None:
    """Somebody writes an event, which incidents.json does not have yet."""
    with closing(Repository.open(place, author="noor")) as other:
        other.run(WriteRecords([event(99, title="Written at the last moment")]))
