"""Who may see the page: whoever has the token, in a page of our own, on this computer.

A shared host has other users, who reach its loopback too; and a browser has other pages, which may
send requests to it. Pure decisions on headers.
"""

from __future__ import annotations

import hmac
import re
import secrets
from enum import Enum

#: The names under which a browser reaches this computer itself; a tunnel's other end too.
_LOCAL = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)

HEADERS = {
    # Nothing is asked of another host, and no other page shows this one.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Refusal(Enum):
    """Why a request is not answered, in a sentence for who sent it."""

    HOST = "This page is for this computer: open it as 127.0.0.1 or localhost."
    TOKEN = "Open the address that `incident-desk serve` printed: it has the token."  # noqa: S105  no token
    ORIGIN = "Another page asked for this; only the desk's own may."


def new_token() -> str:
    """A token that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def refusal(
    *, host: str, token: str, given: str | None, origin: str | None, is_socket: bool = False
) -> Refusal | None:
    """Why a request with these headers is not answered; None when it is.

    `given` is the token that came with it. A page of another name that resolves to this computer
    would be sent its own name as the host (DNS rebinding).
    """
    if not _LOCAL.fullmatch(host):
        return Refusal.HOST
    # Bytes that are no UTF-8 come as lone surrogates.
    offered = (given or "").encode("utf-8", "replace")
    if not hmac.compare_digest(offered, token.encode()):
        return Refusal.TOKEN
    if origin is None:
        # A browser always tells where a socket is opened from.
        return Refusal.ORIGIN if is_socket else None
    _, _, asking = origin.lower().partition("://")
    return None if asking == host.lower() else Refusal.ORIGIN
