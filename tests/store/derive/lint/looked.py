"""What the lint says of a few records."""

from __future__ import annotations

from datetime import date

from store.derive.lint.finding import Finding
from store.derive.lint.looking import Wanted, lint
from store.query import parse
from store.reader import Asker
from store.record import Record
from tests.store.readers import memory_reader, sql_reader

ASKER = Asker(date(2026, 1, 31), "ada")


def found(*records: Record, query: str = "", rule: str = "") -> list[Finding]:
    """The findings, which both kinds of store give alike."""
    wanted = Wanted(parse(query))
    one, other = (list(lint(make(records), ASKER, wanted)) for make in (memory_reader, sql_reader))
    assert sorted(one, key=str) == sorted(other, key=str)
    return [finding for finding in one if rule in ("", finding.rule)]


def rules(*records: Record, query: str = "") -> list[str]:
    """The rules by which something was found, in the order in which it was."""
    return [finding.rule for finding in found(*records, query=query)]


def told(*records: Record, rule: str = "") -> list[str]:
    """What is told, in sentences."""
    return [finding.sentence for finding in found(*records, rule=rule)]
