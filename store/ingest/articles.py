"""Articles as UCDP GED writes them into one cell: `"Office,2016-01-02,Headline";"Office,..."`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from store.dates import PartialDate
from store.ingest.cells import NOTHING, day, said
from store.text import fold

_MARK = '"'
_BETWEEN = '";"'
#: So many characters what stands in the place of a day may have.
_LONGEST_DAY = 12


class Article(NamedTuple):
    """One article of a row."""

    office: str
    """Who published it; "" where the cell does not say."""
    day: PartialDate | None
    title: str


def articles(cells: Mapping[str, str]) -> list[Article]:
    """The articles of a row, by its columns' names."""
    cell = cells.get("source_article", "").strip()
    if cell in NOTHING:
        return _from_columns(cells)
    if not cell.startswith(_MARK):
        return [_article(cell)]
    inside = cell.removeprefix(_MARK).removesuffix(_MARK)
    if '"; "' in inside:
        inside = inside.replace('"; "', _BETWEEN)
    return [_article(one) for one in inside.split(_BETWEEN) if one]


def _article(text: str) -> Article:
    parts = text.split(",", 2)
    if len(parts) == 3:
        office, middle, title = parts
        found = day(middle)
        if found is not None:
            return Article(said(office), found, said(title))
        # The name of an office may have a comma in it.
        more = text.split(",")
        for at in range(2, min(len(more), 8)):
            found = day(more[at]) if "-" in more[at] else None
            if found is not None:
                return Article(said(",".join(more[:at])), found, said(",".join(more[at + 1 :])))
        if len(middle) <= _LONGEST_DAY and (not said(middle) or any(map(str.isdigit, middle))):
            return Article(said(office), None, said(title))
    return Article("", None, said(text))


def _from_columns(cells: Mapping[str, str]) -> list[Article]:
    """Where a row has no articles, but says who published what, and when."""
    columns = ("source_office", "source_date", "source_headline")
    offices, days, titles = (cells.get(one, "").strip() for one in columns)
    if offices in NOTHING and titles in NOTHING:
        return []
    split = [one.split(";") for one in (offices, days, titles)]
    if len({len(one) for one in split}) != 1:
        split = [[offices], [days], [titles]]
    return [
        Article(said(office), day(date), said(title))
        for office, date, title in zip(*split, strict=True)
    ]


def voice_behind(original: str, offices: Sequence[str]) -> str:
    """The voice that the articles rest on, where it is none of those who published them."""
    if not original or not offices:
        return original
    known = {fold(office) for office in offices}
    folded = fold(original)
    for between in ("/", ";", " and "):
        folded = folded.replace(between, ",")
    return "" if any(one.strip() in known for one in folded.split(",")) else original
