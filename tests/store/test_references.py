"""Which records a record names."""

from __future__ import annotations

import pytest
from hypothesis import given
from msgspec import inspect

from store.ids import Kind, Ref
from store.model import RECORDS
from store.record import Record
from store.references import EDGES, edge, misfits, references
from tests.builders import claim, event, note, quote, report
from tests.store.strategies import RECORDS_OF_ANY_KIND


def reference_fields(kind: inspect.Type, path: str = "") -> set[str]:
    """Every field, as path from the record, in which a reference may stand."""
    match kind:
        case inspect.CustomType(cls=cls) if cls is Ref:
            return {path}
        case inspect.UnionType(types=types):
            return set().union(*(reference_fields(each, path) for each in types))
        case inspect.VarTupleType(item_type=part):
            return reference_fields(part, path)
        case inspect.StructType(fields=fields):
            inner = (reference_fields(f.type, f"{path}.{f.name}".lstrip(".")) for f in fields)
            return set().union(*inner)
    return set()


@pytest.mark.parametrize("kind", Kind)
def test_no_reference_field_is_forgotten(kind: Kind) -> None:
    """Each field of the model that can hold a reference has its edge, and no other has one."""
    fields = reference_fields(inspect.type_info(RECORDS[kind]))
    # The reference in a list of parts is called after the list.
    named = {field.removesuffix(".location").removesuffix(".actor") for field in fields}
    # A note's text is none, and mentions records all the same.
    mentioning = {"body"} if kind is Kind.NOTE else set()
    assert named | mentioning == {found.field for found in EDGES if found.holder is kind}


def test_an_edge_s_code_is_never_changed() -> None:
    """The codes are on disk: these are the ones that every store has been written with."""
    assert {
        (found.holder.value, found.field): found.code for found in EDGES if found.code < 30
    } == {
        ("R", "publisher"): 1,
        ("R", "derived_from"): 2,
        ("R", "triage.of"): 3,
        ("E", "part_of"): 4,
        ("E", "locations"): 5,
        ("E", "actors"): 6,
        ("E", "reports"): 7,
        ("L", "parent"): 8,
        ("Q", "report"): 9,
        ("Q", "speaker"): 10,
        ("Q", "via"): 11,
        ("Q", "events"): 12,
        ("Q", "locations"): 13,
        ("C", "event"): 14,
        ("C", "source"): 15,
        ("C", "via"): 16,
        ("C", "report"): 17,
        ("C", "part_of"): 18,
        ("C", "supersedes"): 19,
        ("M", "report"): 20,
    }
    several = {found.code: found.named.value for found in EDGES if found.code >= 30}
    codes = (*range(30, 40), *range(50, 60))
    assert several == dict(zip(codes, "RELSQCAMNV" * 2, strict=True))


@pytest.mark.parametrize(
    ("record", "named"),
    [
        (report(publisher="S2", derived_from="R3"), ["publisher S2", "derived_from R3"]),
        (report(triage={"state": "duplicate", "of": "R9"}), ["triage.of R9"]),
        (event(part_of="E2", reports=["R1", "R2"]), ["part_of E2", "reports R1", "reports R2"]),
        (
            event(locations=[{"location": "L1"}, {"location": "L2", "role": "fled to"}]),
            ["locations L1 site", "locations L2 fled to"],
        ),
        (
            event(actors=[{"actor": "A1", "role": "victim"}, {"actor": "A2"}]),
            ["actors A1 victim", "actors A2"],
        ),
        (quote(speaker="S1", via=["S2", "S3"]), ["speaker S1", "via S2", "via S3"]),
        (claim(event="E1", supersedes="C2"), ["event E1", "supersedes C2"]),
        (note(target="V4"), ["target V4"]),
        (
            note(target="E1", body="See [[R2]], [[e1]] and [[R2]]; not [[R0]], [[X1]], [R3]."),
            ["target E1", "body R2", "body E1"],
        ),
        (note(), []),
    ],
)
def test_a_record_names_others_with_their_role(record: Record, named: list[str]) -> None:
    """Each reference comes with its field and, where the record gives one, its role."""
    found = [f"{r.edge.field} {r.to} {r.role}".rstrip() for r in references(record)]
    assert found == named


def test_a_reference_of_the_wrong_kind_links_nothing() -> None:
    """An importer's odd reference is kept in the record, named as a misfit, and no link."""
    odd = event(part_of="R1", reports=["R1", "S1"])
    assert [str(r.to) for r in references(odd)] == ["R1"]
    assert [(field, str(to), expected) for field, to, expected in misfits(odd)] == [
        ("part_of", "R1", Kind.EVENT),
        ("reports", "S1", Kind.REPORT),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_a_note_may_be_about_any_record(kind: Kind) -> None:
    """No target is a misfit, and each kind of target has its own edge."""
    about = note(2, target=str(kind.ref(1)))
    assert list(misfits(about)) == []
    assert [reference.edge for reference in references(about)] == [edge(Kind.NOTE, "target", kind)]


@given(RECORDS_OF_ANY_KIND)
def test_every_reference_fits_its_edge(record: Record) -> None:
    """What a record names is of the kind that the edge says, and the record holds it."""
    for reference in references(record):
        assert reference.edge.holder is record.kind_of
        assert reference.to.kind is reference.edge.named
