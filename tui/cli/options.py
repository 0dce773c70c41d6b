"""A command line, understood."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

#: Names the store where a command line does not.
STORE_VARIABLE = "INCIDENT_DESK_STORE"
#: What sends to the terminal: ours, which sends what changed, or Textual's own.
DRIVERS = ("patching", "stock")
#: Whether little is sent.
LEAN = ("auto", "on", "off")


@dataclass(frozen=True)
class Options:
    """What a command line says; a command reads what its arguments set."""

    command: str
    folder: Path | None = None
    theme: str = ""
    read_only: bool = False
    """Whether the desk only reads."""
    write: bool = False
    """Whether a desk in a browser may change anything."""
    port: int | None = None
    """Where a desk in a browser is served; None for any port that is free."""
    driver: str = "patching"
    lean: str = ""
    """Whether little is drawn; "" for what the configuration says."""
    team: bool = False
    fresh: bool = False
    plain: bool = False
    """Whether the inbox is gone through in lines."""
    lines: int | None = None
    """So many lines are read at once there."""
    as_of: str = ""
    """The operation or the time as of which the desk is opened; "" for the present."""
    ref: str = ""
    json: bool = False
    jsonl: bool = False
    limit: int | None = None
    other: Path | None = None
    """The folder to back up to, or to restore from, or to recover into; a file to adopt."""
    take: bool = False
    replace: bool = False
    head: bool = False
    noted: tuple[int, str] | None = None
    words: tuple[str, ...] = ()
    """The words of a query; references, `-` for those on the standard input."""
    fields: tuple[str, ...] = ()
    """The fields to print."""
    by: str = ""
    """The field to count by; who did what a digest tells."""
    since: str = ""
    """From when on a digest tells; "" for today."""
    all: bool = False
    """Whether a digest tells what everybody did, a check also what is meant so."""
    rules: tuple[str, ...] = ()
    """The rules that a check goes by; () for all."""
    mend: bool = False
    """Whether a check mends what it finds."""
    text: str = ""
    """What a note says."""
    kind: str = ""
    """What a note is for."""
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    decision: str = ""
    reason: str = ""
    when: str = ""
    of: str = ""
    date: str = ""
    """When what is added was published."""
    publisher: str = ""
    url: str = ""
    title: str = ""
    no_ask: bool = False
    """Whether nothing is asked."""
    watched: bool = False
    """Whether what the configuration watches is added."""
    shell: str = ""
    yes: bool = False
    """Whether what would be asked about is meant."""

    to: str = ""
    """The format of an export."""
    out: str = ""
    """The file that an export writes; "" and `-` for the standard output."""
    covered: bool = False
    """Whether an export has what is covered."""
    force: bool = False
    """Whether an export writes over what lies there."""
    file: Path | None = None
    """A data set's file."""
    format: str = ""
    """The format that a data set is read as; "" for the one that it looks like."""
    mapping: Path | None = None
    """The file that says what columns become, where it is another than the one beside the data."""
    rejects: Path | None = None
    """Where rows are written that cannot come in; None for beside the data."""
    dry_run: bool = False
    """Whether it is only told what would be done."""

    config: Path | None = None
    """The configuration file, where another than the usual one is named."""

    @property
    def place(self) -> Path:
        """The folder, for a command that cannot do without one."""
        if self.folder is None:
            raise ValueError(f"{self.command} without a folder")
        return self.folder
