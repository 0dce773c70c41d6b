"""Quotes and claims that hang in the air, and references that lead nowhere."""

from __future__ import annotations

from msgspec.structs import replace

from store.codec import decode
from store.ids import Kind
from tests.builders import claim, event, evidence, location, note, quote, report, source
from tests.store.derive.lint.looked import found, rules

TEXT = "Nine people were killed, a resident said. Nine people."
R1 = report(1, title="Nine dead", text=TEXT, publisher="S1")
S1 = source(1, name="Red Wire")
E1 = event(1, title="Clash")


def test_an_orphan_quote() -> None:
    """Of no report; with neither a speaker nor an event nor a place."""
    said = quote(1, words="We fled.", speaker="S1")
    assert rules(S1, said) == ["quote-without-report"]
    bare = quote(1, **evidence(R1, "a resident said"))
    assert rules(R1, S1, bare) == ["quote-about-nothing"]
    assert rules(R1, S1, replace(bare, speaker=S1.ref)) == []


def test_a_claim_of_nobody_about_nothing() -> None:
    """Each is told by itself."""
    assert rules(claim(1, low=9, measure="killed")) == [
        "claim-without-source",
        "claim-without-event",
    ]


def test_words_that_the_report_does_not_have() -> None:
    """Not at their place; where they stand in one other place alone, a key puts them right."""
    right = quote(1, speaker="S1", **evidence(R1, "a resident said"))
    assert rules(R1, S1, right) == []
    moved = replace(right, start=0, end=15)
    (one,) = found(R1, S1, moved)
    assert one.rule == "words-not-there"
    assert one.mend is not None
    assert dict(one.mend.values) == {"start": 25, "end": 40}
    twice = replace(right, words="Nine people", start=1, end=12)
    (one,) = found(R1, S1, twice)
    assert one.mend is None
    elsewhere = replace(right, words="Ten people", start=0, end=10)
    assert rules(R1, S1, elsewhere) == ["words-not-there"]


def test_words_of_a_report_whose_text_never_came_are_not_judged() -> None:
    """Of many reports of a data set only the reference is known."""
    cited = claim(1, event="E1", source="S1", report="R1", words="nine killed", low=9)
    assert rules(E1, S1, report(1, title="Only named"), cited) == []


def test_a_reference_to_what_is_not_there() -> None:
    """Once for each record that is missing, with what it was; a mention in a note is no link."""
    gone = event(1, title="Clash", places=["L9"], reports=["R8"], part_of="E7")
    findings = found(gone, rule="gone")
    assert [one.refs[1] for one in findings] == ["E7", "L9", "R8"]
    assert findings[1].sentence == "E1 “Clash” names L9 as a place, and there is no such record."
    assert all(one.mend is not None and one.mend.other == one.refs[1] for one in findings)
    assert rules(E1, note(1, target="E1", body="See [[E99]].")) == []
    (one,) = found(note(1, target="E1", body="Who?"), rule="gone")
    assert one.mend is None


def test_values_that_cannot_be_read_and_references_of_another_kind() -> None:
    """With the fields that have them."""
    odd = decode(Kind.EVENT, 1, {"title": "Clash", "start": "soon", "clarity": 9})
    (one,) = found(odd)
    assert one.rule == "unreadable"
    assert one.sentence.endswith("has values that cannot be read: start, clarity.")
    wrong = decode(Kind.EVENT, 1, {"title": "Clash", "reports": ["S1"]})
    assert rules(wrong, S1) == ["wrong-kind"]


def test_covered_words_are_not_told() -> None:
    """Of graphic and personal records only reference and figure, in every sentence."""
    secret = {"sensitivity": "personal"}
    records = (
        quote(1, words="We saw the bodies", **secret),
        quote(2, words="We saw the bodies", report="R1", start=0, end=17, **secret),
        claim(1, about="happened", value="the bodies", words="the bodies", report="R1", **secret),
        note(1, body="the bodies", target="E9", **secret),
        report(2, kind="post", title="the bodies", published_at="2099", **secret),
        event(1, title="Clash", reports=["R2"], start="2200"),
        R1,
        S1,
    )
    findings = found(*records)
    assert {one.rule for one in findings} >= {"words-not-there", "gone", "in-the-future"}
    assert not any("bodies" in f"{one.sentence}{one.mending}" for one in findings)


def test_a_name_that_is_sealed_is_not_told() -> None:
    """Two sealed names are not said to be the same."""
    sealed = {"name": {"sealed": "sha256:ab"}, "kind": "outlet"}
    assert rules(source(1, **sealed), source(2, **sealed)) == []
    assert rules(location(1, name="A", parent="L2")) == ["gone"]
