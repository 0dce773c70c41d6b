"""Reports of faults of the program: what went wrong and where, and nothing of any record.

    faults/fault-20250309T140500Z-0f3a9c21.txt     in the platform's folder for state

A message may quote a record, a variable may be one, a path names a store: none of them is written.
What is: the types of the exceptions, numbers that the system gave them, and for each frame its
module, line and function; the versions; the kind of the terminal.

The folder (0700) and its files (0600) are the user's own, and no link is followed there.
"""

from __future__ import annotations

import errno
import os
import platform
import re
import secrets
import stat
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from types import TracebackType

from store.errors import reason_of
from store.text import clean
from tui.terminal import of_environment

#: So many reports are kept, the newest.
MOST = 10
#: Asks for Python's own traceback too, which may quote records: for who works on the program.
TRACEBACK = "INCIDENT_DESK_TRACEBACK"
SAFE = "What was written before is safe."

_NAME = re.compile(r"fault-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}\.txt", re.ASCII)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
#: Of the frames of an endless recursion so many are told from each end.
_FRAMES = 40
#: So many exceptions of a chain or a group.
_LINKS = 20
#: Names that the environment and the code give: nothing else of them is written.
_PLAIN = re.compile(r"[A-Za-z0-9_.+<>-]{1,80}", re.ASCII)
_LIBRARIES = ("incident-desk", "textual", "rich", "apsw", "msgspec", "tinydb")


def sentence_on(fault: BaseException) -> str:
    """What a person is told of a fault; the rest of it is reported in a file."""
    if os.environ.get(TRACEBACK):
        # Also while a screen is drawn: it is printed when that is gone.
        _ASKED.append(fault)
    try:
        path = write(report_on(fault))
    except (OSError, RuntimeError) as error:
        # The second is pathlib's, where there is no home.
        reason = reason_of(error) if isinstance(error, OSError) else "there is no home folder"
        where = f"No report of it could be written: {reason}."
    else:
        where = f"{clean(_shortened(path))} tells where, without a word of any record."
    return f"ended by a fault of its own ({_named(fault)}). {SAFE} {where}"


#: Faults whose traceback was asked for.
_ASKED: list[BaseException] = []


def print_asked() -> None:
    """Print the tracebacks that the environment asks for."""
    while _ASKED:
        traceback.print_exception(_ASKED.pop(0))


def tell(fault: BaseException) -> None:
    """Report a fault, and say so on stderr."""
    said = f"incident-desk: {sentence_on(fault)}"
    # Nobody may be there to read it.
    with suppress(OSError, ValueError):
        print(said, file=sys.stderr)  # noqa: T201  no screen is there: the program is at its end
        print_asked()


@contextmanager
def caught(fail: Callable[[Exception], object]) -> Iterator[None]:
    """Have `fail` called with what a thread dies of; Python would print it, with its message."""
    before = threading.excepthook, sys.unraisablehook

    def died(told: threading.ExceptHookArgs) -> None:
        # Only while Python itself ends there is none; a thread that leaves on purpose is no fault.
        if isinstance(told.exc_value, Exception):
            fail(told.exc_value)

    threading.excepthook, sys.unraisablehook = died, note
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before
        print_asked()


def note(told: sys.UnraisableHookArgs) -> None:
    """Report what fails while an object is being forgotten, which can end nothing."""
    if told.exc_value is not None:
        with suppress(OSError, RuntimeError):
            write(report_on(told.exc_value))


def report_on(fault: BaseException) -> str:
    """The report: types and places."""
    now = datetime.now(UTC)
    lines = [f"{now:%Y-%m-%dT%H:%M:%SZ}", *_circumstances(), ""]
    lines += _chain(fault, "", {*()}, "fault")
    return "\n".join(map(clean, lines)) + "\n"


def _circumstances() -> Iterator[str]:
    for name in _LIBRARIES:
        try:
            yield f"{name} {_plain(metadata.version(name))}"
        except metadata.PackageNotFoundError:
            yield f"{name}, not installed as a package"
    yield f"Python {platform.python_version()} on {_plain(sys.platform)}"
    terminal = of_environment(os.environ)
    around = f" inside {terminal.around.value}" if terminal.around else ""
    remote = " over SSH" if terminal.is_remote else ""
    yield f"terminal {_plain(terminal.name) if terminal.name else 'of no name'}{around}{remote}"


def _chain(fault: BaseException, indent: str, seen: set[int], how: str) -> Iterator[str]:
    """A fault, what it came of, and what it is made of, each once."""
    if id(fault) in seen:
        return
    if len(seen) == _LINKS:
        yield f"{indent}and more"
        seen.add(id(fault))
    if len(seen) > _LINKS:
        return
    seen.add(id(fault))
    yield f"{indent}{how}: {_type_of(fault)}{_number_of(fault)}"
    yield from (f"{indent}  {place}" for place in _places(fault.__traceback__))
    if isinstance(fault, BaseExceptionGroup):
        for each in fault.exceptions:
            yield from _chain(each, f"{indent}  ", seen, "one of them")
    if fault.__cause__ is not None:
        yield from _chain(fault.__cause__, indent, seen, "caused by")
    elif fault.__context__ is not None and not fault.__suppress_context__:
        yield from _chain(fault.__context__, indent, seen, "while something was done about")


def _places(trace: TracebackType | None) -> list[str]:
    """Module, line and function of each frame, the innermost last."""
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        module = _plain(trace.tb_frame.f_globals.get("__name__"))
        places.append(f"{module}:{trace.tb_lineno}:{_plain(code.co_qualname)}")
        trace = trace.tb_next
    left_out = len(places) - 2 * _FRAMES
    if left_out > 0:
        places[_FRAMES:-_FRAMES] = [f"and {left_out} more"]
    return places


def _type_of(fault: BaseException) -> str:
    kind = type(fault)
    return f"{_plain(kind.__module__)}.{_plain(kind.__qualname__)}".removeprefix("builtins.")


def _number_of(fault: BaseException) -> str:
    """The system's number, or SQLite's."""
    if isinstance(fault, OSError) and isinstance(fault.errno, int):
        return f" {errno.errorcode.get(fault.errno, fault.errno)}"
    result = getattr(fault, "extendedresult", None)
    return f" {result}" if isinstance(result, int) else ""


def _named(fault: BaseException) -> str:
    """The type, and the innermost place of its traceback."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return _plain(type(fault).__name__)
    file = Path(trace.tb_frame.f_code.co_filename).name
    return f"{_plain(type(fault).__name__)} at {_plain(file)}:{trace.tb_lineno}"


def _plain(name: object) -> str:
    """A name that consists of what names do; another one may hold anything."""
    return name if isinstance(name, str) and _PLAIN.fullmatch(name) else "?"


# -- where reports lie ---------------------------------------------------------------------


def folder() -> Path:
    """The folder with the reports."""
    from platformdirs import user_state_path  # noqa: PLC0415  not before the first screen

    return user_state_path("incident-desk") / "faults"


def newest() -> Path | None:
    """The newest report, if there is one."""
    try:
        with _opened(folder()) as descriptor:
            names = _names(descriptor)
    except (OSError, RuntimeError):
        # There is none yet, or none that is ours.
        return None
    return folder() / names[-1] if names else None


def write(report: str) -> Path:
    """Put a report beside the newest ones; OSError where that cannot be."""
    place = folder()
    place.mkdir(0o700, parents=True, exist_ok=True)
    name = f"fault-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.txt"
    with _opened(place) as descriptor:
        for old in _names(descriptor)[: -(MOST - 1)]:
            # Another process may have done so.
            with suppress(FileNotFoundError):
                os.unlink(old, dir_fd=descriptor)
        with open(os.open(name, _MAKE, 0o600, dir_fd=descriptor), "w", encoding="utf-8") as file:
            file.write(report)
    return place / name


@contextmanager
def _opened(place: Path) -> Iterator[int]:
    descriptor = os.open(place, _FOLDER)
    try:
        found = os.fstat(descriptor)
        if found.st_uid != os.getuid():
            raise PermissionError(errno.EACCES, "the folder for reports is somebody else's")
        if stat.S_IMODE(found.st_mode) != 0o700:
            os.fchmod(descriptor, 0o700)
        yield descriptor
    finally:
        os.close(descriptor)


def _names(descriptor: int) -> list[str]:
    """The reports in the folder, the oldest first."""
    with os.scandir(descriptor) as entries:
        return sorted(one.name for one in entries if _NAME.fullmatch(one.name))


def _shortened(path: Path) -> str:
    """The path as a shell takes it, the home folder left out."""
    home = os.environ.get("HOME", "")
    return f"~/{path.relative_to(home)}" if home and path.is_relative_to(home) else str(path)
