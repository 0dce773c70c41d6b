"""The generated documents: found when out of date, written whole or between their marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality import generated

ROOT = Path(__file__).parents[2]

MODEL = '''
class Place(Record):
    """A place."""

    kind_of: ClassVar[Kind]
    names: tuple[str, ...] = ()
    """Other names | spellings."""
    parent: Ref | None = None
    """The place that contains it."""
'''

DOCUMENT = f"""# The file

{generated.BEGIN}
old
{generated.END}

The end.
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project of one record and one document that is out of date."""
    files = dict.fromkeys(generated.FIELDS, "") | {
        "store/model.py": MODEL,
        "docs/file-format.md": DOCUMENT,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_project_s_documents_are_fresh() -> None:
    """Every generated document says what the code says."""
    assert generated.main(ROOT, ["--check"]) == 0


def test_a_stale_document_is_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Checking names the document and its source, changes nothing and fails."""
    assert generated.main(tree, ["--check"]) == 1
    assert capsys.readouterr().out.startswith("docs/file-format.md is older than store/record.py, ")
    assert (tree / "docs/file-format.md").read_text("utf-8") == DOCUMENT


def test_only_what_is_between_the_marks_is_written(tree: Path) -> None:
    """The fields stand between the marks, the rest of the document stays, and then it is fresh."""
    assert generated.main(tree, []) == 0
    text = (tree / "docs/file-format.md").read_text("utf-8")
    assert text.startswith("# The file\n")
    assert text.endswith(f"{generated.END}\n\nThe end.\n")
    assert "| `names` | list of text | Other names \\| spellings. |" in text
    assert "| `parent` | reference | The place that contains it. |" in text
    assert "old" not in text
    assert "kind_of" not in text
    assert generated.main(tree, ["--check"]) == 0


def test_a_field_must_say_what_it_is() -> None:
    """A field without a docstring is refused by name."""
    with pytest.raises(SystemExit, match=r"Place\.lat does not say what it is"):
        list(generated.field_tables("class Place:\n    lat: float = 0.0\n"))


def test_a_document_without_marks_is_refused(tree: Path) -> None:
    """Where the marks are missing nothing is guessed."""
    (tree / "docs/file-format.md").write_text("# The file\n", "utf-8")
    with pytest.raises(SystemExit, match="lacks the marks"):
        generated.main(tree, [])
