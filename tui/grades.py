"""What can be chosen as a grade of each kind of record, with what it means."""

from __future__ import annotations

from collections.abc import Iterable

from store.commands.grading import GRADED
from store.ids import Kind
from store.record import Record
from store.vocabulary import ASSESSMENT, CREDIBILITY, RELIABILITY, VERDICT
from tui.render.menu import Answer

#: The answer that takes an assessment back.
NONE = "0"

_TITLES = {
    Kind.SOURCE: "Reliability of",
    Kind.CLAIM: "Credibility of",
    Kind.EVENT: "Assessment of",
    Kind.REPORT: "Verdict on",
}


def title_of(kind: Kind, which: str) -> str:
    """What is asked, as `Reliability of S3`."""
    return f"{_TITLES[kind]} {which}"


def answers_for(kind: Kind, records: Iterable[Record]) -> tuple[Answer, ...]:
    """The grades of a kind, marked where all of the records have it."""
    now = {_held(record) for record in records}
    return tuple(
        Answer(key, words, meaning, now == {grade}) for key, grade, words, meaning in _grades(kind)
    )


def _held(record: Record) -> str:
    return str(getattr(record, GRADED[record.kind_of]) or "")


def is_graded(record: Record, grade: str) -> bool:
    """Whether somebody has given it another grade than this one."""
    held = _held(record)
    return held != grade and held != str(getattr(type(record)(), GRADED[record.kind_of]) or "")


def words_of(record: Record) -> str:
    """The grade that a record has, as `credibility 2`."""
    name = GRADED[record.kind_of]
    return f"{name} {_held(record)}"


def grade_of(kind: Kind, key: str) -> str:
    """The grade that a key gives; "" for none."""
    return next(grade for own, grade, _, _ in _grades(kind) if own == key)


def _grades(kind: Kind) -> list[tuple[str, str, str, str]]:
    """Key, grade, words and meaning of each."""
    match kind:
        case Kind.SOURCE:
            return [(g.lower(), str(g), str(g), meaning) for g, meaning in RELIABILITY.items()]
        case Kind.CLAIM:
            return [(str(g), str(g), "", meaning) for g, meaning in CREDIBILITY.items()]
        case Kind.EVENT:
            graded = [(str(g), str(g), meaning) for g, meaning in ASSESSMENT.items()]
            listed = [(str(at), *one) for at, one in enumerate(graded, start=1)]
            return [*listed, (NONE, "", "none", "not assessed yet")]
        case _:
            graded = [(str(g), str(g), meaning) for g, meaning in VERDICT.items()]
            return [(str(at), *one) for at, one in enumerate(graded, start=1)]
