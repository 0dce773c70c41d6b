"""Which editor a person wants to type in."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from store.text import clean

#: Where a person says which editor; the first that is set and there is taken.
VARIABLES = ("VISUAL", "EDITOR")


class Chosen(NamedTuple):
    """An editor; without a command it is the desk's own."""

    command: tuple[str, ...]
    remark: str = ""
    """What is wrong with one that was asked for, in one sentence; "" for nothing."""

    @property
    def name(self) -> str:
        """What it is called."""
        return clean(Path(self.command[0]).name)[:40] if self.command else ""


def chosen(environment: Mapping[str, str] | None = None) -> Chosen:
    """The editor that the environment names."""
    environment = os.environ if environment is None else environment
    remark = ""
    for variable in VARIABLES:
        asked = environment.get(variable, "").strip()
        if not asked:
            continue
        try:
            command = tuple(shlex.split(asked))
        except ValueError:
            command = ()
        if command and shutil.which(command[0], path=environment.get("PATH")):
            return Chosen(command, remark)
        shown = clean(asked)[:40]
        said = f"There is no program {shown!r}, which {variable} names."
        if not command:
            said = f"{variable} is {shown!r}, which is no command."
        remark = remark or said
    return Chosen((), remark)
