"""What every test stands on holds: a home of its own, and programs that are asked for."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from tests.conftest import need


def test_a_test_does_not_touch_the_users_folders(home: Path, tmp_path: Path) -> None:
    """Home, settings, cache and state lie in a new folder, which is not the test's tmp_path."""
    assert list(home.iterdir()) == []
    assert list(tmp_path.iterdir()) == []
    for folder in (
        Path.home(),
        platformdirs.user_config_path("incident-desk"),
        platformdirs.user_cache_path("incident-desk"),
        platformdirs.user_data_path("incident-desk"),
        platformdirs.user_state_path("incident-desk"),
    ):
        assert folder.is_relative_to(home)


def test_a_test_does_not_feel_its_terminal() -> None:
    """What tmux, SSH or the user's colours would change is unset."""
    assert {"TMUX", "SSH_CONNECTION", "NO_COLOR", "EDITOR"}.isdisjoint(os.environ)


def test_a_needed_program_is_found() -> None:
    """A program that is there is given by its path."""
    assert Path(need("sh")).is_absolute()


@pytest.mark.parametrize(
    ("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
def test_a_missing_program_skips_here_and_fails_in_the_build(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    """Nothing is left out in the build for want of a program."""
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no-such-program"):
        need("no-such-program")
