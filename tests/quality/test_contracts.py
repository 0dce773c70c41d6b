"""The import contracts speak of modules that exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: The settings of a contract that hold names of modules.
LISTS = (
    *("source_modules", "forbidden_modules", "modules"),
    *("protected_modules", "allowed_importers"),
)


def modules() -> set[str]:
    """The dotted names of all modules and packages of the project."""
    paths = (
        path.relative_to(ROOT) for each in ("store", "tui") for path in (ROOT / each).rglob("*.py")
    )
    return {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in paths}


def patterns() -> list[str]:
    """The names with a star in the contracts; import-linter itself looks up the others."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    named = {name for contract in contracts for each in LISTS for name in contract.get(each, [])}
    return sorted(name for name in named if "*" in name)


@pytest.mark.parametrize("pattern", patterns())
def test_a_pattern_in_a_contract_matches_something(pattern: str) -> None:
    """No contract stands guard over a module that was renamed or never came."""
    expression = re.escape(pattern).replace(r"\*\*", r".+").replace(r"\*", r"[^.]+")
    assert any(re.fullmatch(expression, module) for module in modules())
