"""Foreign text made safe to show: the one place that does it.

`clean` replaces code points one for one, so that a span into the exact text is a span into
the cleaned text.  What it replaces:

    C0 controls, DEL                 the control pictures ␀ .. ␡
    C1 controls                      ␦
    bidi embeddings, overrides,
      isolates and marks             ⇋
    other invisibles, tags,
      surrogates, noncharacters      ▯
    a joiner (ZWNJ, ZWJ) that joins
      nothing                        ▯
    a ZWJ between letters            a ZWNJ: some terminals give the letter behind it no cell
    marks stacked past the sixth     ▯
    a tab, a CR before LF            a blank
    emoji presentation (VS16)        text presentation (VS15): terminals disagree on its width
    VS15 or VS16 behind no sign      ▯
    an emoji's skin tone             ▯: terminals disagree on its width

Letters, marks and spellings of Arabic, Persian and the Indic scripts stay whole.

In JSON nothing may be replaced: `escaped` writes the same characters as JSON's escapes there.
"""

from __future__ import annotations

import re
import unicodedata

BIDI = "⇋"
HIDDEN = "▯"
C1 = "␦"

_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_PLANES = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ud800-\udfff"
    "\U0001f3fb-\U0001f3ff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
) + _PLANES
_WHITE = str.maketrans({"\t": " "})
_CR_LF = re.compile(r"\r(?=\n)")

#: What is replaced wherever it stands.
_ALONE = re.compile(
    f"(?P<control>[\x00-\x1f\x7f])|(?P<c1>[\x80-\x9f])|(?P<bidi>[{_BIDI_CONTROLS}])|[{_INVISIBLE}]"
)
#: Where marks may be stacked too high: Python's \w has the letters and digits, not the marks.
_TOWER = re.compile(r"[^\w\s!-~]{7,}")
#: What is replaced unless it stands behind something that it acts on.
_BEHIND = re.compile("(?P<joiner>[\u200c\u200d])|[\ufe0e\ufe0f]")
_JOINING = re.compile(
    "[\u0600-\u074f\u0750-\u077f\u07c0-\u07ff\u08a0-\u08ff\u0900-\u0dff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]"
)


def _visible(found: re.Match[str]) -> str:
    character = found[0]
    match found.lastgroup:
        case "control":
            return "␡" if character == "\x7f" else chr(0x2400 + ord(character))
        case "c1":
            return C1
        case "bidi":
            return BIDI
        case _:
            return HIDDEN


def _lower(found: re.Match[str]) -> str:
    """Cut each stack of marks behind its sixth."""
    shown, height = [], 0
    for character in found[0]:
        height = height + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        shown.append(character if height <= 6 else HIDDEN)
    return "".join(shown)


def _if_it_acts(found: re.Match[str]) -> str:
    """A joiner behind a letter that joins, or a selector behind a sign; else a mark."""
    before = found.string[found.start() - 1 : found.start()]
    category = unicodedata.category(before)[0] if before else ""
    if found.lastgroup == "joiner":
        return "\u200c" if category in {"L", "M"} and _JOINING.match(before) else HIDDEN
    acts = (category in {"S", "P"} and before != HIDDEN) or "0" <= before <= "9"
    return "\ufe0e" if acts else HIDDEN


def clean(text: str) -> str:
    """The text as one line that is safe to show; as many code points as before."""
    if text.isascii() and text.isprintable():
        return text
    text = _ALONE.sub(_visible, text.translate(_WHITE))
    return _BEHIND.sub(_if_it_acts, _TOWER.sub(_lower, text))


def inert(text: str) -> str:
    """The text without what acts by itself, for a part of a line that is clean as a whole.

    What stands at the edges of a part may need the letter beside it, and is left alone.
    """
    return text if text.isascii() and text.isprintable() else _ALONE.sub(_visible, text)


def clean_lines(text: str) -> str:
    """The same for a text of several lines: line feeds stay."""
    if "\n" not in text:
        return clean(text)
    return "\n".join(clean(line) for line in _CR_LF.sub(" ", text).split("\n"))


def escaped(json: str) -> str:
    """A line of JSON that means the same, and is safe to show: what could act is escaped."""
    # JSON lets all but the C0 controls stand in a text as they are; escapes are for texts alone,
    # and outside of texts JSON has none of these.
    return json if json.isascii() and json.isprintable() else _ALONE.sub(_escape, json)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


#: Letters that no decomposition takes apart, and letters of one alphabet that are written in two
#: ways: Persian and Urdu forms of Arabic letters, and the endings that Arabic confuses.
_LETTERS = {
    **dict(zip("łđøħŧıĸŋґ", "ldohtiknг", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "ẞ": "ss",
    "ﬁ": "fi",
    "ﬂ": "fl",
    **dict(zip("ٱىیېےةہھەۃک", "اييييههههه" + "ك", strict=True)),
}
#: Marks that are written or left out as one likes: accents, Hebrew points, Arabic vowels.  The
#: signs of Indic and Thai writing are letters, and stay.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    f"|[{_INVISIBLE}{_BIDI_CONTROLS}\u200c\u200d\ufe0e\ufe0f]"
)


class _Folded(dict[int, str]):
    """What each code point is folded to, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_character(chr(point))
        return folded


def _fold_character(character: str) -> str:
    kept = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", character))
    letters = (_LETTERS.get(one, one) for one in kept.casefold())
    digits = (str(unicodedata.decimal(one, one)) for one in "".join(letters))
    return _LEFT_OUT.sub("", "".join(digits))


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The text as it is searched: without case, accents, vowel marks and joiners.

    Letters that are written in several ways become one, digits of any script 0 to 9.  Each code
    point is folded by itself, and may become none or several.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)
