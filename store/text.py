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
    combining marks past the sixth   ▯
    an emoji's skin tone             ▯  (terminals disagree on its width)
    a tab, a CR before LF            a blank
    emoji presentation (VS16)        text presentation (VS15): terminals disagree on its width

Letters, marks and joiners of Arabic, Persian and the Indic scripts stay whole.
"""

from __future__ import annotations

import re

BIDI = "⇋"
HIDDEN = "▯"
C1 = "␦"

_JOINING = (
    "\u0600-\u06ff\u0700-\u074f\u0750-\u077f\u07c0-\u07ff\u08a0-\u08ff\u0900-\u0dff"
    "\u1800-\u18af\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
)
_COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
    "\U0001f3fb-\U0001f3ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_ONE_LINE = re.compile(
    f"(?P<control>[\x00-\x1f\x7f])|(?P<c1>[\x80-\x9f])|(?P<bidi>[{_BIDI_CONTROLS}])"
    f"|(?P<hidden>[{_INVISIBLE}]|(?<![{_JOINING}])[\u200c\u200d])|(?P<emoji>\ufe0f)"
    f"|(?P<stack>(?<=[{_COMBINING}]{{6}})[{_COMBINING}]+)"
)
_WHITE = str.maketrans({"\t": " "})
_CR_LF = re.compile(r"\r(?=\n)")


def _visible(found: re.Match[str]) -> str:
    text = found[0]
    match found.lastgroup:
        case "control":
            return "␡" if text == "\x7f" else chr(0x2400 + ord(text))
        case "c1":
            return C1
        case "bidi":
            return BIDI
        case "emoji":
            return "\ufe0e"
        case _:
            return HIDDEN * len(text)


def clean(text: str) -> str:
    """The text as one line that is safe to show; as many code points as before."""
    if text.isascii() and text.isprintable():
        return text
    return _ONE_LINE.sub(_visible, text.translate(_WHITE))


def clean_lines(text: str) -> str:
    """The same for a text of several lines: line feeds stay."""
    if "\n" not in text:
        return clean(text)
    return "\n".join(clean(line) for line in _CR_LF.sub(" ", text).split("\n"))
