"""Writes the seed stores; `python -m seeds.build --check` says whether the files are fresh."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from seeds import coast, hard

FOLDER = Path(__file__).parent
FILES = {
    FOLDER / "demo" / "incidents.json": coast.shelf,
    FOLDER / "hard_cases" / "incidents.json": hard.shelf,
}


def stale() -> list[Path]:
    """The files that are missing or are not what the modules make."""
    return [path for path, shelf in FILES.items() if _read(path) != shelf().file()]


def write() -> None:
    """Write both files."""
    for path, shelf in FILES.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(shelf().file(), "utf-8", newline="\n")


def main(arguments: Sequence[str]) -> int:
    """Write or check; the exit code says whether a checked file is stale."""
    parser = argparse.ArgumentParser(prog="python -m seeds.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say what is stale")
    if not parser.parse_args(arguments).check:
        write()
        return 0
    found = stale()
    for path in found:
        sys.stderr.write(f"{path.relative_to(FOLDER.parent)} is stale: run python -m seeds.build\n")
    return 1 if found else 0


def _read(path: Path) -> str:
    # A seed has carriage returns escaped inside strings; none may be turned into another newline.
    return path.read_bytes().decode("utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
