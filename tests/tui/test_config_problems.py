"""How much is told of what is wrong in the configuration file, and what is used instead."""

from __future__ import annotations

from tui.config import Config, Watched
from tui.config.sections import parsed


def parsed_text(text: str) -> Config:
    """The configuration that a text makes."""
    return parsed(text.encode(), "config.toml")


def told(text: str) -> list[str]:
    """What is told of a text, without the name of the file."""
    return [one.removeprefix("config.toml, ") for one in parsed_text(text).problems]


def test_many_problems_are_told_in_short() -> None:
    """The first of them in full, and how many more."""
    found = parsed_text("[keys]\n" + "".join(f'name{n} = "x"\n' for n in range(57)))
    assert len(found.problems) == 21
    assert found.problems[-1] == "config.toml, and 37 more problems."
    assert "And 56 more: " in found.remark


def test_what_is_used_in_place_of_an_entry_is_told() -> None:
    """Of a theme, of columns, of reasons; and what stands twice."""
    assert told('theme = "desk-drak"')[0].endswith(
        "; did you mean 'desk-dark'? The usual one is used."
    )
    assert told('[columns]\nevents = ["titel"]')[0].endswith(
        "; did you mean 'title'? The usual columns are shown."
    )
    assert told('reasons = ["a", "a"]') == [
        "line 1: the reason 'a' stands twice; the usual reasons are used."
    ]
    assert told("[keys]\n[keys]") == [
        "line 2: [keys] stands there again; nothing of the file is used."
    ]


def test_a_keyboard_that_there_is_not_is_told() -> None:
    """With the one that is meant."""
    assert told('keyboard = "persain"') == [
        "line 1: there is no keyboard 'persain'; did you mean 'persian'?"
    ]
    assert parsed_text('keyboard = "greek"\n').keyboard == "greek"


def test_what_is_watched_is_told_where_it_is_wrong() -> None:
    """A path that goes by where one stands, a wait of none, both a path and an address."""
    for text, part in (
        ('path = "in"', "the path of a [[watch]] is absolute"),
        ('url = "example.org"', "begins with http:// or https://"),
        ('url = "https://me:secret@example.org/"', "has no name and no password in it"),
        ('url = "https://example.org"\npath = "/in"', "has either a path or a url"),
        ('path = "/in"\nevery = 0', "every is a whole number of minutes"),
        ('path = "/in"\nshop = "x"', "has no 'shop'; it has path, url, store, every"),
        ('path = "/in"\nstore = "here"', "the store of a [[watch]] is an absolute path"),
    ):
        (problem,) = told(f"[[watch]]\n{text}")
        assert part in problem
        assert problem.startswith("line 1: ")
    assert told('watch = "/in"')[0].startswith("line 1: watch is written as [[watch]]")


def test_what_is_watched_before_a_wrong_one_is_watched() -> None:
    """A mistake in the second keeps the first."""
    found = parsed_text('[[watch]]\npath = "/in"\n[[watch]]\npath = "in"\n')
    assert found.watch == (Watched("/in"),)


def test_reading_in_is_set_by_yes_or_no() -> None:
    """Anything else is told, and the usual is kept."""
    assert parsed_text("[ingest]\nprivate_addresses = true").ingest.private_addresses
    assert told('[ingest]\nprivate_addresses = "yes"') == [
        "line 2: private_addresses must be true or false; it is false."
    ]
    assert told('user = "watch"')[0].startswith("line 1: user cannot be 'watch'")
