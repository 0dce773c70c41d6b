"""JSON as a stream of items: broken ones, large ones, and everything that is odd about JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ingest import json_text
from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.json_items import Member, items, members
from store.ingest.json_text import CONTROLS, HALF, LARGE, NO_NUMBER, TWICE, Item
from store.proposals import Flagged, Rejected
from tests.store.strategies import JSON_VALUES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file lies."""
    return tmp_path / "set.json"


def read(path: Path, content: str | bytes, *lists: str) -> list[Item | Rejected | Flagged]:
    """The items of a file."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(items(DataFile(path), *lists))


def values(found: list[Item | Rejected | Flagged]) -> list[Any]:
    """What the items hold."""
    return [one.value for one in found if isinstance(one, Item)]


def test_items_come_from_a_list_wherever_it_stands(path: Path) -> None:
    """From the top, from a member of an object, or one a line; each with its line."""
    listed = "[\n 1,\n {}]"
    assert values(read(path, listed)) == [1, {}]
    found = read(path, f'{{"a": [7], "data":\n{listed}, "b": 2}}', "data")
    assert [(one.line, one.value) for one in found if isinstance(one, Item)] == [(3, 1), (4, {})]
    found = read(path, '{"a": 1}\r\n\r\n{"a": 2}\r\n')
    assert [(one.line, one.value) for one in found if isinstance(one, Item)] == [
        (1, {"a": 1}),
        (3, {"a": 2}),
    ]


def test_an_object_without_the_list_is_one_item(path: Path) -> None:
    """Be it on one line or on many."""
    assert values(read(path, '{"a": 1,\n "b": [2]}', "data")) == [{"a": 1, "b": [2]}]
    assert values(read(path, '{"a": 1}', "data")) == [{"a": 1}]


def test_what_stands_beside_the_list_is_given_too(path: Path) -> None:
    """Before it and behind it."""
    path.write_text('{"name": "x", "data": [1], "count": 1}')
    aside: dict[str, Any] = {}
    assert len(list(items(DataFile(path), "data", aside=aside))) == 1
    assert aside == {"name": "x", "count": 1}


def test_a_broken_item_is_named_and_the_next_one_read(path: Path) -> None:
    """Line and column are told, in a list as in lines."""
    found = read(path, '[{"a": 1},\n {"a": nope},\n {"a": 3}]')
    assert values(found) == [{"a": 1}, {"a": 3}]
    (broken,) = [one for one in found if isinstance(one, Rejected)]
    assert (broken.line, broken.raw) == (2, '{"a": nope}')
    assert broken.reason == "it is not JSON at line 2, column 8: expecting value"
    found = read(path, '{"a": 1}\n{"a": nope}\n{"a": 3}\n')
    assert values(found) == [{"a": 1}, {"a": 3}]
    assert [one.line for one in found if isinstance(one, Rejected)] == [2]


@pytest.mark.parametrize(
    "text", ['[{"a": 1}, {"a": 2', '[{"a": 1} {"a": 2}]', '[{"a": 1}', '[{"a": 1}, {"b": [}]]']
)
def test_a_list_that_breaks_off_keeps_what_came_before(path: Path, text: str) -> None:
    """And it is said that the rest is not read."""
    found = read(path, text)
    assert values(found)[:1] == [{"a": 1}]
    assert any(isinstance(one, Rejected) for one in found)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_unicode_is_read(path: Path, encoding: str) -> None:
    """With a mark or, where the zeros tell it, without."""
    text = json.dumps([{"name": "حلب – Łódź"}], ensure_ascii=False)
    assert values(read(path, text.encode(encoding))) == [{"name": "حلب – Łódź"}]


def test_another_encoding_is_told(path: Path) -> None:
    """A file that is no Unicode is read as what it looks like, and it is said as what."""
    found = read(path, '[{"name": "Fußgängerübergänge in Österreich"}]'.encode("cp1252"))
    (flagged,) = [one for one in found if isinstance(one, Flagged)]
    assert flagged.reason.startswith("the file is not UTF-8, and is read as ")


@pytest.mark.parametrize(
    ("written", "read_as", "odd"),
    [
        ('{"a": 1, "a": 2}', {"a": 2}, TWICE),
        ('{"a": NaN}', {"a": None}, NO_NUMBER),
        ('{"a": [1e999]}', {"a": [None]}, NO_NUMBER),
        ('{"a": "x\\ud800"}', {"a": "x\ufffd"}, HALF),
        ('{"a": 123456789012345678901}', {"a": "123456789012345678901"}, LARGE),
        ('{"a": "x\ty"}', {"a": "x\ty"}, CONTROLS),
    ],
)
def test_what_a_record_cannot_hold_is_replaced_and_said(
    path: Path, written: str, read_as: Any, odd: str
) -> None:
    """Names that stand twice, numbers that are none, halves of characters."""
    found = read(path, f"[{written}]")
    assert [(one.value, one.odd) for one in found if isinstance(one, Item)] == [(read_as, (odd,))]


def test_a_pair_of_surrogates_is_a_character(path: Path) -> None:
    """Written as JSON escapes, it is whole and nothing is odd."""
    found = read(path, '["\\ud83d\\ude00"]')
    assert found[0].value == "😀"  # type: ignore[union-attr]
    assert found[0].odd == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param("[" * 200_000, id="lists"),
        pytest.param('{"a":' * 200_000, id="objects"),
        pytest.param("[1" + "0" * 5_000 + "]", id="digits"),
    ],
)
def test_a_bomb_is_named(path: Path, bomb: str) -> None:
    """Lists within lists without end, closed or not, and numbers as long as books."""
    for text in (f"[{bomb}, 2]", bomb, f'{{"a": 1}}\n{bomb}\n'):
        found = read(path, text)
        assert any(isinstance(one, Rejected) for one in found)
        assert all(len(one.raw) <= 10_000 for one in found if isinstance(one, Rejected))


def test_what_lies_deep_or_is_long_is_rejected(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item beyond a limit is named with it; those around it come in."""
    monkeypatch.setattr(json_text, "LONGEST_TEXT", 50)
    monkeypatch.setattr(json_text, "LARGEST_VALUE", 400)
    monkeypatch.setattr(json_text, "_CHUNK", 64)
    deep = "[" * 101 + "]" * 101
    long, large = json.dumps("x" * 60), json.dumps(["x" * 40] * 20)
    found = read(path, f"[1, {deep}, 2, {long}, 3, {large}, 4]")
    assert values(found) == [1, 2, 3, 4]
    reasons = [one.reason for one in found if isinstance(one, Rejected)]
    assert [reason.partition(" has more than ")[2] for reason in reasons] == [
        "100 lists and objects within each other",
        "50 signs",
        "400 signs, or does not end",
    ]


def test_what_is_no_json_is_unreadable(path: Path) -> None:
    """It is said where it begins to be none; an empty file is said to be empty."""
    with pytest.raises(UnreadableSet, match="is not JSON at line 1, column 1"):
        read(path, "hello")
    with pytest.raises(UnreadableSet, match="is empty"):
        read(path, " \n")


def test_members_come_with_their_table(path: Path) -> None:
    """Those of objects by their names, those of lists by their places."""
    path.write_text('{"a": {"x": 1, "y": 2}, "b": [3], "c": 4}')
    found = list(members(DataFile(path)))
    named = [(one.table, one.name, one.item.value) for one in found if isinstance(one, Member)]
    assert named == [("a", "x", 1), ("a", "y", 2), ("b", "1", 3)]
    assert [one.column for one in found if isinstance(one, Rejected)] == ["c"]


@given(st.lists(JSON_VALUES), st.integers(1, 40), st.sampled_from([None, 1]))
def test_a_list_is_read_in_whatever_pieces(
    tmp_path_factory: Any, written: list[Any], chunk: int, indent: int | None
) -> None:
    """However much of the file is in memory at a time, the items are those of the whole."""
    path = tmp_path_factory.getbasetemp() / "pieces.json"
    path.write_text(json.dumps(written, indent=indent), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "_CHUNK", chunk)
        found = list(items(DataFile(path)))
    assert values(found) == written


@given(st.text(st.sampled_from('[]{}",:\\ \n1a'), max_size=60), st.integers(1, 20))
def test_anything_that_looks_like_json_ends(tmp_path_factory: Any, text: str, chunk: int) -> None:
    """Brackets and quotes in whatever order: items come, or reasons, and it ends."""
    path = tmp_path_factory.getbasetemp() / "odd.json"
    path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "_CHUNK", chunk)
        for read_all in (items, members):
            try:
                assert len(list(read_all(DataFile(path)))) <= 61
            except UnreadableSet as error:
                assert str(error)  # noqa: PT017  either way is right
