"""Looking a whole store through: rule by rule, narrowed, interrupted, counted."""

from __future__ import annotations

import json

import pytest

from seeds.build import FOLDER
from store.codec import decode
from store.derive.lint.finding import RULE, RULES
from store.derive.lint.looking import Wanted, gathered, lint
from store.errors import Interrupted
from store.ids import Kind
from store.reader import Reader
from tests.builders import claim, event, location
from tests.store.derive.lint.looked import ASKER, found
from tests.store.readers import memory_reader

ODD = (
    event(1, title="Clash", start="2025-03-09", end="2025-03-07", reports=["R9"]),
    *(claim(number, low=9, measure="killed") for number in range(1, 6)),
    location(1, name="Somewhere", lat=0, lon=0),
)


@pytest.fixture
def hard() -> Reader:
    """The store of hard cases, in which most things are wrong."""
    tables = json.loads((FOLDER / "hard_cases" / "incidents.json").read_bytes())
    return memory_reader(
        decode(kind, int(number), document)
        for kind in Kind
        for number, document in tables.get(kind.table, {}).items()
    )


def test_one_rule_finds_what_it_finds_among_all(hard: Reader) -> None:
    """Also where other kinds of record are not looked at for it."""
    everything = list(lint(hard, ASKER))
    assert everything
    for rule in RULE:
        alone = list(lint(hard, ASKER, Wanted(rules=frozenset({rule}))))
        assert alone == [one for one in everything if one.rule == rule]


def test_every_finding_can_be_told(hard: Reader) -> None:
    """A rule that there is, a sentence with its references, a full stop, what would mend it."""
    for one in lint(hard, ASKER):
        assert one.rule in RULE
        assert all(ref in one.sentence for ref in one.refs[:2])
        assert one.sentence.endswith(".")
        assert one.mending.endswith(".")


def test_who_waits_no_longer_ends_it() -> None:
    """Interrupted, before the next page is read."""
    with pytest.raises(Interrupted):
        list(lint(memory_reader(ODD), ASKER, stop=lambda: True))


def test_progress_is_told_to_its_end() -> None:
    """Of all records."""
    told: list[tuple[int, int]] = []
    list(lint(memory_reader(ODD), ASKER, progress=lambda done, total: told.append((done, total))))
    assert told[-1] == (7, 7)


def test_findings_are_gathered_by_rule_in_the_order_of_the_rules() -> None:
    """So many of each are kept, all are counted; what is meant so is counted apart."""
    all_of_it = gathered(found(*ODD), 2)
    order = [rule.name for rule in RULES]
    assert list(all_of_it.kept) == sorted(all_of_it.kept, key=order.index)
    assert all_of_it.counts["claim-without-source"] == 5
    assert len(all_of_it.kept["claim-without-source"]) == 2
    assert all_of_it.total == sum(all_of_it.counts.values())
    tagged = claim(1, low=9, measure="killed", tags=["meant:claim-without-source"])
    some = gathered(found(tagged), None)
    assert (list(some.counts), some.meant) == (["claim-without-event"], 1)
    assert gathered(found(tagged), None, with_meant=True).total == 2


def test_an_empty_store_has_nothing_wrong() -> None:
    """Nor has one in which nothing is known but names."""
    assert found() == []
    assert found(location(1, name="Baniyas"), event(1, title="Clash")) == []
