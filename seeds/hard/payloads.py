"""Strings that break programs, each under the words that say what it is."""

from __future__ import annotations

ESC = "\x1b"

CONTROLS = {
    "NUL": "before\x00after",
    "ESC": f"before{ESC}after",
    "CSI": f"red {ESC}[31m, clear {ESC}[2J{ESC}[H, alternate screen {ESC}[?1049h",
    "OSC 0, the window's title": f"{ESC}]0;Test title\x07",
    "OSC 8, a link": f"{ESC}]8;;https://example.org/{ESC}\\link{ESC}]8;;{ESC}\\",
    "OSC 52, the clipboard": f"{ESC}]52;c;VGVzdCBwbGFjZQ==\x07",
    "DCS": f"{ESC}P+q544e{ESC}\\",
    "APC": f"{ESC}_Gi=1,a=q;AAAA{ESC}\\",
    "C1 control CSI": "before\x9b31mafter",
    "C1 control OSC": "before\x9d0;Test title\x9cafter",
    "next line, C1": "one\x85two",
    "CR": "hidden\rshown",
    "BS": "abc\b\b\bxyz",
    "DEL": "before\x7fafter",
    "bell": "ring\x07ring",
    "XOFF and EOF": "\x13\x04\x1a",
}
INVISIBLE = {
    "bidi override": "file\u202efdp.exe\u202c",
    "bidi embedding": "\u202bleft and right\u202c",
    "bidi isolate left open": "\u2067one \u2066two",
    "bidi marks": "a\u200eb\u200fc\u061cd",
    "tag characters": "flag\U000e0041\U000e0042\U000e007f",
    "zero width characters": "zero\u200bwidth\u2060join\u200der",
    "joiners that join nothing": "a\u200cb\u200dc",
    "BOM inside": "\ufeffTest\ufeff place",
    "soft hyphen": "Test\u00adplace",
    "line and paragraph separator": "one\u2028two\u2029three",
    "noncharacter": "one\ufffetwo\uffffthree\ufdd0four",
    "Hangul filler": "\u3164\u3164",
    "variation selectors": "a\ufe00b\U000e0100",
}
MARKUP = {
    "an action": "[@click=app.quit]Test place[/]",
    "a closing tag alone": "Test place [/nope]",
    "a link": "[link=https://example.org/]Test place[/link]",
    "an open tag": "[bold",
    "nested brackets": "[[[bold]]] [[E1]] [ [ ] ]",
    "an escaped bracket": "\\[bold]Test\\\\[/bold]",
    "colours": "[red on #000000 blink]Test[/] [$primary]place[/$primary]",
    "an emoji code": ":warning: :smile:",
}
LETTERS = {
    "Arabic": "مكان تجريبي: مُحَافَظَة",
    "Persian with ZWNJ": "می\u200cخواهیم به کتاب\u200cخانه\u200cها برویم",
    "Hebrew": "מקום לבדיקה: שָׁלוֹם",
    "Chinese": "测试地点：第一事件",
    "Japanese": "テスト場所、がぎぐげご ﾊﾝｶｸ",
    "Thai": "สถานที่ทดสอบ น้ำ กำลัง",
    "Hindi": "परीक्षण स्थान क्ष्\u200dम",
    "Korean, composed and not": "시험 장소 \u1112\u1161\u11ab",
    "emoji family": "👨\u200d👩\u200d👧\u200d👦",
    "flags": "🇸🇾🇱🇧🇺🇳",
    "skin tones": "👍🏻👍🏿",
    "VS16": "❤\ufe0f ☎\ufe0f 1\ufe0f\u20e3",
    "combining marks": "e" + "\u0301" * 500,
    "combining mark first": "\u0308Test",
    "ligature": "\ufdfd",
    "sharp s and dotless i": "STRASSE straße İstanbul ıI",
    "mathematical letters": "𝐓𝐞𝐬𝐭 𝔭𝔩𝔞𝔠𝔢",
}
ADDRESSES = (
    "javascript:alert(1)",
    "https://example.org/\r\nX-Test: 1",
    f"https://example.org/{ESC}]8;;https://example.org/other{ESC}\\",
    "https://example.org/" + "a/" * 2000,
    "file:///etc/hostname",
    "https://user:word@example.org:99999/ path?[/nope]#\u202egpj",
)

LONE_SURROGATE = "before\ud800after"
LONG_WORD = "Testplace" * 400
LONG_TITLE = ("Test place, a title of five thousand characters. " * 103)[:5000]
NEWLINES = "first line\nsecond line\r\nthird\tline\vfourth\fline\n\n\n"


def together(strings: dict[str, str]) -> str:
    """All the strings of one sort in one line each, every one behind its name."""
    return "\n".join(f"{name}: {text}" for name, text in strings.items())
