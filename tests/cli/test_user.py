"""Who the history names: the configuration file's user, whichever command acts."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.repository import Repository
from tests.builders import a_store, event
from tests.cli.outside import is_sentence, run
from tui import cli, config


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed store."""
    with a_store(tmp_path / "store", event(1)) as repository:
        repository.checkpoint()
    return tmp_path / "store"


@pytest.fixture
def file(home: Path) -> Path:
    """The configuration file, with a user in it."""
    del home
    config.place().parent.mkdir(parents=True)
    config.place().write_text('user = "Ada Lovelace"\n', "utf-8")
    return config.place()


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("command", ["checkpoint", "history", "new"])
def test_every_command_acts_as_the_user_of_the_configuration(
    place: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store is opened in that name."""
    opened = []
    way = "adopt" if command == "new" else "open"
    actual = getattr(Repository, way)

    def open_(*arguments: object, author: str = "", **options: object) -> object:
        opened.append(author)
        return actual(*arguments, author=author, **options)

    monkeypatch.setattr(Repository, way, open_)
    arguments = [command, "--store", str(place)]
    if command == "new":
        arguments = ["new", str(place.parent / "other"), "--from", str(place / "incidents.json")]
    assert cli.run(arguments) == 0
    assert opened == ["Ada Lovelace"]


@pytest.mark.usefixtures("file")
def test_what_a_person_takes_in_bears_their_name(place: Path) -> None:
    """`checkpoint --take` is a change of theirs."""
    (place / "incidents.json").write_text('{"events": {"1": {"title": "theirs"}}}', "utf-8")
    assert run("checkpoint", "--take", "--store", place).code == 0
    newest = run("history", "--limit", "1", "--store", place).output.splitlines()[-1]
    assert "  Ada Lovelace  " in newest


def test_a_bad_configuration_is_told_and_the_command_goes_on(place: Path, file: Path) -> None:
    """One sentence on stderr says where it is wrong."""
    file.write_text("user = 7\n", "utf-8")
    code, output, complaint = run("checkpoint", "--store", place)
    assert (code, output) == (0, f"{place / 'incidents.json'} is up to date already.\n")
    assert is_sentence(complaint)
    assert "config.toml, line 1: user must be a name in quotes; your login name is" in complaint
