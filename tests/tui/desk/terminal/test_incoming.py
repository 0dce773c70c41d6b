"""What comes from a terminal is cut into what it means, wherever its chunks end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tui.desk.terminal.incoming import PASTE_WAIT, Incoming, Part, Sort
from tui.desk.terminal.parser import Parser

_KNOWN = st.sampled_from(
    (
        *("j", "ж", "日", "x1", "\r", "\x03", "\x1b[A", "\x1b[1;5C", "\x1bOP", "\x1b[<0;3;4M"),
        *("\x1b[3~", "\x1b[97;3u", "\x1b[?2026;2$y", "\x1b[I", "\x1b[200~a\x1b[Ab\x1b[201~"),
        *("\x1b]10;rgb:ff/ff/ff\x1b\\", "\x1bb", "\x1b[[A", "\x1b[M !!"),
    )
)


def _parts(chunks: Sequence[bytes]) -> list[Part]:
    """The parts of what came in these chunks, then nothing for long; texts in one piece."""
    incoming = Incoming()
    found = [part for chunk in chunks for part in incoming.take(chunk, 0.0)]
    while incoming.until() is not None:
        found += incoming.lapse()
    joined: list[Part] = []
    for part in found:
        if joined and part.sort is joined[-1].sort is Sort.TEXT:
            part = Part(Sort.TEXT, joined.pop().text + part.text)
        joined.append(part)
    return joined


def _keys(raw: bytes) -> list[str]:
    parser = Parser(debug=False)
    messages = [message for part in _parts([raw]) for message in parser.messages(part)]
    return [message.key for message in messages if isinstance(message, events.Key)]


@given(st.lists(_KNOWN, max_size=8), st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_it_does_not_matter_where_chunks_end(whole: list[str], sizes: list[int]) -> None:
    """Cut anywhere, also within a character, a sequence or a paste, the input means the same."""
    raw = "".join(whole).encode()
    chunks, at = [], 0
    for size in sizes:
        chunks.append(raw[at : at + size])
        at += size
    assert _parts([*chunks, raw[at:]]) == _parts([raw])


@given(st.lists(st.one_of(st.binary(max_size=6), _KNOWN.map(str.encode)), max_size=12))
def test_nothing_that_comes_ends_the_reading(chunks: list[bytes]) -> None:
    """Any bytes are survived, by Textual's parser too, and the key behind them is heard."""
    incoming, parser = Incoming(), Parser(debug=False)
    for chunk in chunks:
        for part in incoming.take(chunk, 0.0):
            list(parser.messages(part))
    while incoming.until() is not None:
        list(incoming.lapse())
    found = [message for part in incoming.take(b"k", 99.0) for message in parser.messages(part)]
    assert [getattr(message, "key", "") for message in found] == ["k"]


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        pytest.param(b"j\xff\xfek", ["j", "k"], id="noise beside keys"),
        pytest.param(b"\xe6\x97j", ["j"], id="half a character"),
        pytest.param(b"\x1b[1;5", [], id="half a sequence is no keys"),
        pytest.param(b"\x1b[12\xffAj", ["j"], id="noise in a sequence"),
        pytest.param(b"\x1b[?62;22cj", ["j"], id="an answer that nobody waits for"),
        pytest.param(b"\x1bP1+r5463=31\x1b\\j", ["j"], id="a string of the terminal"),
        pytest.param(b"\x1bj", ["escape", "j"], id="escape, then a letter at once"),
        pytest.param(b"\x1b\x1b[A", ["escape", "up"], id="escape, then an arrow"),
        pytest.param(b"\x1b", ["escape"], id="escape alone"),
        pytest.param(b"j\n", ["j", "enter"], id="Enter pressed before the first rows"),
        pytest.param(b"\x1bX2", ["escape", "X", "2"], id="escape, then a reason"),
        pytest.param(b"\x1bb", ["ctrl+left"], id="a word to the left"),
        pytest.param(b"\x1b[Z\x1b[13;2u", ["shift+tab", "shift+enter"], id="whole sequences"),
    ],
)
def test_keys_are_what_was_pressed(raw: bytes, keys: list[str]) -> None:
    """Valid keys are heard beside what is not; what is not understood presses nothing."""
    assert _keys(raw) == keys


def test_a_paste_comes_in_one_piece() -> None:
    """A megabyte with escapes in it is one paste; only its own end ends it."""
    text = "reads \x1b[A, \x1b[200~ and \x1b[2J\r" * 40_000
    raw = f"\x1b[200~{text}\x1b[201~x".encode()
    chunks = [raw[at : at + 4096] for at in range(0, len(raw), 4096)]
    assert _parts(chunks) == [Part(Sort.PASTE, text), Part(Sort.TEXT, "x")]


def test_a_paste_that_stops_does_not_keep_the_keys() -> None:
    """After a while what came is given on; a key is a key then, more text is still pasted."""
    incoming = Incoming()
    assert [*incoming.take(b"\x1b[200~one", 0.0)] == []
    assert incoming.until() == PASTE_WAIT
    assert [*incoming.lapse()] == [Part(Sort.PASTE, "one")]
    assert incoming.until() is None
    assert [*incoming.take(b" and two, which came late", 9.0)] == []
    assert [*incoming.lapse()] == [Part(Sort.PASTE, " and two, which came late")]
    assert [*incoming.take(b"j", 60.0)] == [Part(Sort.TEXT, "j")]
    assert [*incoming.take(b"k\x1b[201~", 61.0)] == [Part(Sort.TEXT, "k")]
