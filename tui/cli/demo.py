"""`incident-desk demo`: open a copy of the demonstration store."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import tui
from store import folder as folders
from store.text import clean
from tui.cli import complain
from tui.cli.codes import NO_TERMINAL
from tui.cli.open import open_desk, terminal_problem
from tui.cli.options import Options

#: Beside the package in a checkout and in an installed wheel alike.
SEED = Path(tui.__file__).resolve().parent.parent / "seeds" / "demo"


def demo(folder: Path | None, options: Options) -> int:
    """Open the copy, making it first when there is none; what is done in it stays."""
    problem = terminal_problem()
    if problem:
        return complain(problem, NO_TERMINAL)
    place = folder or _usual_place()
    if options.fresh and place.exists():
        aside = _free_name(place)
        place.rename(aside)
        print(f"The copy before now lies in {clean(str(aside))}.")
    if not folders.is_store(place):
        made = folders.create(place)
        shutil.copyfile(SEED / "incidents.json", made.document_file)
        made.document_file.chmod(made.file_mode)
    return open_desk(place, options)


def _free_name(place: Path) -> Path:
    """The first of `demo.1`, `demo.2` ... that is not taken."""
    names = (place.with_name(f"{place.name}.{number}") for number in count(1))
    return next(name for name in names if not name.exists())


def _usual_place() -> Path:
    from platformdirs import user_data_path

    return user_data_path("incident-desk") / "demo"
