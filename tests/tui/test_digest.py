"""A digest as Markdown and on the desk: what a record says stays text."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from store.derive.digest import Digest, Told
from store.ids import Ref
from store.vocabulary import TriageState
from tui.render.digest import NOTHING, escaped, markdown, rows_of
from tui.render.line import width_of
from tui.render.told import told_lines, wrapped

HOSTILE = "[x](https://evil.example) <b>*a*</b> `c`\x1b[2J\n# no heading"


def a_digest(title: str) -> Digest:
    """One report was decided on, one is not relevant."""
    return Digest(
        decisions=Counter({TriageState.RELEVANT: 1, TriageState.NOT_RELEVANT: 1}),
        reasons=Counter({"": 1}),
        relevant=[Told(Ref("R1"), title, "ada")],
        merges=["merged E5 into E4"],
        people=Counter({"ada": 3}),
        undone=2,
    )


def test_a_digest_is_markdown() -> None:
    """Sentences first, then the records by what became of them."""
    assert list(markdown(a_digest("Shelling of Baniyas"), "Digest of ada")) == [
        "# Digest of ada",
        "",
        "2 reports decided: 1 relevant, 1 not relevant.",
        "",
        "Not relevant: 1 without a reason.",
        "",
        "Left out: 2 changes that were undone.",
        "",
        "## Relevant",
        "",
        "- R1 Shelling of Baniyas",
        "",
        "## Merged",
        "",
        "- merged E5 into E4",
    ]
    assert list(markdown(Digest(), "Digest"))[-1] == NOTHING


def test_a_hostile_title_stays_text() -> None:
    """No link, no HTML, no heading, nothing that a terminal acts on; it stays on its line."""
    (line,) = (one for one in markdown(a_digest(HOSTILE), "Digest") if one.startswith("- R1"))
    assert line.isprintable()
    assert "\\[x\\](https\\://evil.example) \\<b\\>\\*a\\*\\</b\\> \\`c\\`" in line
    assert "with\\_blank" in escaped("with_blank")


@given(st.text(max_size=200), st.integers(20, 100), st.integers(4, 30))
def test_the_desk_shows_any_digest_in_its_box(title: str, width: int, height: int) -> None:
    """So many lines, none wider than the box; each record keeps its reference."""
    rows = wrapped(rows_of(a_digest(title), with_names=True), width - 3)
    lines = told_lines(rows, "DIGEST", 0, 0, "", (width, height))
    assert len(lines) == height
    assert all(width_of(line.text) <= width for line in lines)
    assert [row.ref for row in rows if row.ref] == ["R1"]
