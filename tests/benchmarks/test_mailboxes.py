"""The reports of a store as letters for mail programs."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from tests.benchmarks.mailboxes import FIRST, write_maildir
from tests.builders import a_store, report


def test_a_letter_is_a_report(tmp_path: Path) -> None:
    """In the order of their numbers, the first ones; its text tells which letter is shown."""
    place = tmp_path / "store"
    with a_store(
        place, *(report(n, title=f"title {n}", text="Nous étions là.") for n in (1, 5, 9))
    ):
        pass
    assert write_maildir(place, tmp_path, 2) == 2
    letters = sorted((tmp_path / "Mail" / "INBOX" / "cur").iterdir())
    found = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in letters]
    assert [letter["Subject"] for letter in found] == ["R1 title 1", "R2 title 5"]
    assert found[1].get_content() == f"{FIRST} 2: Nous étions là.\n"
