"""The command within the test's own process, which takes a tenth of the time of one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO
from unittest import mock

from tests.cli.outside import Ended
from tui.cli import run


def carried_out(*arguments: str | Path, given: str = "", given_by: BinaryIO | None = None) -> Ended:
    """The command without a terminal; `given` is what its standard input has, or a file."""
    output, complaint = io.StringIO(), io.StringIO()
    given_in = io.TextIOWrapper(
        given_by or io.BytesIO(given.encode(errors="surrogateescape")), encoding="utf-8"
    )
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(complaint),
        mock.patch.object(sys, "stdin", given_in),
    ):
        try:
            code = run([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            # Whoever has opened it closes it.
            given_in.detach()
    return Ended(code, output.getvalue(), complaint.getvalue())


def json_of(*arguments: str | Path) -> Any:
    """What a command prints for programs, read."""
    code, output, complaint = carried_out(*arguments)
    assert (code, complaint) == (0, "")
    if "--jsonl" in arguments:
        return [json.loads(line) for line in output.splitlines()]
    return json.loads(output)
