"""A record as one line to be pasted: what it tells, what it never does, and whose address it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import seeds
from store.codec import decode
from store.derive.covers import Covers
from store.derive.dossier import Dossier, dossier
from store.ids import KIND_OF_TABLE, Ref
from store.memory_reader import MemoryReader
from store.record import Record
from tests.builders import claim, event, evidence, location, note, quote, report, source
from tests.tui.test_render_line import ACTING
from tui.desk.kept import KeptReader
from tui.render.citation import addresses, citation, is_partly_covered

HARD_CASES = Path(seeds.__file__).parent / "hard_cases" / "incidents.json"
REPORT = report(
    *(1,),
    title="Two days",
    publisher="S2",
    published_at="2025-03-08",
    url="https://example.org/a",
    archive_url="https://archive.example/b",
    text="“It was a massacre,” he said. At least 60 are dead.",
)
TOLL: dict[str, Any] = {"event": "E1", "measure": "killed", "as_of": "2025-03-08"}
RECORDS = (
    REPORT,
    source(1, name="Syrian Observatory", aliases=["SOHR"], kind="monitor"),
    source(2, name="AP"),
    location(1, name="Syria", country="SY"),
    location(2, name="Baniyas", parent="L1", country="SY", lat=35.182, lon=35.949),
    event(1, title="Killings", start="2025-03-07", end="2025-03-08", places=["L2"], reports=["R1"]),
    event(2, title="Unknown"),
    quote(33, speaker="S1", speaker_role="its head", via=["S2"], **evidence(REPORT, "massacre")),
    claim(1, source="S1", low=60, **TOLL, **evidence(REPORT, "At least 60")),
    claim(2, source="S2", low=3, part_of="C1", **TOLL),
    claim(3, source="S2", low=70, stance="denies", **TOLL),
    claim(4, **TOLL),
    note(1, target="E1", body="Who filmed it?\nAsk them."),
)
BY_SOHR = "(Syrian Observatory, as of 2025-03-08)"
IN = "in: Two days, AP, 2025-03-08, https://example.org/a, archived: https://archive.example/b"


def dossier_of(ref: str, *records: Record) -> Dossier:
    """The dossier of a record among others."""
    found = dossier(MemoryReader(records), Ref(ref))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("Q33", f"“massacre” — Syrian Observatory (its head) via AP, {IN} [Q33]"),
        ("R1", f"{IN.removeprefix('in: ')} [R1]"),
        (
            "E1",
            f"Killings, 2025-03-07 to 2025-03-08, Baniyas; 60+ people killed {BY_SOHR} [E1]",
        ),
        ("E2", "Unknown [E2]"),
        (
            "C1",
            f"60+ people killed — Syrian Observatory, as of 2025-03-08, “At least 60”, {IN} [C1]",
        ),
        ("C3", "denied: 70+ people killed — AP, as of 2025-03-08 [C3]"),
        ("L2", "Baniyas, Syria, SY, 35.18200, 35.94900 [L2]"),
        ("L1", "Syria, SY [L1]"),
        ("S1", "Syrian Observatory (SOHR), monitor [S1]"),
        ("N1", "“Who filmed it? Ask them.” — on E1 [N1]"),
    ],
)
def test_a_citation_tells_what_was_said_by_whom_and_where(ref: str, said: str) -> None:
    """In one line; a toll that nobody states, a part of one and a denial are not the event's."""
    assert citation(dossier_of(ref, *RECORDS)) == said


def test_covered_words_stay_out_of_it_until_they_are_revealed() -> None:
    """Of a quote, a note and a post, which is called by its first words."""
    post = report(2, kind="post", title="Horrid words", sensitivity="graphic", url="https://e.org/")
    covered = (
        post,
        quote(1, words="Horrid words", report="R2", sensitivity="personal"),
        note(1, target="R2", body="Horrid words", sensitivity="graphic"),
        claim(1, about="happened", value="Horrid words", report="R2", sensitivity="graphic"),
    )
    for record in covered:
        covers = Covers()
        for is_revealed in (False, True):
            reader = KeptReader(covers)
            reader.begin(MemoryReader(covered))
            found = dossier(reader, record.ref)
            assert found is not None
            assert ("Horrid" in citation(found)) is is_revealed
            assert is_partly_covered(found) is not is_revealed
            assert "▒" not in citation(found)
            covers.toggle([one.ref for one in covered])


def test_no_citation_of_the_hard_cases_acts_or_breaks_the_line() -> None:
    """Control characters, line feeds, invisible letters, a megabyte: one line of bounded length."""
    tables = json.loads(HARD_CASES.read_bytes())
    records = [
        decode(KIND_OF_TABLE[table], int(number), document)
        for table, documents in tables.items()
        if table in KIND_OF_TABLE
        for number, document in documents.items()
    ]
    reader = MemoryReader(records)
    for record in records:
        found = dossier(reader, record.ref)
        assert found is not None
        for text in (citation(found), *(address for _, _, address in addresses(found))):
            assert not ACTING.search(text)
            assert "\n" not in text
            assert len(text) < 20_000
        assert citation(found).endswith(f"[{record.ref}]")


@pytest.mark.parametrize("ref", ["R1", "Q33", "C1", "E1"])
def test_the_address_is_that_of_the_report(ref: str) -> None:
    """Where it was found, then where a copy is kept."""
    found = [(sort, address) for _, sort, address in addresses(dossier_of(ref, *RECORDS))]
    assert found == [("", "https://example.org/a"), ("archived", "https://archive.example/b")]


def test_an_address_that_is_none_is_a_text_in_which_nothing_acts() -> None:
    """It is copied all the same; what has no report has none."""
    odd = report(1, url="javascript:alert(1)\x1b]52;c;AAAA\x07\nrm -rf")
    found = addresses(dossier_of("R1", odd))
    assert found == ((Ref("R1"), "", "javascript:alert(1)␛]52;c;AAAA␇ rm -rf"),)
    assert addresses(dossier_of("S1", *RECORDS)) == ()
