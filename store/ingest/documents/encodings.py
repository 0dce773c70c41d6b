"""Bytes to text: by their mark, by what is said of them, as UTF-8, else by what they look like."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

#: The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: So many bytes tell what the rest most looks like.
_SAMPLE = 100_000
#: What browsers read under these names.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
#: What texts that are not UTF-8 are in, the commoner first: what looks as well in one of DOS or of
#: an old Macintosh is none.
_GUESSED = (
    *("cp1252", "cp1251", "cp1256", "cp1250", "gb18030", "shift_jis", "big5", "euc_kr", "euc_jp"),
    *("cp1254", "cp1253", "cp1255", "cp1257", "cp1258", "koi8_r", "koi8_u", "cp874"),
    *("iso8859_5", "iso8859_6", "cp866"),
)
#: Signs that stand in no word: Polish that is read as French is full of them.
_BROKEN = re.compile(r"(?<=[^\W\d_])[¡-¿÷×¤](?=[^\W\d_])|(?<![^\W\d_])[¹²³¿£¼¾](?=[a-z])")


class Decoded(NamedTuple):
    """A text, and what a person should know of how it was made out."""

    text: str
    remarks: tuple[str, ...] = ()


def decoded(content: bytes, said: str = "") -> Decoded:
    """The text of bytes; `said` is the encoding that a server or the document names."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _marked(content, encoding)
    remarks: list[str] = []
    # Latin letters in UTF-16 are UTF-8, too, with a NUL behind each.
    unmarked = _unmarked(content)
    for encoding in (said, "" if unmarked else "utf-8"):
        text = _exactly(content, encoding) if encoding else None
        if text is not None:
            return Decoded(text, tuple(remarks))
        if said and encoding == said:
            remarks.append(f"it says it is {said[:40]}, which it is not")
    encoding = unmarked or _guessed(content)
    remarks.append(f"it is not UTF-8, and is read as {encoding}: a guess")
    return Decoded(content.decode(encoding, "replace"), tuple(remarks))


def _marked(content: bytes, encoding: str) -> Decoded:
    text = _exactly(content, encoding)
    if text is not None:
        return Decoded(text)
    name = encoding.removesuffix("-sig").upper()
    remark = f"some of it is not {name}, as its first bytes say it is: these signs are lost"
    return Decoded(content.decode(encoding, "replace"), (remark,))


def _exactly(content: bytes, encoding: str) -> str | None:
    try:
        # A codec that makes no text of bytes (base64, rot13, zip) is a LookupError here.
        return content.decode(_MEANT.get(encoding.lower(), encoding))
    except (LookupError, ValueError):
        return None


def _unmarked(content: bytes) -> str:
    """UTF-16 without its mark, where each second byte is zero."""
    even, odd = content[:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
    half = max(1, min(len(content), _SAMPLE) // 2)
    if max(even, odd) > 0.3 * half and min(even, odd) < 0.1 * half:
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _guessed(content: bytes) -> str:
    # It takes a while to load, and is hardly ever needed.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    found = from_bytes(content[:_SAMPLE], cp_isolation=list(_GUESSED))
    best = min(found, key=lambda one: _oddness(one, str(one)), default=None)
    return best.encoding if best else "cp1252"


def _oddness(match: CharsetMatch, text: str) -> tuple[float, int, float, int]:
    """How little a guess looks like a text; of those that look alike, the commoner is meant."""
    broken = len(_BROKEN.findall(text))
    return match.chaos, broken, -round(match.coherence, 1), _GUESSED.index(match.encoding)
