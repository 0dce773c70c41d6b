"""Which notes that call a person have been read."""

from __future__ import annotations

from pathlib import Path

from tui.seen_calls import SeenCalls


def test_what_was_read_at_one_desk_is_read_at_the_other(tmp_path: Path) -> None:
    """And after a restart; the file is the user's own."""
    path = tmp_path / "state" / "incident-desk" / "read-calls"
    one, other = SeenCalls(path), SeenCalls(path)
    assert not other.look()
    one.add("a")
    assert other.look()
    assert "a" in other
    assert not other.look()
    other.add("b")
    again = SeenCalls(path)
    again.look()
    assert "a" in again
    assert "b" in again
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    """What was read is known as long as the desk is open; what is no text counts for nothing."""
    (tmp_path / "file").write_bytes(b"\xff\xfe a\n")
    blocked = SeenCalls(tmp_path / "file" / "read-calls")
    blocked.add("a")
    assert not blocked.look()
    assert "a" in blocked
    odd = SeenCalls(tmp_path / "file")
    odd.look()
    assert "a" in odd
