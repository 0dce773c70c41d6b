"""The budgets, fed with trees that break them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality import budgets

ROOT = Path(__file__).parents[2]


def write(root: Path, name: str, source: str) -> Path:
    """Put one module below a root."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    return root


def function(lines: int, head: str = "def f():") -> str:
    """A function, or a class, of that many lines."""
    return "\n".join([head, *["    x = 1"] * (lines - 1)]) + "\n"


def test_the_project_keeps_its_budgets() -> None:
    """The code as it stands breaks none of the budgets."""
    assert list(budgets.violations(ROOT)) == []


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("x = 1\n" * 401, 401, "The module has 401 lines; 400 are allowed."),
        ("\n" + function(51), 2, "The function f has 51 lines; 50 are allowed."),
        (function(51, "async def f():"), 1, "The function f has 51 lines; 50 are allowed."),
        (function(301, "class C:"), 1, "The class C has 301 lines; 300 are allowed."),
        ("try:\n    x = 1\nexcept:\n    x = 2\n", 3, "A bare except"),
        ("try:\n    x = 1\nexcept Exception:\n    pass\n", 3, "Every error is swallowed"),
        ("try:\n    x = 1\nexcept BaseException as e:\n    ...\n", 3, "Every error is swallowed"),
        (
            "try:\n    x = 1\nexcept (OSError, Exception):\n    pass\n",
            3,
            "Every error is swallowed",
        ),
        ("for x in y:\n  try:\n    f()\n  except Exception:\n    continue\n", 4, "Every error"),
        ("with contextlib.suppress(Exception):\n    f()\n", 1, "Every error is swallowed"),
        ("def f(:\n", 1, "The module cannot be read"),
    ],
)
def test_a_violation_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, line: int, says: str
) -> None:
    """What breaks a budget is printed as path:line: sentence, and the exit code is 1."""
    write(tmp_path, "store/places.py", source)
    assert budgets.main(tmp_path) == 1
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 1
    assert printed[0].startswith(f"store/places.py:{line}: {says}")


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\n" * 400,
        function(50),
        function(300, "class C:"),
        "try:\n    x = 1\nexcept OSError:\n    pass\n",
        "try:\n    x = 1\nexcept Exception as error:\n    report(error)\n",
        "with contextlib.suppress(OSError):\n    f()\n",
    ],
)
def test_what_keeps_within_the_budgets_passes(tmp_path: Path, source: str) -> None:
    """The limits themselves are allowed, and so is an error that is named or handled."""
    assert budgets.main(write(tmp_path, "tui/places.py", source)) == 0


@pytest.mark.parametrize(
    "name",
    [
        "store/utils.py",
        "store/common/__init__.py",
        "tui/helpers.py",
        "tui/event_handler.py",
        "tests/store/types.py",
        "seeds/build_data.py",
        "store/Info.py",
        "store/view_manager.py",
    ],
)
def test_a_name_that_says_nothing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Modules and folders may not be called utils and the like, nor end in _utils and the like."""
    assert budgets.main(write(tmp_path, name, "")) == 1
    assert capsys.readouterr().out.startswith(f"{name}:1: The name ")


@pytest.mark.parametrize("name", ["store/metadata.py", "store/datatypes.py", "tui/prototypes.py"])
def test_a_name_that_only_contains_such_a_word_is_allowed(tmp_path: Path, name: str) -> None:
    """Only whole words count."""
    assert budgets.main(write(tmp_path, name, "")) == 0
