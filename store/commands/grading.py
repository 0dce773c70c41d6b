"""Grading sources and claims, assessing events, giving a verdict on reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from store import entering
from store.changes import Change, Context
from store.commands.records import changed, named
from store.errors import Refused
from store.ids import Kind, Ref
from store.reader import Reader
from store.record import Record

#: The field that each kind's grade stands in.
GRADED = {
    Kind.SOURCE: "reliability",
    Kind.CLAIM: "credibility",
    Kind.EVENT: "assessment",
    Kind.REPORT: "verdict",
}
#: Whose words the assessments are.
SCHEME = "Airwars"


@dataclass(frozen=True)
class Grade:
    """Give records of one kind a grade; "" takes an assessment back."""

    refs: Sequence[Ref]
    grade: str
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `graded S3 reliability B`, `gave 2 reports the verdict false`."""
        kind = self.refs[0].kind
        which = named(self.refs, kind.noun)
        match kind:
            case Kind.EVENT if not self.grade:
                return f"took the assessment of {which} back"
            case Kind.EVENT:
                return f"assessed {which} {self.grade}"
            case Kind.REPORT:
                return f"gave {which} the verdict {self.grade}"
            case _:
                return f"graded {which} {GRADED.get(kind, 'as')} {self.grade}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each record that has another grade."""
        for ref in self.refs:
            before = reader.get(ref)
            name = GRADED.get(ref.kind)
            if name is None:
                raise Refused(
                    ref,
                    f"is {ref.kind.article} {ref.kind.noun}; sources, claims, events and reports"
                    " are graded",
                )
            values: dict[str, Any] = {name: entering.value_of(ref.kind, name, self.grade)}
            if ref.kind is Kind.EVENT and not _scheme(before):
                values["assessment_scheme"] = SCHEME if self.grade else ""
            extra = {field: one for field, one in before.extra.items() if field not in values}
            after = replace(before, **values, extra=extra)
            if after != before:
                yield changed(before, after, context)


def _scheme(event: Record) -> str:
    return getattr(event, "assessment_scheme", "")
