"""The exit codes, which scripts go by: a code keeps its meaning."""

from __future__ import annotations

WRONG_ARGUMENTS = 2
CANNOT_OPEN = 3
NO_TERMINAL = 4
CANNOT_WRITE = 5
DAMAGED = 6
NOT_DONE = 7
NOT_ALL = 8

MEANINGS = {
    "0": "done; also where nothing was found or nothing had to be changed, and where a check found"
    " something",
    "1": "the program itself failed",
    "2": "wrong arguments: also a query, a reference or a value",
    "3": "the store cannot be opened",
    "4": "no terminal",
    "5": "the store cannot be written",
    "6": "the store is damaged",
    "7": "not undone or done again: nothing is there, others changed it since, --yes is wanted",
    "8": "some of what was to come in could not be read; the rest has come in",
    "130": "ended by Ctrl+C",
    "129, 143": "ended by SIGHUP, by SIGTERM",
}
