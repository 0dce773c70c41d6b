"""Hypothesis strategies for the desk: small stores with links at random, and walks over them."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from store.ids import Kind
from store.record import Record
from tests import builders
from tui.intents import Action, Do, Intent, Point, Roll
from tui.state import LISTS, Pane

#: Actions that are not about the view, or that end the program.
_NOT_WALKED = {
    *(Action.HELP, Action.PALETTE, Action.THEME, Action.SUSPEND, Action.SEARCH, Action.THIS_VALUE),
    *(Action.REFRESH, Action.CLOSE, Action.QUIT),
    *(
        Action.UNDO,
        Action.REDO,
        Action.HISTORY,
        Action.WHOLE_HISTORY,
        Action.AS_OF,
        Action.TAKE_BACK,
    ),
}
WALKED = tuple(action for action in Action if action not in _NOT_WALKED)
#: What makes a view of its own: done more often than by chance.
_OFTEN = (
    *(Action.FOLLOW, Action.FOLLOW, Action.BACK, Action.NEXT_PANE, Action.DETAIL),
    *(Action.DOWN, Action.PAGE_DOWN, Action.LAST),
)
_INTENTS: st.SearchStrategy[Intent] = st.one_of(
    st.sampled_from(WALKED).map(Do),
    st.sampled_from(_OFTEN).map(Do),
    st.builds(Point, st.sampled_from(Pane), st.integers(0, 45)),
    st.builds(Roll, st.sampled_from(Pane), st.sampled_from([-3, 3])),
)

#: Sizes of each layout: a line of tabs, one stack, three columns; low ones too.
SIZES = st.sampled_from([(80, 24), (60, 14), (120, 40), (100, 14), (160, 45), (140, 18)])


def walks(longest: int = 14) -> st.SearchStrategy[list[Intent]]:
    """Things done one after the other, mostly keys, sometimes the mouse."""
    return st.lists(_INTENTS, max_size=longest)


def stores(most: int = 4) -> st.SearchStrategy[list[Record]]:
    """Records of each kind, linked at random; some links lead nowhere."""
    # One number instead of a choice for each link: a tenth of the time, and walks still shrink.
    seeds = st.integers(0, 1 << 32)
    return st.builds(lambda few, seed: _Chance(few, seed).records(), st.integers(0, most), seeds)


class _Chance:
    """Records of every listed kind, few of each but many of one, as a number makes them."""

    def __init__(self, most: int, seed: int) -> None:
        self._random = Random(seed)
        counts = {pane.kind: self._random.randint(0, most) for pane in LISTS}
        crowd = self._random.choice([Kind.EVENT, Kind.EVENT, Kind.QUOTE, Kind.CLAIM, Kind.REPORT])
        counts[crowd] *= 5
        self._numbers = {kind: range(1, count + 1) for kind, count in counts.items()}

    def records(self) -> list[Record]:
        """All of them."""
        return [
            builders.BUILDERS[kind](number, **self._fields(kind))
            for kind, numbers in self._numbers.items()
            for number in numbers
        ]

    def _some(self, kind: Kind) -> list[str]:
        there = [f"{kind.value}{number}" for number in (*self._numbers[kind], 99)]
        return self._random.sample(there, min(self._random.randint(0, 2), len(there)))

    def _one(self, field: str, kind: Kind) -> dict[str, Any]:
        found = self._some(kind)
        return {field: found[0]} if found else {}

    def _fields(self, kind: Kind) -> dict[str, Any]:
        day = self._random.choice(["2025-03", "2025-03-06", "2025-03-07", "../2025-04-01"])
        match kind:
            case Kind.EVENT:
                places, reports = self._some(Kind.LOCATION), self._some(Kind.REPORT)
                linked = {"places": places, "reports": reports, **self._one("part_of", kind)}
                return {"start": day, **linked}
            case Kind.LOCATION:
                name = self._random.choice(["Baniyas", "Jableh", "بانياس"])
                return {"name": name, **self._one("parent", kind)}
            case Kind.QUOTE:
                about = {"events": self._some(Kind.EVENT), "locations": self._some(Kind.LOCATION)}
                said = {"via": self._some(Kind.SOURCE), **self._one("speaker", Kind.SOURCE)}
                return {**about, **said, **self._one("report", Kind.REPORT)}
            case Kind.CLAIM:
                toll = {"measure": "killed", "low": self._random.randint(0, 3000)}
                of = {**self._one("event", Kind.EVENT), **self._one("part_of", kind)}
                return {
                    **toll,
                    **of,
                    **self._one("source", Kind.SOURCE),
                    **self._one("report", Kind.REPORT),
                }
            case Kind.REPORT:
                text = "Nine people were killed. " * self._random.randint(0, 60)
                copied = self._one("derived_from", kind)
                return {"text": text, "published_at": day, **copied, **self._publisher()}
            case Kind.NOTE:
                kinds = [pane.kind for pane in LISTS]
                return {"body": "look again", **self._one("target", self._random.choice(kinds))}
            case _:
                return {"name": self._random.choice(["a witness", "SOHR", "SANA"])}

    def _publisher(self) -> dict[str, Any]:
        return self._one("publisher", Kind.SOURCE)


#: Characters that are wide, combine, join, run from right to left, act on a terminal, or are told
#: apart by none.
_ODD = (
    "\x00\x07\x08\x0e\x1b\x7f\x84\x9b\x9d\u00ad\u061c\u200b\u200d\u200e\u200f\u2028\u202e\u2066\u2069\ufeff"
    "\u0301\u0489\u064e\u0651\u0e33\u0e48\u200c\ufe0e\ufe0f\u20e3\U000e0041\U0001f468\U0001f9d1⚠❤1️"
    "ءآسلامﷺ۳گچשלוםด้ำ事件발생ｶﾞ한ẞ—…“”\t\r\n[]क्ष्ම්"
)
#: Terminals disagree about the width of flags and of shades of skin.
_DISPUTED = "".join(map(chr, (*range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400))))
CHARACTERS = st.one_of(
    st.sampled_from(_ODD),
    st.sampled_from("abcdefg .,:/-"),
    st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters=_DISPUTED),
)
#: Texts as the worst of sources writes them.
TEXTS = st.text(CHARACTERS, max_size=60)
