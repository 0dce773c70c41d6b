"""Keyboards of other scripts: which key of a Latin one lies in the same place.

The tables are those of XKB (xkeyboard-config 2.35: ara, ir, ru, ua, by, rs, mk, bg, il and gr),
read off by libxkbcommon.  Marks and signs without ink stand by their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

Rows = tuple[str, str, str, str]

#: The places, named by what a Latin (US) keyboard has there: without Shift, and with it.
PLAIN: Rows = ("`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./")
SHIFTED: Rows = ("~!@#$%^&*()_+", "QWERTYUIOP{}|", 'ASDFGHJKL:"', "ZXCVBNM<>?")
#: A place where a table has nothing of its own, such as a dead key.
NOTHING = " "


@dataclass(frozen=True)
class Layout:
    """What one layout has in the places."""

    name: str
    language: str
    """Whose it is, as locales call it."""
    plain: Rows
    shifted: Rows
    is_rare: bool = False
    """Whether it is thought of only where something speaks for it: a locale, a letter of its own.

    Its letters stand elsewhere on a layout that far more people have.
    """

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The place of each character; the one without Shift where it has two."""
        pairs = zip("".join(self.shifted + self.plain), "".join(SHIFTED + PLAIN), strict=True)
        return {character: place for character, place in pairs if character != NOTHING}


LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "Arabic",
        "ar",
        (
            "ذ1234567890-=",
            "ضصثقفغعهخحجد\\",
            "شسيبلاتنمكط",
            "ئءؤرﻻىةوزظ",
        ),
        (
            "\u0651!@#$%^&*)(_+",
            "\u064e\u064b\u064f\u064cﻹإ`÷×؛<>…",
            '\u0650\u064d][ﻷأـ،/:"',
            "~\u0652}{ﻵآ',.؟",
        ),
    ),
    Layout(
        "Persian",
        "fa",
        (
            "\u200d۱۲۳۴۵۶۷۸۹۰-=",
            "ضصثقفغعهخحجچ\\",
            "شسیبلاتنمکگ",
            "ظطزرذدپو./",
        ),
        (
            "÷!٬٫﷼٪×،*)(ـ+",
            "\u0652\u064c\u064d\u064b\u064f\u0650\u064e\u0651][}{|",
            "ؤئيإأآة»«:؛",
            "ك\u0653ژ\u0670\u200c\u0654ء><؟",
        ),
    ),
    Layout(
        "Russian",
        "ru",
        (
            "ё1234567890-=",
            "йцукенгшщзхъ\\",
            "фывапролджэ",
            "ячсмитьбю.",
        ),
        (
            'Ё!"№;%:?*()_+',
            "ЙЦУКЕНГШЩЗХЪ/",
            "ФЫВАПРОЛДЖЭ",
            "ЯЧСМИТЬБЮ,",
        ),
    ),
    Layout(
        "Ukrainian",
        "uk",
        (
            "'1234567890-=",
            "йцукенгшщзхїґ",
            "фівапролджє",
            "ячсмитьбю.",
        ),
        (
            'ʼ!"№;%:?*()_+',
            "ЙЦУКЕНГШЩЗХЇҐ",
            "ФІВАПРОЛДЖЄ",
            "ЯЧСМИТЬБЮ,",
        ),
    ),
    Layout(
        "Belarusian",
        "be",
        (
            "ё1234567890-=",
            "йцукенгшўзх'\\",
            "фывапролджэ",
            "ячсмітьбю.",
        ),
        (
            'Ё!"№;%:?*()_+',
            "ЙЦУКЕНГШЎЗХ'/",
            "ФЫВАПРОЛДЖЭ",
            "ЯЧСМІТЬБЮ,",
        ),
        is_rare=True,
    ),
    Layout(
        "Serbian",
        "sr",
        (
            "`1234567890'+",
            "љњертзуиопшђж",
            "асдфгхјклчћ",
            "жџцвбнм,.-",
        ),
        (
            '~!"#$%&/()=?*',
            "ЉЊЕРТЗУИОПШЂЖ",
            "АСДФГХЈКЛЧЋ",
            "ЖЏЦВБНМ;:_",
        ),
        is_rare=True,
    ),
    Layout(
        "Macedonian",
        "mk",
        (
            " 1234567890-=",
            "љњертѕуиопшѓж",
            "асдфгхјклчќ",
            "зџцвбнм,./",
        ),
        (
            "~!„“$%^&*()_+",
            "ЉЊЕРТЅУИОПШЃЖ",
            "АСДФГХЈКЛЧЌ",
            "ЗЏЦВБНМ;:?",
        ),
        is_rare=True,
    ),
    Layout(
        "Bulgarian",
        "bg",
        (
            "(1234567890-.",
            ",уеишщксдзц;„",
            "ьяаожгтнвмч",
            "юйъэфхпрлб",
        ),
        (
            ')!?+"%=:/–№$€',
            "ыУЕИШЩКСДЗЦ§“",
            "ѝЯАОЖГТНВМЧ",
            "ЮЙЪЭФХПРЛБ",
        ),
        is_rare=True,
    ),
    Layout(
        "phonetic Bulgarian",
        "bg",
        (
            "ч1234567890-=",
            "явертъуиопшщю",
            "асдфгхйкл;'",
            "зьцжбнм,./",
        ),
        (
            "Ч!@№$%€§*()–+",
            "ЯВЕРТЪУИОПШЩЮ",
            'АСДФГХЙКЛ:"',
            "ЗѝЦЖБНМ„“?",
        ),
        is_rare=True,
    ),
    Layout(
        "Hebrew",
        "he",
        (
            ";1234567890-=",
            "/'קראטוןםפ][\\",
            "שדגכעיחלךף,",
            "זסבהנמצתץ.",
        ),
        (
            "~!@#$%^&*)(_+",
            "QWERTYUIOP}{|",
            'ASDFGHJKL:"',
            "ZXCVBNM><?",
        ),
    ),
    Layout(
        "Greek",
        "el",
        (
            "`1234567890-=",
            ";ςερτυθιοπ[]\\",
            "ασδφγηξκλ '",
            "ζχψωβνμ,./",
        ),
        (
            "~!@#$%^&*()_+",
            ":ΣΕΡΤΥΘΙΟΠ{}|",
            'ΑΣΔΦΓΗΞΚΛ "',
            "ΖΧΨΩΒΝΜ<>?",
        ),
    ),
)


@cache
def characters() -> frozenset[str]:
    """All that the layouts have."""
    return frozenset(one for layout in LAYOUTS for one in layout.places)
