"""What strangers may write to make a terminal act, a reader err, or a program fail."""

from __future__ import annotations

from seeds.hard.payloads import CONTROLS, INVISIBLE, LETTERS, LONE_SURROGATE, LONG_WORD, MARKUP

ESC = "\x1b"

#: Each would be seen to have acted: by its bytes, by the desk's end, by what tmux says.
ORDERS = {
    "reset": f"{ESC}c",
    "SOS": f"{ESC}Xzz{ESC}\\",
    "PM": f"{ESC}^zz{ESC}\\",
    "APC of screen": f"{ESC}_zz{ESC}\\",
    "DCS of tmux": f"{ESC}Ptmux;{ESC}{ESC}]52;c;eA=={ESC}\\{ESC}\\",
    "a title of screen": f"{ESC}kzz{ESC}\\",
    "a question": f"{ESC}[c{ESC}[6n{ESC}[21t{ESC}]11;?\x07",
    "an end of a frame": f"{ESC}[?2026l{ESC}[?1049l{ESC}[?1000h",
    "an unfinished order": f"{ESC}[38;2;257;1",
    "an unfinished string": f"{ESC}]52;c;",
    "C1 DCS, APC, PM, SOS": "\x90zz\x9c\x9fzz\x9c\x9ezz\x9c\x98zz\x9c",
    "C1 OSC 52": "\x9d52;c;eA==\x9c",
    "line feeds": "one\ntwo\r\nthree\vfour\ffive",
    "shift out": "\x0e\x0f\x05",
    "tabs": "\t\t\tzz",
}
#: What Textual's and Rich's markup would take up, whole, broken and nested.
BRACKETS = {
    "quit": "[@click=app.quit]zz[/]",
    "quit at a touch": "[@click='app.exit()']zz[/@click]",
    "nothing open": "[/]",
    "everything closed": "[/][/][/bold][/link]",
    "a broken tag": "[bold [red]zz[/bold",
    "a variable": "[$error on $panel]zz",
    "a backslash": "\\[zz\\\\[/]\\",
    "an address": "[link='javascript:zz']zz[/link]",
    "braces": "{quit} {0} {self.app} %s %(x)s $x ${x} {{",
    "an emoji code": ":smile: :warning: :no_such:",
}
#: Terminals and tables of widths disagree on many of these.
SHAPES = {
    "marks on nothing": "\u0301" * 40,
    "marks on a letter": "e" + "\u0336\u0489" * 250,
    "marks on a wide one": "事" + "\u3099" * 40,
    "joined emoji": "👩🏽\u200d🚀🏳\ufe0f\u200d🌈👁\ufe0f\u200d🗨\ufe0f❤\ufe0f\u200d🔥",
    "half a flag": "🇸 🇸🇾🇱",
    "keycaps": "1\ufe0f\u20e3#\ufe0f\u20e3*\ufe0e",
    "wide and narrow": "｡ﾞ　￥₩가ㄱᄀ",
    "ambiguous": "①─■◆※…—“”αБ",
    "selectors": "漢\U000e0100字\ufe00a\ufe0f\ufe0fb\ufe0e",
    "tags of a flag": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "isolates": "\u2066\u2067\u2068zz\u2069\u2069\u202a\u202b\u202d\u202ezz\u202c",
    "long ligature": "﷽" * 12,
    "annotations": "\ufff9zz\ufffazz\ufffb\ufffc\ufffd",
    "private": "\ue000\U000f0000\U0010ffff",
    "unassigned": "\u0378\U000e0fff\u2fe0",
    "musical": "\U0001d173\U0001d17a\U0001d157\U0001d165",
    "deprecated": "\u206a\u206f\u180e\u034f\u115f\u1160\u3164\uffa0\u17b4\u17b5",
}

#: Every payload by the words that say what it is.
PAYLOADS = {
    **ORDERS,
    **CONTROLS,
    **BRACKETS,
    **{f"markup: {name}": text for name, text in MARKUP.items()},
    **INVISIBLE,
    **SHAPES,
    **LETTERS,
    "half a character": LONE_SURROGATE,
}
MEGABYTE = (f"zz{ESC}]52;c;eA==\x07\u202e[@click=app.quit]事件e\u0301\u0301 " * 40_000)[:1_000_000]
WIDE_TITLE = "事件" * 150
LONG = LONG_WORD
