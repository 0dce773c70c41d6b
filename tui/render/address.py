"""Web addresses that may be opened from the screen: what a link leads to is what is read there.

An address is a link only where all of it can be seen, and is no link at all where what is seen
might be taken for another one.  What is no link is text, as anything else that a record holds.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence

from store.text import clean
from tui.render.line import Line
from tui.terminal import Around, Terminal

#: Of longer addresses some terminals take only a part.
LONGEST = 2000
#: Host, port, and the rest.  No name of a user, behind which another host can hide.
_ADDRESS = re.compile(r"(https?)://([^\s/?#@\\:\[\]。]+)(:\d{1,5})?([/?#][^\s\\]*)?", re.IGNORECASE)
_ASCII_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?", re.ASCII)
#: What stands in an address as it is (RFC 3986); a percent sign only before two digits.
_KEPT = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2}", re.ASCII)
#: Consoles, and terminals of before there were links: some write the address among the text.
_WITHOUT = re.compile(r"(?:linux|vt\d|cons\d|sun|ansi|cygwin|dumb)", re.ASCII)


def has_links(terminal: Terminal) -> bool:
    """Whether a terminal may be sent links: those that know none leave them out, but for these."""
    # screen 4 cuts the address, and shows the rest.
    return (
        terminal.around is not Around.SCREEN
        and terminal.can_move
        and not _WITHOUT.match(terminal.name)
    )


def openable(address: str) -> str:
    """The address in ASCII, as it can be handed to a browser; "" where it is not to be opened."""
    found = _ADDRESS.fullmatch(address)
    if found is None or len(address) > LONGEST or clean(address) != address:
        return ""
    scheme, host, port, rest = found.groups()
    coded = _host(host)
    if not coded:
        return ""
    path = "".join(one if _KEPT.fullmatch(one) else _coded(one) for one in _split(rest or ""))
    return f"{scheme.lower()}://{coded}{port or ''}{path}"


def _split(rest: str) -> list[str]:
    """One character at a time, but what is coded already."""
    return re.findall(r"%[0-9A-Fa-f]{2}|.", rest, re.ASCII | re.DOTALL)


def _coded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _host(host: str) -> str:
    """The host in ASCII; "" for one that may be taken for another."""
    lower = host.lower()
    if lower.isascii():
        return lower if _ASCII_HOST.fullmatch(lower) else ""
    labels = lower.split(".")
    # Letters that are only another form of other ones lead elsewhere than is read.
    if unicodedata.normalize("NFKC", lower) != lower or any(map(_is_mixed, labels)):
        return ""
    if any(_is_like_latin(one) for one in labels if not one.isascii()):
        return ""
    try:
        return lower.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _is_mixed(label: str) -> bool:
    """Whether one part of a host has letters of several alphabets: `pаypal` with a Russian а."""
    alphabets = {unicodedata.name(one, "?").partition(" ")[0] for one in label if one.isalpha()}
    return len(alphabets - _TOGETHER) > 1 or (len(alphabets) > 1 and "LATIN" in alphabets)


def _is_like_latin(label: str) -> bool:
    return all(one in _LIKE_LATIN for one in label if one.isalpha())


#: Letters of other alphabets of which a whole name can be made that is read as a Latin one.
_LIKE_LATIN = frozenset("абвеһіјӏкморԛѕтԝхуүѵԁгҽь" + "αικνορτυχωϲϳ" + "օսցհոքզլ")
#: Alphabets of one writing.
_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL"})


def link_id(address: str) -> str:
    """What says that the lines of a wrapped address are one link, in every frame the same."""
    return f"{zlib.crc32(address.encode('utf-8', 'replace')):08x}"


def whole_links(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with those links only of which the whole address stands in them."""
    wanted = {piece.link for line in lines for piece in line.pieces if piece.link}
    broken = {link for link in wanted if not _is_whole(link, lines)}
    return tuple(_without(line, broken) for line in lines) if broken else tuple(lines)


def _is_whole(link: str, lines: Sequence[Line]) -> bool:
    """Whether its pieces spell the address, once or several times."""
    spelled = "".join(piece.text for line in lines for piece in line.pieces if piece.link == link)
    return bool(spelled) and spelled == link * (len(spelled) // len(link))


def _without(line: Line, links: Iterable[str]) -> Line:
    if not any(piece.link in links for piece in line.pieces if piece.link):
        return line
    pieces = (piece._replace(link="") if piece.link in links else piece for piece in line.pieces)
    return Line(tuple(pieces), line.base)
