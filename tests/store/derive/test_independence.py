"""From how many voices a toll comes, however many outlets print it."""

from __future__ import annotations

from store.derive.independence import Voices, voicing
from store.memory_reader import MemoryReader
from store.model import Claim
from store.record import Record
from tests.builders import claim, report


def voices(*records: Record) -> str:
    """From how many voices the claims among these come."""
    claims = [one for one in records if isinstance(one, Claim)]
    return str(voicing(MemoryReader(records), claims).of(claims))


def test_copies_of_a_wire_story_are_one_voice() -> None:
    """Seven outlets print it, and two report on their own."""
    copies = [report(n, publisher=f"S{n}", derived_from=f"R{n - 1}") for n in range(2, 7)]
    assert (
        voices(
            report(1, publisher="S1"),
            *copies,
            report(7, publisher="S7"),
            claim(1, report="R1", source="S11"),
            claim(2, report="R4", source="S12"),
            claim(3, report="R7", source="S13"),
        )
        == "7 outlets, 2 independent"
    )


def test_a_duplicate_is_a_copy() -> None:
    """A report that was decided to repeat another one counts with it."""
    repeated = report(2, publisher="S2", triage={"state": "duplicate", "of": "R1"})
    assert voices(report(1, publisher="S1"), repeated, claim(1, report="R2")) == (
        "2 outlets, 1 independent"
    )


def test_what_the_same_agency_passes_on_is_one_voice() -> None:
    """Two papers that both have it from one agency are not two sources."""
    papers = report(1, publisher="S1"), report(2, publisher="S2"), report(3, publisher="S3")
    first, second, third = (
        claim(1, report="R1", source="S11", via=["S9"]),
        claim(2, report="R2", source="S12", via=["S8", "S9"]),
        claim(3, report="R3", source="S9"),
    )
    assert voices(*papers, first, second, third) == "3 outlets, 1 independent"
    assert voices(*papers, first, claim(2, report="R2", source="S12")) == (
        "2 outlets, 2 independent"
    )


def test_a_claim_without_a_source_is_its_publishers() -> None:
    """And one without a report stands nowhere, and is a voice all the same."""
    assert voices(report(1, publisher="S1"), claim(1, report="R1"), claim(2, source="S1")) == (
        "1 outlet, 1 independent"
    )
    assert voices(claim(1), claim(2, report="R9")) == "no outlet, 2 voices"
    assert voices(claim(1)) == "no outlet, 1 voice"


def test_reports_that_copy_each_other_are_one() -> None:
    """A circle leads to the same report wherever it is entered, and ends."""
    circle = report(1, derived_from="R2"), report(2, derived_from="R1")
    tail = report(3, derived_from="R2")
    claims = claim(1, report="R1"), claim(2, report="R2"), claim(3, report="R3")
    assert voices(*circle, tail, *claims) == str(Voices(3, 1))
