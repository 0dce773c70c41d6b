"""A report of a fault says where it was, and holds nothing of what the program held."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.strategies import TEXTS
from tui import faults

WORDS = "zqwitness Amal\x1b]52;c;eA==\x07 at /srv/zqstore"


def failing(words: str) -> None:
    """Fail as a program does that has a record in its hands."""
    record = {words: words}
    try:
        raise KeyError(record[words])
    except KeyError as error:
        error.add_note(words)
        raise FileNotFoundError(2, words, words) from error


def raised_by(fail: Callable[[], object]) -> BaseException:
    """What a call raises."""
    try:
        fail()
    except BaseException as error:  # noqa: BLE001  whatever it is
        return error
    raise AssertionError


@given(TEXTS)
def test_no_word_of_a_record_is_in_a_report(words: str) -> None:
    """Messages, notes, names of files and variables are left out, of the whole chain."""
    report = faults.report_on(raised_by(lambda: failing(f"zq{words}zq")))
    assert f"zq{words}zq" not in report
    assert "zq" not in report
    assert "fault: FileNotFoundError ENOENT" in report
    assert "caused by: KeyError" in report
    assert f"  {__name__}:" in report
    assert ":failing\n" in report
    assert report.isascii()


def test_a_group_a_circle_and_a_recursion_are_told_in_few_lines() -> None:
    """Each exception is told once, of a thousand frames the ends."""

    def deep() -> None:
        deep()

    endless = raised_by(deep)
    group = ExceptionGroup(WORDS, [ValueError(WORDS), TypeError(WORDS)])
    endless.__cause__, group.__context__ = group, endless
    report = faults.report_on(endless)
    assert "fault: RecursionError" in report
    assert "more\n" in report
    assert "  one of them: ValueError" in report
    assert "  one of them: TypeError" in report
    assert report.count("RecursionError") == 1
    assert "zq" not in report
    assert len(report.splitlines()) < 120


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_names_are_not_trusted_either(name: str) -> None:
    """A type or a terminal that is called as no name is called, is not told by it."""
    odd = type("zq " + name, (Exception,), {"__module__": "zq " + name})
    with pytest.MonkeyPatch.context() as around:
        around.setenv("TERM", "zq \x1b[31m")
        report = faults.report_on(odd())
    assert "fault: ?.?" in report
    assert "terminal ?" in report
    assert "zq" not in report
    assert "\x1b" not in report


def test_a_report_is_its_owners_alone(home: Path) -> None:
    """The folder and the file can be read by nobody else, also where the folder was open."""
    faults.folder().mkdir(parents=True)
    faults.folder().chmod(0o777)
    path = faults.write("what happened\n")
    assert path.is_relative_to(home)
    assert path == faults.newest()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_ten_reports_are_kept() -> None:
    """The oldest goes when the eleventh comes; what else lies there stays."""
    first = faults.write("the first\n")
    first = first.rename(first.with_name("fault-20200101T000000Z-00000000.txt"))
    other = first.with_name("fault-of-somebody.txt")
    other.touch()
    for _ in range(faults.MOST):
        faults.write("another\n")
    kept = set(first.parent.iterdir())
    assert len(kept) == faults.MOST + 1
    assert other in kept
    assert first not in kept


def test_no_link_is_followed(tmp_path: Path) -> None:
    """Where the folder is a link nothing is written, and the sentence says that nothing was."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    faults.folder().parent.mkdir(parents=True)
    faults.folder().symlink_to(elsewhere)
    said = faults.sentence_on(raised_by(lambda: failing(WORDS)))
    assert "No report of it could be written: not a directory." in said
    assert list(elsewhere.iterdir()) == []
    assert faults.newest() is None


def test_the_sentence_names_the_report(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one safe line, the home folder in it a tilde, also where that has an odd name."""
    odd = home / "a\x1b[31mb"
    odd.mkdir()
    monkeypatch.setenv("HOME", str(odd))
    said = faults.sentence_on(raised_by(lambda: failing(WORDS)))
    assert said.isprintable()
    assert "zq" not in said
    assert "(FileNotFoundError at test_faults.py:" in said
    monkeypatch.setenv("XDG_STATE_HOME", str(odd / "state"))
    said = faults.sentence_on(raised_by(lambda: failing(WORDS)))
    path = faults.newest()
    assert path is not None
    assert f"~/{path.relative_to(odd)} tells where" in said


def test_a_thread_that_dies_is_heard_of(capsys: pytest.CaptureFixture[str]) -> None:
    """Its fault is handed on, and Python prints nothing of it; nor of what an object forgets."""

    class Forgotten:
        def __del__(self) -> None:
            raise ValueError(WORDS)

    heard: list[BaseException] = []
    with faults.caught(heard.append):
        thread = threading.Thread(target=failing, args=(WORDS,))
        thread.start()
        thread.join()
        forgotten = Forgotten()
        del forgotten
    assert [type(each) for each in heard] == [FileNotFoundError]
    assert capsys.readouterr() == ("", "")
    newest = faults.newest()
    assert newest is not None
    assert "fault: ValueError" in newest.read_text()


def test_who_asks_for_a_traceback_gets_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The environment asks for Python's own words, which are behind the sentence then."""
    monkeypatch.setenv(faults.TRACEBACK, "1")
    faults.tell(raised_by(lambda: failing(WORDS)))
    said = capsys.readouterr().err
    assert said.startswith("incident-desk: ended by a fault")
    assert "zqwitness" in said
    monkeypatch.delenv(faults.TRACEBACK)
    faults.tell(raised_by(lambda: failing(WORDS)))
    assert "zqwitness" not in capsys.readouterr().err


def test_a_fault_of_a_command_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a command dies of is told by the hook that the program sets, without its message."""
    from tui.__main__ import _tell

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    fault = raised_by(lambda: failing(WORDS))
    _tell(type(fault), fault, fault.__traceback__)
    said = capsys.readouterr().err
    assert said.startswith("incident-desk: ended by a fault of its own (FileNotFoundError at")
    assert said.count("\n") == 1
    assert "zq" not in said
    _tell(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == ""


def test_a_closed_stderr_is_no_second_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is written although nobody can be told of it."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", buffering=1) as lost:
        with monkeypatch.context() as printing:
            printing.setattr(sys, "stderr", lost)
            faults.tell(raised_by(lambda: failing(WORDS)))
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)
    assert faults.newest() is not None


_PROGRAM = """
import sys, threading
from tui import __main__, cli, savers

class Forgotten:
    def __del__(self):
        fail()

def fail():
    raise ValueError("zqwitness in a message")

def run(arguments):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    Forgotten()
    savers.keep(fail)
    return 0

cli.run = run
__main__.main()
"""


def test_no_thread_of_a_command_tells_its_message() -> None:
    """Nor does what an object forgets, nor what fails at the very end: all is reported."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr.startswith("incident-desk: ended by a fault of its own (ValueError at")
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    reports = [one.read_text() for one in faults.folder().iterdir()]
    assert len(reports) == 3
    assert all("fault: ValueError" in one and "zq" not in one for one in reports)
