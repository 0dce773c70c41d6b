"""References and identities."""

from __future__ import annotations

import pickle
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ids import (
    HIGHEST,
    KIND_OF_TABLE,
    MOST_MENTIONED,
    Kind,
    Ref,
    is_whole,
    mentioned,
    mentions,
    new_uid,
    with_mentions,
)
from store.sql.schema import key, ref

NUMBERS = st.integers(1, HIGHEST)


@given(st.sampled_from(Kind), NUMBERS)
def test_a_reference_is_a_letter_and_a_number(kind: Kind, number: int) -> None:
    """What a reference is made of can be read from it, and it is the text it looks like."""
    made = kind.ref(number)
    assert (made.kind, made.number) == (kind, number)
    assert made == f"{kind.value}{number}" == str(made)
    assert Ref(made) == made
    assert pickle.loads(pickle.dumps(made)) == made


@given(st.sampled_from(Kind), NUMBERS, st.sampled_from(Kind), NUMBERS)
def test_two_references_never_share_a_key(one: Kind, a: int, other: Kind, b: int) -> None:
    """The integers on disk tell apart what the references tell apart, and lead back to them."""
    first, second = one.ref(a), other.ref(b)
    assert (key(first) == key(second)) == (first == second)
    assert ref(key(first)) == first


@pytest.mark.parametrize(
    "text",
    [
        *("", "E", "412", "E0", "E-1", "E01", "e412", "X1", "EE1", "E1 ", " E1", "E1\n", "E 1"),
        *("E1.0", "E１", "E١", "E1E2", f"E{HIGHEST + 1}", "E999999999999999999", "E1" + "0" * 400),
    ],
)
def test_what_only_looks_like_a_reference_is_refused(text: str) -> None:
    """No other spelling, no digits of another script, and no number beyond what is kept apart."""
    with pytest.raises(ValueError, match=r"is not a reference such as E412"):
        Ref(text)


def test_each_kind_has_a_letter_and_a_table_of_its_own() -> None:
    """Ten kinds, ten letters, ten tables, and the letters of the design."""
    assert {kind.value: kind.table for kind in Kind} == {
        "R": "reports",
        "E": "events",
        "L": "locations",
        "S": "sources",
        "Q": "quotes",
        "C": "claims",
        "A": "actors",
        "M": "attachments",
        "N": "notes",
        "V": "views",
    }
    assert {KIND_OF_TABLE[kind.table] for kind in Kind} == set(Kind)


def test_uids_are_version_7_and_in_the_order_they_were_made() -> None:
    """Two stores can be merged: no two uids are equal, and they sort by their time."""
    made = [new_uid() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert made == sorted(made)
    assert {uuid.UUID(uid).version for uid in made} == {7}
    assert all(str(uuid.UUID(uid)) == uid for uid in made)


@pytest.mark.parametrize("number", ["\u00b2", "9" * 5000, "-1", "", "1.5", "\u0663"])
def test_what_only_looks_like_a_number_is_none(number: str) -> None:
    """Another program's ids may be anything: none of these is taken for a document's number."""
    assert not is_whole(number)
    assert is_whole("20250309")


def test_a_mention_can_be_renamed_where_it_stands() -> None:
    """Only what is a reference between two brackets is one; the words around it stay."""
    text = "[[[E1]]] [[e2]] [[E1|Test]] [[]] [[E0]] E1 [[E1]]"
    assert [(text[at:end], str(ref)) for at, end, ref in mentions(text)] == [
        ("[[E1]]", "E1"),
        ("[[e2]]", "E2"),
        ("[[E1]]", "E1"),
    ]
    assert with_mentions(text, lambda ref: "E9" if ref == "E1" else ref) == (
        "[[[E9]]] [[e2]] [[E1|Test]] [[]] [[E0]] E1 [[E9]]"
    )


def test_so_many_records_are_mentioned_at_most() -> None:
    """A text of a million references makes no million links."""
    many = " ".join(f"[[E{number}]]" for number in range(1, MOST_MENTIONED + 50))
    assert mentioned(many)[-1] == f"E{MOST_MENTIONED}"
