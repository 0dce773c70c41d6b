"""The screens of deciding: the inbox, its menus, and what is decided in place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.tui.snapshots.test_screens import LooksAsBefore, looks_as_before, utc
from tui.desk import inbox_count, painter

__all__ = ["looks_as_before", "utc"]

SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
#: The demonstration store was made before.
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still."""

    class Still(datetime):
        """Noon, whenever it is asked."""

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            del tz
            return NOW

    monkeypatch.setattr(painter, "datetime", Still)
    monkeypatch.setattr(inbox_count, "datetime", Still)


@SIZES
def test_the_inbox(looks_as_before: LooksAsBefore, size: tuple[int, int]) -> None:
    """What waits, the urgent first, the first one's text beside it, and how it stands above."""
    assert looks_as_before("demo", size, "i")


@pytest.mark.parametrize(
    ("key", "size"), [("X", (80, 24)), ("s", (160, 45))], ids=["reason", "later"]
)
def test_what_is_asked(looks_as_before: LooksAsBefore, key: str, size: tuple[int, int]) -> None:
    """A digit answers, the report stays in sight."""
    assert looks_as_before("demo", size, "i", key)
