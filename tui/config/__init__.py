"""The configuration file: `config.toml` in the user's configuration folder.

`docs/config.md` tells all that it can set.  What is wrong in it is told by its line, and the
default stands in for that one entry.
"""

from __future__ import annotations

import shlex
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from store.errors import reason_of
from store.ids import Kind
from tui.bindings import USUAL, Bindings
from tui.lean import Choice

if TYPE_CHECKING:
    from tui.render.columns import Columns

#: Why a report is not relevant, each chosen by its digit.
REASONS = (
    "out of area",
    "out of time",
    "no incident",
    "rumour",
    "opinion or analysis",
    "satire or fiction",
    "advertising",
    "cannot be read",
    "another reason",
)
#: When the mouse is reported: where the desk is no guest of another machine, always, never.
MOUSE = ("auto", "on", "off")
#: The file that `--config` names.
_NAMED: ContextVar[Path | None] = ContextVar("named", default=None)


class Confirm(NamedTuple):
    """When a question comes before something is done."""

    many: int = 20
    """So many records a decision takes at once before it asks."""
    decided: bool = True
    """Whether it asks when somebody has decided on one of them already."""
    session: bool = True
    """Whether undo asks before it takes back what is older than this session."""


class Ingest(NamedTuple):
    """What may be read in."""

    private_addresses: bool = False
    """Whether addresses of this computer and of the network around it may be fetched."""


class Watched(NamedTuple):
    """A folder, a file or an address whose new items come in while a desk is open."""

    place: str
    """A path, or an address that begins with http."""
    store: str = ""
    """The path of the store that takes them in; "" for every one."""
    every: int = 15
    """So many minutes lie between two looks at an address."""

    @property
    def is_address(self) -> bool:
        """Whether it is fetched."""
        return self.place.lower().startswith(("http://", "https://"))


class Config(NamedTuple):
    """What a person has set."""

    user: str = ""
    """Who acts; "" for the login name."""
    theme: str = ""
    """The desk's colours; "" for the first theme."""
    keyboard: str = ""
    """The layout that letters of another script are typed on; "" to tell it by what is typed."""
    mouse: str = MOUSE[0]
    """Whether the mouse is reported from the start: one of MOUSE."""
    lean: Choice = Choice.AUTO
    """Whether little is drawn."""
    reasons: tuple[str, ...] = REASONS
    confirm: Confirm = Confirm()
    ingest: Ingest = Ingest()
    watch: tuple[Watched, ...] = ()
    bindings: Bindings = USUAL
    columns: Mapping[Kind, Columns] = MappingProxyType({})
    """Of the kinds for which columns were chosen."""
    problems: tuple[str, ...] = ()
    """What is wrong in the file, a sentence each."""
    untold: int = 0
    """So many more problems are not told one by one."""
    named: str = ""
    """The file, where it is another than the usual one."""

    def has_mouse(self, *, is_remote: bool) -> bool:
        """Whether the mouse is reported from the start.

        By itself not over a network: there the terminal's own selection is needed more.
        """
        return self.mouse == "on" or (self.mouse == "auto" and not is_remote)

    @property
    def remark(self) -> str:
        """What the desk says of the problems when it opens; "" without one."""
        if not self.problems:
            return ""
        # The last of them tells of all that are not told.
        more = len(self.problems) - 1 + max(self.untold - 1, 0)
        which = f" --config {shlex.quote(self.named)}" if self.named else ""
        others = f" And {more} more: `incident-desk config{which}` lists them." if more else ""
        return self.problems[0] + others

    @property
    def told(self) -> Config:
        """The same, its problems told already."""
        return self._replace(problems=())


#: Nothing is set.
DEFAULTS = Config()


@contextmanager
def named(path: Path | None) -> Iterator[None]:
    """Within it that file is read in place of the usual one; None is the usual one."""
    before = _NAMED.set(path)
    try:
        yield
    finally:
        _NAMED.reset(before)


def unreadable(path: Path) -> str:
    """Why a file that was named cannot be read, in one sentence; "" when it can."""
    try:
        _read_bytes(path)
    except _NotUsed as reason:
        return f"the configuration {path} cannot be used: {reason}."
    except OSError as error:
        return f"the configuration {path} cannot be read: {reason_of(error)}."
    return ""


class _NotUsed(Exception):
    """A file of which nothing is read, and why."""


def _read_bytes(path: Path) -> bytes:
    """What a file holds; OSError, _NotUsed where nobody wrote it as a configuration."""
    # Opening a pipe waits for somebody who writes into it; what is a folder the system tells.
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise _NotUsed("it is no regular file")
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise _NotUsed(f"it has more than {MOST_BYTES // 1000} kB")
    return raw


def place() -> Path:
    """Where the file lies, whether it is there or not."""
    from platformdirs import user_config_path  # noqa: PLC0415  a command may need no file

    return _NAMED.get() or user_config_path("incident-desk") / "config.toml"


def read() -> Config:
    """The configuration; what is wrong in the file is told of, and all else of it is used."""
    path = place()
    try:
        raw = _read_bytes(path)
    except FileNotFoundError:
        return DEFAULTS
    except _NotUsed as reason:
        return Config(problems=(f"{path.name} is not used: {reason}.",))
    except OSError as error:
        return Config(problems=(f"{path.name} is not used: {reason_of(error)}.",))
    from tui.config.sections import parsed  # noqa: PLC0415  most have no such file

    return parsed(raw, path.name)._replace(named=str(_NAMED.get() or ""))


#: A larger file is none that a person wrote.
MOST_BYTES = 100_000


def user(tell: Callable[[str], object]) -> str:
    """Who acts, for a command without a screen; what is wrong with the file is told."""
    found = read()
    for problem in found.problems:
        tell(problem)
    return found.user
