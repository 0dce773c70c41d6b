"""Generated data sets, as the files that an import reads: events as UCDP's, and plain rows."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import world

#: The columns of an older release of UCDP GED.
GED = (
    *("id", "year", "active_year", "type_of_violence", "conflict_new_id", "conflict_name"),
    *("dyad_new_id", "dyad_name", "side_a_new_id", "side_a", "side_b_new_id", "gwnob", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline"),
    *("source_original", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude"),
    *("longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity"),
    *("date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians"),
    *("deaths_unknown", "low", "best", "high"),
)
#: The columns of a table that somebody keeps.
PLAIN = ("id", "date", "title", "type", "city", "state", "lat", "lon", "killed", "notes")
#: Places of the events of GED, and of plain rows at most.
GED_PLACES, PLAIN_PLACES = 1_557, 5_000
#: One article in so many is told of more than one event.
REPEATED = 3
FIRST_DAY, DAYS = date(2025, 1, 1), 365
NUMBERS_OF_SOURCES, SOURCES_WEIGHTS = (1, 2, 3, 4, 6), (85, 11, 2, 1, 1)


class Place(NamedTuple):
    """Where a row's event was."""

    name: str
    division: str
    lat: float
    lon: float


def write_ged(path: Path, rows: int, seed: int = 1) -> None:
    """A file of the shape of UCDP GED: its columns, some 600 bytes a row."""
    write(path, GED, _ged_rows(rows, random.Random(seed)))


def write_plain(path: Path, rows: int, seed: int = 1) -> None:
    """A table without a format of its own, some 215 bytes a row."""
    write(path, PLAIN, _plain_rows(rows, random.Random(seed)))


def write(path: Path, headings: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    """Rows below their headings, as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


def write_reports(folder: Path, count: int, seed: int = 1) -> None:
    """So many texts, a file each."""
    chance = random.Random(seed)
    folder.mkdir()
    places = _places(50, chance)
    for number in range(count):
        where, what = chance.choice(places), chance.choice(world.HAPPENINGS)
        said = " ".join(chance.choices(world.FILLING + world.SAID, k=20))
        text = f"{what[0]} in {where.name}, {number}\n\n{_day(chance)}. {what[2]} {where.name}. "
        (folder / f"report-{number:04}.txt").write_text(f"{text}{said}\n", encoding="utf-8")


def _places(count: int, chance: random.Random) -> list[Place]:
    names = [f"{one} {other}" for one in world.PLACES for other in world.PLACE_NAMES]
    # There are more places than names, as in life: one of a name lies in another division.
    named = [(name, division) for division in world.DIVISIONS for name in names]
    return [
        Place(name, division, round(chance.uniform(10, 14), 6), round(chance.uniform(20, 26), 6))
        for name, division in chance.sample(named, count)
    ]


def _day(chance: random.Random) -> date:
    return FIRST_DAY + timedelta(days=chance.randrange(DAYS))


def _ged_rows(rows: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    places = _places(GED_PLACES, chance)
    sides = [f"{name} Front" for name in world.PLACE_NAMES[:35]]
    articles: list[tuple[str, date, str]] = []
    # The country is left out: an invented one has no code.
    for number in range(1, rows + 1):
        where, day, side = chance.choice(places), _day(chance), chance.randrange(len(sides))
        told = []
        for _ in range(chance.choices(NUMBERS_OF_SOURCES, SOURCES_WEIGHTS)[0]):
            if not articles or chance.randrange(REPEATED):
                said = chance.choice(world.FILLING)
                headline = f"{chance.choice(world.HAPPENINGS)[2]} {where.name}, {number}: {said}"
                outlet = f"{chance.choice(world.PLACE_NAMES)} {chance.choice(world.OUTLETS)}"
                articles.append((outlet, day, headline))
                told.append(articles[-1])
            else:
                told.append(chance.choice(articles[-500:]))
        deaths = [chance.choice((0, 0, 0, 1, 2, 5)) for _ in range(4)]
        best = sum(deaths)
        yield (
            *(
                200_000 + number,
                day.year,
                1,
                chance.choice((1, 1, 2, 3)),
                299,
                "Zebidia: Government",
            ),
            *(
                11_000 + side,
                f"Government of Zebidia - {sides[side]}",
                118,
                "Government of Zebidia",
            ),
            *(4_000 + side, "", sides[side], len(told)),
            ";".join(f'"{outlet},{when},{headline}"' for outlet, when, headline in told),
            *(";".join(str(one[part]) for one in told) for part in (0, 1, 2)),
            *(
                chance.choice(world.SPEAKER_ROLES),
                chance.choice((1, 1, 2, 3)),
                f"{where.name} town",
            ),
            *(f"{where.division} Governorate", f"{where.division} district", where.lat, where.lon),
            *(f"POINT ({where.lon} {where.lat})", 180_000, "", "", "Middle East", 1, 1),
            *(day, day, *deaths, best - (number % 10 == 0 and best > 0), best, best),
        )


def _plain_rows(rows: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    places = _places(PLAIN_PLACES, chance)
    for number in range(1, rows + 1):
        where, what = chance.choice(places), chance.choice(world.HAPPENINGS)
        notes = f"{what[2]} {where.name}. {chance.choice(world.FILLING)}"
        yield (
            *(f"row-{number}", _day(chance), f"{what[0]} near {where.name}", what[1], where.name),
            *(where.division, where.lat, where.lon, chance.choice((0, 0, 1, 2, 3, 8)), notes),
        )
