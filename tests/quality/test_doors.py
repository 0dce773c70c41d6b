"""The doors to the screen, tried with texts that nobody made safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality import doors

ROOT = Path(__file__).parents[2]
WIDGETS = "from textual.widgets import Static, Input\nfrom textual.content import Content\n"
RICH = "from rich.text import Text\n"


def found(source: str, *, is_command: bool = False) -> list[str]:
    """What is wrong in a module."""
    return [sentence for _, sentence in doors.in_module(source, is_command)]


def test_the_project_opens_no_door_to_a_plain_text() -> None:
    """Whatever a widget is handed, or a command prints, was made safe."""
    assert list(doors.violations(ROOT)) == []


@pytest.mark.parametrize(
    "body",
    [
        "Static(record.title)",
        "Static(Content(record.title))",
        "Content(f'{record.ref}  {record.label}')",
        "Content('of ' + record.label)",
        "Content(str(error))",
        "Content('{}'.format(record.title))",
        "Content(' '.join(record.tags))",
        "Content(record.title[:20])",
        "Content(record.title if record.title else 'none')",
        "Content(record.title or 'none')",
        "Content(clean(record.title) + record.words)",
        "name = record.title\n    Content(name)",
        "name = clean(record.title)\n    name = record.title\n    Content(name)",
        "name = clean(record.title)\n    name += record.title\n    Content(name)",
        "for name in record.tags:\n        Content(name)",
        "Content(*record.tags)",
        "Content(named(record))",
        "Input(value=record.title)",
        "Input(placeholder=record.title)",
        "self.notify(record.title)",
        "self.border_title = record.title",
        "self.tooltip = record.title",
        "Content.from_markup(clean(record.title))",
        "self._said.update(record.title)",
        "self.list.add_option(record.title)",
    ],
)
def test_a_plain_text_at_a_door_is_seen(body: str) -> None:
    """However it gets there within a function."""
    assert len(found(f"{WIDGETS}def show(self, record, error):\n    {body}\n")) >= 1


@pytest.mark.parametrize(
    "body",
    [
        "Static(Content('Esc leaves'))",
        "Content(clean(record.title))",
        "Content(f'{record.ref} of {kind.noun}: {clean(record.label)} {count:,}')",
        "Content(', '.join(map(clean, record.tags)))",
        "Content(' '.join(clean(tag) for tag in record.tags))",
        "name = clean(record.title)[:20]\n    Content(name)",
        "said = clean(record.title)\n    said = f'{said}.' if said else KEYS\n    Content(said)",
        "Content(our())",
        "self.border_title = clean(record.title)",
        "found.update(record.tags)  # safe: a set, and no widget",
    ],
)
def test_a_safe_text_may_pass(body: str) -> None:
    """What is written in the program, cleaned, or a number."""
    ours = "def our():\n    return 'ours'\n"
    assert found(f"{WIDGETS}{ours}def show(self, record, kind, count):\n    {body}\n") == []


def test_a_field_of_a_class_is_followed() -> None:
    """It is safe when all that the class ever puts into it is."""
    source = (
        f"{WIDGETS}class Panel:\n"
        "    def __init__(self, title):\n        self._title = {}\n"
        "    def compose(self):\n        yield Static(Content(self._title))\n"
    )
    assert found(source.format("clean(title)")) == []
    assert len(found(source.format("title"))) == 2


@pytest.mark.parametrize(
    ("line", "is_safe"),
    [
        ("print(record.title)", False),
        ("print(f'{folder} is whole')", False),
        ("print(clean(f'{folder} is whole'))", True),
        ("print('Nothing was changed.', file=sys.stderr)", True),
        ("print('a', end=record.title)", False),
        ("sys.stdout.write(record.title)", False),
        ("console.print(Text(record.title))", False),
        ("Console(markup=True)", False),
    ],
)
def test_what_a_command_prints_goes_to_a_terminal(line: str, is_safe: bool) -> None:
    """Commands have no widgets, and the same rule."""
    source = f"{RICH}def tell(record, folder):\n    {line}\n"
    assert (found(source, is_command=True) == []) is is_safe


def test_a_violation_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is printed as path:line: sentence, and the exit code is 1."""
    place = tmp_path / "tui" / "desk" / "panel.py"
    place.parent.mkdir(parents=True)
    place.write_text(f"{WIDGETS}def show(record):\n    return Static(record.title)\n")
    assert doors.main(tmp_path) == 1
    assert capsys.readouterr().out.startswith(
        "tui/desk/panel.py:4: Static is handed record.title, which was not made safe."
    )
