"""One thing that was looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from store.text import clean


class Grade(Enum):
    """How it was found; the value stands in the JSON."""

    GOOD = "good"
    REMARK = "remark"
    """The desk works, and could work better."""
    BAD = "bad"
    """The desk cannot work."""


#: What stands before the line of each.
SIGNS = {Grade.GOOD: " ", Grade.REMARK: "~", Grade.BAD: "!"}


class Finding(NamedTuple):
    """What was looked at, how it is, and what to do."""

    name: str
    said: str
    mend: str = ""
    grade: Grade = Grade.GOOD
    code: int = 0
    """The exit code of a bad one."""

    @property
    def sentence(self) -> str:
        """All of it on one line, safe to be shown."""
        return clean(f"{self.said}. {self.mend}" if self.mend else self.said)

    @property
    def values(self) -> dict[str, str]:
        """The same for programs."""
        return {
            "name": self.name,
            "grade": self.grade.value,
            "said": clean(self.said),
            "mend": clean(self.mend),
        }


def remark(name: str, said: str, mend: str) -> Finding:
    """What could be better."""
    return Finding(name, said, mend, Grade.REMARK)


def bad(name: str, said: str, mend: str, code: int) -> Finding:
    """What stops the desk."""
    return Finding(name, said, mend, Grade.BAD, code)


def lines(findings: Sequence[Finding]) -> Iterator[str]:
    """A line each, aligned, and what it comes to."""
    width = max((len(one.name) for one in findings), default=0)
    for one in findings:
        yield f"{SIGNS[one.grade]} {one.name.ljust(width)}  {one.sentence}"
    yield ""
    yield summary(findings)


def summary(findings: Sequence[Finding]) -> str:
    """What it comes to, in one sentence."""
    bad_ones = sum(one.grade is Grade.BAD for one in findings)
    remarks = sum(one.grade is Grade.REMARK for one in findings)
    better = f"{_things(remarks)} could be better (~)"
    match bad_ones, remarks:
        case 0, 0:
            return "All is well."
        case 0, _:
            return f"The desk works; {better}."
        case _, 0:
            return f"{_things(bad_ones).capitalize()} must be mended (!)."
    return f"{_things(bad_ones).capitalize()} must be mended (!), and {better}."


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{count} things"


def code(findings: Sequence[Finding]) -> int:
    """The exit code: that of the first bad one, or 0."""
    return next((one.code for one in findings if one.grade is Grade.BAD), 0)
