"""The configuration file: `config.toml` in the user's configuration folder.

user = "Ada Lovelace"    # who the history says did it; without it the login name
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store.errors import reason_of

#: So many characters a user's name may have.
LONGEST = 100
#: In whose name the history has what another program wrote into the TinyDB file.
OUTSIDE = "outside"


class Config(NamedTuple):
    """What a person has set."""

    user: str = ""
    """Who acts; "" for the login name."""
    problem: str = ""
    """Why the file could not be used, in one sentence; "" when it could, or is not there."""


def place() -> Path:
    """Where the file lies, whether it is there or not."""
    from platformdirs import user_config_path  # noqa: PLC0415  a command may need no file

    return user_config_path("incident-desk") / "config.toml"


def read() -> Config:
    """The configuration; a bad file is told of, and nothing of it is used."""
    path = place()
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Config()
    except OSError as error:
        return _bad(path, reason_of(error))
    return _parsed(path, text)


def user(tell: Callable[[str], object]) -> str:
    """Who acts, for a command without a screen; what is wrong with the file is told."""
    found = read()
    if found.problem:
        tell(found.problem)
    return found.user


def _parsed(path: Path, raw: bytes) -> Config:
    import tomllib  # noqa: PLC0415  most have no such file

    try:
        found = tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _bad(path, f"line {line} is not UTF-8")
    except tomllib.TOMLDecodeError as error:
        return _bad(path, _with_line(str(error), raw))
    user = found.pop("user", "")
    if not isinstance(user, str) or not user.strip() or not user.isprintable():
        if user != "":
            return _bad(path, f"line {_line_of('user', raw)}: user must be a name in quotes")
        user = ""
    if len(user) > LONGEST:
        return _bad(path, f"line {_line_of('user', raw)}: user has more than {LONGEST} characters")
    if user.strip() == OUTSIDE:
        reason = f"user cannot be {OUTSIDE!r}, as what other programs change is called so"
        return _bad(path, f"line {_line_of('user', raw)}: {reason}")
    if found:
        name = next(iter(found))
        return _bad(path, f"line {_line_of(name, raw)}: there is no setting {name!r}")
    return Config(user.strip())


def _with_line(reason: str, raw: bytes) -> str:
    """tomllib's reason, its line first."""
    found = re.search(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", reason)
    if not found:
        return reason
    line = found[2] or str(len(raw.splitlines()) or 1)
    return f"line {line}: {found[1][:1].lower()}{found[1][1:]}"


def _line_of(name: str, raw: bytes) -> int:
    """The line that sets a name; 1 where it cannot be told."""
    written = re.compile(rf"\s*[\"'\[]*{re.escape(name)}[\"'\]]*\s*(=|\.|$)")
    lines = raw.decode("utf-8").splitlines()
    return next((at for at, line in enumerate(lines, 1) if written.match(line)), 1)


def _bad(path: Path, reason: str) -> Config:
    return Config(problem=f"{path}, {reason}; it is not used, and your login name is.")
