"""What of a graphic or personal record is shown before a person asks for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from store import rules
from store.codec import decode, encode
from store.derive.covers import (
    BAR,
    Covers,
    Masked,
    covered,
    is_hidden,
    masked,
    sensitivity_now,
    version_seen,
)
from store.derive.covers import sensitive as sensitive_now
from store.errors import InvalidRecord
from store.history import Version, field_changes
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Quote, Report
from store.reader import Asker
from store.record import Record
from store.values import Cover
from tests import builders

SECRET = "men lying by the roadside"
SIGN = "▒▒ graphic, R shows it"


def sensitive() -> list[Record]:
    """A record of each kind that has words, all of them the same."""
    graphic: dict[str, Any] = {"sensitivity": "graphic"}
    translated = {"language": "en", "text": SECRET}
    return [
        builders.report(1, title="Found", text=SECRET, translation=translated, **graphic),
        builders.report(2, kind="post", title=SECRET, text=SECRET, **graphic),
        builders.event(
            1,
            title="Men killed",
            summary=SECRET,
            locations=[{"location": "L1", "words": SECRET}],
            **graphic,
        ),
        builders.quote(1, words=SECRET, translation=translated, **graphic),
        builders.claim(1, words=SECRET, value=SECRET, measure="killed", low=20, high=20, **graphic),
        builders.claim(2, about="happened", words=SECRET, value=SECRET, **graphic),
        decode(Kind.NOTE, 1, {"body": SECRET, "old": SECRET, **graphic}),
    ]


@pytest.mark.parametrize("record", sensitive(), ids=lambda record: str(record.ref))
def test_no_word_of_a_covered_record_is_left(record: Record) -> None:
    """Nowhere in what is shown of it; what it is sorted and decided by stays."""
    shown = covered(record, "R")
    assert SECRET not in str(encode(shown))
    assert SECRET not in shown.label
    assert (shown.ref, shown.sensitivity) == (record.ref, record.sensitivity)


def test_a_headline_and_a_figure_stay() -> None:
    """Reports are told apart by their headline, tolls are compared by their figures."""
    labels = [covered(record, "R").label for record in sensitive()]
    assert labels == ["Found", SIGN, "Men killed", SIGN, "20 people killed", SIGN, SIGN]
    assert (
        covered(builders.attachment(1, shows="x", sensitivity="graphic"), "").label == "▒▒ graphic"
    )


@pytest.mark.parametrize("record", sensitive(), ids=lambda record: str(record.ref))
def test_a_covered_copy_is_never_written(record: Record) -> None:
    """Or the sign would take the place of the words for good."""
    with pytest.raises(InvalidRecord, match="is covered"):
        rules.check(covered(record, "R"))


def test_words_are_shown_and_covered_again() -> None:
    """One that is covered among several is shown first; then all are covered."""
    covers, record = Covers(), builders.quote(1, words=SECRET, sensitivity="personal")
    both = (Ref("Q1"), Ref("Q2"))
    assert covers.seen(record).label == "▒▒ personal, R shows it"
    assert covers.toggle([Ref("Q1")])
    assert covers.seen(record) is record
    assert covers.toggle(both)
    assert covers.revealed == {*both}
    assert not covers.toggle(both)
    assert covers.seen(record).label == "▒▒ personal, R shows it"
    assert covers.seen(builders.quote(2, words="open")).label == "open"


def cited(number: int, start: int, end: int) -> Quote:
    """A quote of the report."""
    return builders.quote(number, report="R1", start=start, end=end, words="")


def test_a_covered_quote_is_covered_in_its_report() -> None:
    """One bar a letter, so that every other span stays where it is."""
    report = builders.report(1, text=f"They saw {SECRET}. It was a massacre, he said.")
    end = 9 + len(SECRET)
    other = builders.quote(3, report="R2", start=0, end=4)
    shown = masked(report, [cited(1, 9, end), cited(2, 3, 10_000), other])
    assert isinstance(shown, Report)
    assert shown.text == f"They saw {'▒▒▒ ▒▒▒▒▒ ▒▒ ▒▒▒ ▒▒▒▒▒▒▒▒'}. It was a massacre, he said."
    assert len(shown.text) == len(report.text)
    assert isinstance(shown.text, Masked)
    assert is_hidden(shown, cited(4, end - 8, end + 4))
    assert not is_hidden(shown, cited(4, end + 2, end + 10))
    assert masked(report, []) is report


def test_the_translation_of_a_report_with_covered_words_is_covered() -> None:
    """It says them in the language that everybody here reads; without such words it is shown."""
    translation = {"language": "en", "text": f"They saw {SECRET}."}
    report = builders.report(1, text="رأوا رجالا ممددين.", translation=translation)
    shown = masked(report, [cited(1, 5, 17)])
    assert SECRET not in str(encode(shown))
    assert shown.translation
    assert shown.translation.language == "en"
    assert masked(report, []).translation == report.translation


def test_around_a_quote_of_a_covered_report_nothing_is_shown() -> None:
    """The words of the quote are open, the sentence is not."""
    report = covered(builders.report(1, text=SECRET, sensitivity="graphic"), "R")
    assert isinstance(report, Report)
    assert isinstance(report.text, Cover)
    assert is_hidden(report, cited(1, 0, 3))


@pytest.mark.parametrize("before", ["open", "graphic"])
def test_the_history_of_a_covered_record_keeps_its_words_covered(before: str) -> None:
    """That words changed is told, and not which; also where it is graphic only since."""
    old = builders.claim(1, about="happened", words=SECRET, value="open words", sensitivity=before)
    new = builders.claim(1, about="happened", words=SECRET, value=SECRET, sensitivity="graphic")
    version = Version("C1", encode(old), encode(new))
    shown = version_seen(version, frozenset())
    assert SECRET not in str(shown)
    assert [one.field for one in field_changes(shown)] == [
        one.field for one in field_changes(version)
    ]
    assert version_seen(version, {Ref("C1")}) is version


@pytest.mark.parametrize(
    "document",
    [{"body": SECRET, "old": SECRET}, {"kind": ["x"], "body": [SECRET]}, {"kind": SECRET}],
    ids=["a foreign field", "an odd kind", "words for a kind"],
)
def test_the_history_of_a_covered_record_has_no_words_in_fields_that_are_not_ours(
    document: dict[str, Any],
) -> None:
    """They came with it, and are covered in its detail, too."""
    for name in ("N1", "R1"):
        version = Version(name, document, {**document, "sensitivity": "graphic"})
        assert SECRET not in str(version_seen(version, frozenset()))


def test_what_is_covered_now_is_covered_in_its_whole_history() -> None:
    """Of the time before it was said to be graphic, too; a record that is gone was open then."""
    version = Version("N1", None, {"body": SECRET})
    reader = MemoryReader([builders.note(1, body=SECRET, sensitivity="graphic")])
    now = sensitivity_now(reader, "N1")
    assert SECRET not in str(version_seen(version, frozenset(), now))
    for name in ("N2", "mine 3"):
        assert sensitivity_now(reader, name) == "open"


def test_the_history_tells_of_all_else() -> None:
    """An open record, another program's document, a place of a covered event."""
    note = Version("N1", None, {"body": "open"})
    foreign = Version("mine 3", None, {"words": "x", "sensitivity": "graphic"})
    assert version_seen(note, frozenset()) is note
    assert version_seen(foreign, frozenset()) is foreign
    places = [{"location": "L4", "words": SECRET}, {"location": "L5"}]
    event = Version("E1", None, {"sensitivity": "graphic", "summary": SECRET, "locations": places})
    shown = version_seen(event, frozenset())
    assert shown.after
    assert shown.after["locations"] == [{"location": "L4", "words": BAR}, {"location": "L5"}]
    assert SECRET not in str(shown)


def test_a_toll_is_told_by_whom_it_counts() -> None:
    """The words of a toll are covered, its group is not."""
    toll = {"measure": "killed", "low": 38, "high": 38, "sex": "male", "value": SECRET}
    shown = covered(builders.claim(1, sensitivity="graphic", **toll), "R")
    assert shown.label == "38 people (male) killed"


def test_what_is_covered_now_is_covered_where_the_past_is_looked_at() -> None:
    """It was open then; shown and covered again as any other."""
    then = builders.note(1, body=SECRET)
    reader = MemoryReader([builders.note(1, body=SECRET, sensitivity="graphic"), builders.note(2)])
    covers = Covers()
    covers.since = sensitive_now(reader, Asker(date(2025, 3, 9)))
    assert covers.since == {"N1": "graphic"}
    assert covers.seen(then).label == SIGN
    for is_shown in (True, False):
        assert covers.toggle([then.ref]) == is_shown
        seen = covers.seen(then)
        assert (SECRET in seen.label) == is_shown
        assert seen.sensitivity == "graphic"
