"""The words of Arabic for numbers, and for what bounds them and makes no counts of them."""

from __future__ import annotations

import re

from store.text import fold


def folded(*words: str) -> str:
    """Words as one pattern for folded text, the longest first."""
    known = sorted({fold(word) for word in words}, key=len, reverse=True)
    return "|".join(word.replace(" ", r"\s+") for word in known)


_ONES = (
    ("ثلاثة", "ثلاث"),
    ("أربعة", "أربع"),
    ("خمسة", "خمس"),
    ("ستة", "ست"),
    ("سبعة", "سبع"),
    ("ثمانية", "ثماني", "ثمان"),
    ("تسعة", "تسع"),
    ("عشرة", "عشر"),
)
_TENS = ("عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_HUNDREDS = ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_SMALL = {fold(word): at for at, forms in enumerate(_ONES, start=3) for word in forms}
_SMALL |= {fold(word): 1 for word in ("أحد", "إحدى", "واحد", "واحدة")}
_SMALL |= {fold(word): 2 for word in ("اثنان", "اثنين", "اثنا", "اثني", "اثنتا", "اثنتي", "اثنتين")}
_SMALL |= {
    fold(f"{stem}{end}"): 10 * at for at, stem in enumerate(_TENS, 2) for end in ("ون", "ين")
}
_SMALL |= {
    fold(f"{stem}{hundred}"): 100 * at
    for at, stem in enumerate(_HUNDREDS, start=3)
    for hundred in ("مئة", "مائة")
}
_SMALL |= {fold(word): 200 for word in ("مئتان", "مئتين", "مئتا", "مئتي", "مائتان", "مائتين")}
_HUNDRED = frozenset({fold("مئة"), fold("مائة")})
_SCALES = dict.fromkeys(map(fold, ("ألف", "ألفا", "آلاف")), 1000)
_SCALES |= dict.fromkeys(map(fold, ("مليون", "مليونا", "ملايين")), 10**6)
#: `Two thousand` before what is counted; behind tens the same letters are `thousand`.
_TWO_OR_ONE = frozenset({fold("ألفا"), fold("مليونا")})
_HALF = fold("نصف")
_DUALS = {fold(word): 2000 for word in ("ألفان", "ألفين", "ألفي")}
_DUALS |= {fold(word): 2 * 10**6 for word in ("مليونان", "مليونين", "مليوني")}
#: Words that stand for no number, with the least that they mean.
VAGUE = {
    fold("عشرات"): 20,
    fold("مئات"): 200,
    fold("مئات الآلاف"): 200_000,
    fold("عشرات الآلاف"): 20_000,
    fold("آلاف"): 2000,
    fold("ملايين"): 2_000_000,
}
VAGUE |= {f"ال{word}": least for word, least in VAGUE.items()}

_TOKEN = folded(*_SMALL, *_HUNDRED, *_SCALES, *_DUALS)
#: `one` and `two` alone, without what is counted, are hardly ever a count.
_FIRST = folded(
    *(word for word, value in _SMALL.items() if value > 2), *_HUNDRED, *_DUALS, "ألف", "ألفا"
)
_TEEN = rf"(?:{folded('أحد', 'إحدى', 'اثنا', 'اثني', 'اثنتا', 'اثنتي')})\s+{fold('عشر')}\w?"
_AND_MORE = (
    rf"(?:{folded('واحد', 'واحدة', 'أحد', 'إحدى', 'اثنان', 'اثنين', 'اثنتين')})\s+و(?:{_TOKEN})\b"
)
_MORE_TOKENS = rf"(?:\s+و?(?:{_TOKEN})\b)*"
_MILLION = rf"(?:{_HALF}\s+)?(?:{folded('مليون', 'مليونا')})\b"
SPELLED = rf"(?:{_TEEN}|{_AND_MORE}|{_MILLION}|(?:{_FIRST})\b){_MORE_TOKENS}"
VAGUELY = folded(*VAGUE)
#: Behind digits: `15 ألف`.
SCALE = folded(*_SCALES)

LEAST = folded("ما لا يقل عن", "لا يقل عن", "لا تقل عن", "على الأقل")
#: As `exceeded the number of dead in these days 1,000`: the verb may stand far before.
_EXCEEDS = r"[يت]?تجاوزت?(?:\s+[^\s\d.،؛]+){0,6}?"
MORE = folded("أكثر من", "ما يزيد عن", "ما يزيد على", "يزيد عن", "يزيد على", "فوق")
MORE = rf"{MORE}|(?<!لا\s)(?<!لم\s){_EXCEEDS}"
MOST = folded("ما يصل إلى", "لا يزيد عن", "لا يزيد على", "حتى") + rf"|(?:لا|لم)\s+{_EXCEEDS}"
FEWER = folded("أقل من", "دون")
ABOUT = folded("نحو", "حوالي", "قرابة", "زهاء", "ما يقارب", "ما يقرب من", "تقريبا")
#: As `20 people at least`: words stand between.
AT_LEAST_BEHIND = rf"(?:\s+[^\s\d.،؛]+){{0,2}}\s+{folded('على الأقل', 'أو أكثر')}\b"

MONTHS = folded(
    *("كانون", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين"),
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر"),
    *("أكتوبر", "نوفمبر", "ديسمبر"),
)
#: What is counted and is nobody.
THINGS = folded(
    *("أيام", "يوم", "يوما", "يومين", "أسابيع", "أسبوعا", "أشهر", "شهرا", "شهور", "سنة", "سنوات"),
    *("عام", "عاما", "أعوام", "ساعة", "ساعات", "دقيقة", "دقائق", "مرة", "مرات", "صباحا", "مساء"),
    *("كم", "كيلومتر", "كيلومترا", "كيلومترات", "متر", "مترا", "أمتار", "دولار", "دولارا", "ليرة"),
    *("بالمئة", "بالمائة", "في المئة", "في المائة", "منزل", "منزلا", "منازل", "قرية", "قرى"),
    *("غارة", "غارات", "صاروخا", "صواريخ", "قذيفة", "قذائف", "سيارة", "سيارات", "مقطع", "مقاطع"),
)
PEOPLE = folded("شخص", "شخصا", "أشخاص", "مدني", "مدنيا", "مدنيين", "قتيل", "قتيلا", "رجل", "امرأة")
_LETTERS = re.compile("[\u0621-\u064a]")


def is_arabic(text: str) -> bool:
    """Whether a text has letters of the script."""
    return _LETTERS.search(text) is not None


def scale_of(word: str) -> int | None:
    """What a word behind digits multiplies them by; None for another word."""
    return _SCALES.get(word)


def value_of(words: list[str]) -> int:
    """What the words of a number say."""
    if words[0] in _TWO_OR_ONE:
        return 2 * _SCALES[words[0]] + (value_of(words[1:]) if words[1:] else 0)
    if words[0] == _HALF:
        return _SCALES[words[1]] // 2
    total = part = 0
    for word in words:
        is_joined = word.startswith("و")
        one = word[1:] if is_joined and not _is_known(word) else word
        if one in _DUALS:
            total += _DUALS[one]
        elif one in _SCALES:
            total, part = total + max(part, 1) * _SCALES[one], 0
        elif one in _HUNDRED:
            # `three hundred` in two words; `and a hundred` behind thousands.
            part = part * 100 if 3 <= part <= 9 and one == word else part + 100
        else:
            part += _SMALL.get(one, 0) or (10 if one.startswith(fold("عشر")) else 0)
    return total + part


def _is_known(word: str) -> bool:
    return word in _SMALL or word in _SCALES or word in _HUNDRED or word in _DUALS
