"""The records: complete, frozen, and each field with its own line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import model, record, values
from store.ids import Kind
from store.model import RECORDS, Attachment, Claim, Event, Note, Quote, Report, Source, View
from store.values import Sealed, Triage
from tests.builders import BUILDERS, claim, location, note, quote, report, source

ROOT = Path(__file__).parents[2]
MODULES = ("store/model.py", "store/values.py", "store/record.py")

#: Section 1 of the design, record by record: the fields that matter.
DESIGN = {
    Kind.REPORT: "kind title publisher author url archive_url published_at retrieved_at language"
    " text sha256 derived_from translation custody triage verdict urgent assignee",
    Kind.EVENT: "title summary type type_scheme start end date_precision clarity part_of locations"
    " actors reports estimates status assessment assessment_scheme assignee",
    Kind.LOCATION: "name names lat lon radius_m adm1 adm2 country parent gazetteer_id",
    Kind.SOURCE: "name aliases kind affiliation reliability",
    Kind.QUOTE: "report start end words form speaker speaker_role via events locations translation",
    Kind.CLAIM: "event about value source via report start end words measure group sex age low high"
    " approximate cumulative covers_from as_of part_of part_kind supersedes credibility stance",
    Kind.ACTOR: "name aliases kind scheme_ids",
    Kind.ATTACHMENT: "sha256 media_type captured_at report shows",
    Kind.NOTE: "target body kind",
    Kind.VIEW: "name query order columns position",
}
EVERY = "id uid tags sensitivity created updated origin extra"
PARTS = {
    values.Stamp: "at by",
    values.Origin: "format file row id",
    values.Triage: "state reason when of",
    values.Custody: "at by act method sha256",
    values.EventLocation: "location role precision words",
    values.EventActor: "actor side role",
    values.Estimate: "measure group low best high rule rationale by at",
    values.Translation: "language text by",
}


def undocumented(module: str) -> Iterator[str]:
    """Each annotated field of a module's classes that no docstring follows."""
    for node in ast.parse((ROOT / module).read_text("utf-8")).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for field, behind in zip(node.body, [*node.body[1:], None], strict=True):
            if not isinstance(field, ast.AnnAssign) or "ClassVar" in ast.unparse(field.annotation):
                continue
            match behind:
                case ast.Expr(value=ast.Constant(value=str(meaning))) if meaning.endswith("."):
                    continue
            yield f"{node.name}.{ast.unparse(field.target)}"


@pytest.mark.parametrize("module", MODULES)
def test_every_field_says_what_it_is(module: str) -> None:
    """Behind each field of a record, and of its parts, stands a sentence about it."""
    assert list(undocumented(module)) == []


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_has_the_fields_of_the_design(kind: Kind) -> None:
    """No field of the design is missing, and none is there that it does not name."""
    assert set(RECORDS[kind].__struct_fields__) == {*DESIGN[kind].split(), *EVERY.split()}


@pytest.mark.parametrize(("part", "fields"), PARTS.items())
def test_a_part_has_the_fields_of_the_design(part: type[values.Value], fields: str) -> None:
    """The same for the parts that records are made of."""
    assert list(part.__struct_fields__) == fields.split()


@pytest.mark.parametrize("kind", Kind)
def test_a_record_cannot_be_changed(kind: Kind) -> None:
    """A change is a new record: what one pane has, another cannot alter."""
    made = BUILDERS[kind](3)
    assert made.ref == kind.ref(3)
    with pytest.raises(AttributeError):
        made.uid = "x"  # type: ignore[misc]  # that it cannot is the claim


def test_every_kind_has_its_record() -> None:
    """Each of the ten kinds has one class, in the order of their tables."""
    assert list(RECORDS) == list(Kind)
    assert all(made.kind_of is kind for kind, made in RECORDS.items())
    assert issubclass(Report, record.Record)
    assert model.RECORDS[Kind.VIEW] is View


@pytest.mark.parametrize(
    ("made", "label"),
    [
        (report(title="Nine killed"), "Nine killed"),
        (report(kind="post"), "untitled post"),
        (Event(), "untitled event"),
        (location(name="Baniyas"), "Baniyas"),
        (location(), "unnamed place"),
        (source(name="SANA"), "SANA"),
        (source(), "unnamed source"),
        (Source(name=Sealed(sealed="sha256:00")), "sealed name"),
        (quote(words="We ran."), "We ran."),
        (Quote(), "no words"),
        (claim(low=9, high=9, measure="killed"), "9 people killed"),
        (
            claim(low=30, approximate=True, group="civilians", measure="injured"),
            "~30+ civilians injured",
        ),
        (claim(low=5, high=5), "5 people"),
        (claim(words="dozens were killed"), "dozens were killed"),
        (claim(about="who", value="The army did it", low=3), "The army did it"),
        (claim(about="where"), "a claim about where"),
        (Claim(), "a claim about toll"),
        (Attachment(), "attachment"),
        (Attachment(media_type="image/png"), "image/png"),
        (note(body="Ask again.\nMore."), "Ask again."),
        (Note(), "empty note"),
        (View(query="triage:new"), "triage:new"),
    ],
)
def test_a_record_names_itself_in_a_few_words(made: record.Record, label: str) -> None:
    """A record without a title still says what it is, and no label is empty by accident."""
    assert made.label == label


def test_a_report_that_came_in_is_undecided() -> None:
    """Nothing is decided, graded or claimed before somebody does so."""
    assert report().triage == Triage()
    assert report().triage.state == "new"
    assert report().verdict == "unverified"
    assert claim().credibility == 6
    assert source().reliability == "F"
    assert not claim().figure.is_known
