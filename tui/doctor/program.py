"""What the desk runs on: locale, Python, libraries, variables, editor, configuration."""

from __future__ import annotations

import locale
import platform
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from store.care.health import Engine
from tui import editors
from tui.cli.codes import CANNOT_OPEN
from tui.config import Config
from tui.doctor.finding import Finding, bad, remark

#: What each of Textual's variables takes away; any other one is told of as it is.
_VARIABLES = {
    "TEXTUAL_DRIVER": "the desk's own driver is not used, which sends only what changed",
    "TEXTUAL_FPS": "keys are drawn so often a second",
    "TEXTUAL_COLOR_SYSTEM": "the colours are made for another terminal",
    "TEXTUAL_DISABLE_KITTY_KEY": "it changes nothing that the desk needs",
}


def charset() -> str:
    """The encoding that the locale asks for."""
    try:
        locale.setlocale(locale.LC_CTYPE, "")
    except locale.Error:
        return ""
    return locale.nl_langinfo(locale.CODESET)


def locale_finding(environment: Mapping[str, str], charset: str) -> Finding:
    """Whether text of any script comes through."""
    # In this order one comes before the next.
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    name = next((one for one in names if environment.get(one)), "")
    said = f"{name}={environment[name]}" if name else "none is set"
    mend = "`export LANG=C.UTF-8` before tmux is started: else tmux, less and editors show _ or ?."
    if not charset:
        return remark("locale", f"{said}, which this computer does not have", mend)
    if charset.upper().replace("-", "") != "UTF8":
        return remark("locale", f"{said} ({charset})", mend)
    # Python takes UTF-8 also where the C locale is set; other programs do not.
    if not name or environment[name] in ("C", "POSIX"):
        return remark("locale", f"{said}, which is not UTF-8", mend)
    return Finding("locale", f"{said} ({charset})")


def versions(engine: Engine) -> Iterator[Finding]:
    """What is installed, and whether it has what is needed."""
    yield Finding("Python", platform.python_version())
    names = ("textual", "rich")
    told = (f"{name.capitalize()} {metadata.version(name)}" for name in names)
    yield Finding("libraries", ", ".join((*told, f"apsw {engine.apsw}")))
    missing = [] if engine.has_full_text else ["full-text search (FTS5)"]
    missing += [] if engine.is_threadsafe else ["threads"]
    if missing:
        mend = "Install apsw as it comes from its makers: `pip install --force-reinstall apsw`."
        said = f"{engine.sqlite}, compiled without {' and '.join(missing)}"
        yield bad("SQLite", said, mend, CANNOT_OPEN)
    else:
        yield Finding("SQLite", f"{engine.sqlite}, with full-text search (FTS5) and threads")


def variable_findings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Variables that change what Textual does."""
    for name, value in sorted(environment.items()):
        if name.startswith("TEXTUAL_") and value:
            change = _VARIABLES.get(name, "it changes what Textual does")
            said = f"{name}={value[:40]}: {change}"
            yield remark("variable", said, f"`unset {name}`, if that is not meant.")


def editor_finding(environment: Mapping[str, str]) -> Finding:
    """In what a long note is typed."""
    found = editors.chosen(environment)
    used = found.name or "the desk's own"
    if found.remark:
        mend = "Name one that is there: `export VISUAL=vim`."
        return remark("editor", f"{found.remark} So it is {used}", mend)
    if not found.command:
        return Finding("editor", "the desk's own, as VISUAL and EDITOR name none")
    return Finding("editor", used)


def fault_finding(newest: Path | None) -> Finding:
    """Whether the program has failed."""
    if newest is None:
        return Finding("faults", "none of the program's own are reported")
    said = f"the newest report is {newest}"
    mend = "It has no words of any record: give it to who looks after the program."
    return Finding("faults", said, mend)


def configuration_findings(config: Config, place: str, *, is_there: bool) -> Iterator[Finding]:
    """What is wrong in the configuration."""
    if not config.problems:
        yield Finding("configuration", place if is_there else f"{place}, which is not there yet")
        return
    first, *more = (one.removesuffix(".") for one in config.problems)
    others = f", and {len(more)} more" if more else ""
    yield remark("configuration", f"{first}{others}", "`incident-desk config` lists it all.")
