"""Fetches a web address: http and https alone, each address checked that it connects to.

A name is resolved once, all that it resolves to is checked, and the connection goes to what was
checked: a name that resolves to something else a moment later gains nothing.  Redirects are
followed here, five at most, each checked anew.  Proxies of the environment are not used: they
would resolve the name themselves.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from email.message import Message
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

import httpcore
import httpx

from store.arrivals import Unread, without_secrets
from store.dates import Instant, now
from store.ingest.confined import Stopped
from store.ingest.limits import Allowed, Limits

MOST_REDIRECTS = 5

_ADDRESSES = ipaddress.IPv4Address | ipaddress.IPv6Address
_BLINK = 0.25
#: Networks whose addresses have one of IPv4 inside, and how many bits stand behind it.
_CARRIERS = ((ipaddress.ip_network("64:ff9b::/96"), 0), (ipaddress.ip_network("2002::/16"), 80))


class Fetched(NamedTuple):
    """What a server gave."""

    place: str
    content: bytes
    media_type: str
    charset: str
    url: str
    """Where it was in the end."""
    retrieved_at: Instant
    remarks: tuple[str, ...] = ()


class _Refused(Exception):
    """An address that is not fetched, or did not come whole."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Patience(NamedTuple):
    """How long is waited: for all of it, and for the next word."""

    until: float
    limits: Limits
    stop: Callable[[], bool]

    def left(self) -> float:
        if self.stop():
            raise Stopped
        left = self.until - time.monotonic()
        if left <= 0:
            raise _Refused(f"the server took more than {self.limits.fetching:g} s")
        return left


def fetch(
    address: str, allowed: Allowed, stop: Callable[[], bool] = lambda: False
) -> Fetched | Unread:
    """What is at an address.  Raises Stopped."""
    patience = _Patience(time.monotonic() + allowed.limits.fetching, allowed.limits, stop)
    place = without_secrets(address)
    try:
        return _followed(place, httpx.URL(address), allowed, patience)
    except (httpx.InvalidURL, UnicodeError):
        # A slash in a password ends the host for whoever reads the address.
        shown = (
            f"{place.partition('://')[0]}://{place.rpartition('@')[2]}" if "@" in place else place
        )
        return Unread(shown, "it is no address of the web")
    except _Refused as refused:
        return Unread(place, refused.reason)
    except httpcore.TimeoutException:
        return Unread(place, f"the server said nothing for {allowed.limits.silence:g} s")
    except (httpcore.NetworkError, ssl.SSLError, OSError) as error:
        return Unread(place, f"the server cannot be reached: {_plainly(error)}")
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, zlib.error) as error:
        return Unread(place, f"the server says what cannot be understood: {_plainly(error)}")


def _plainly(error: Exception) -> str:
    said = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return "its certificate cannot be trusted"
    return (said.partition("] ")[2] or said or type(error).__name__)[:200]


def _followed(place: str, url: httpx.URL, allowed: Allowed, patience: _Patience) -> Fetched:
    context = httpx.create_ssl_context(trust_env=False)
    for _ in range(MOST_REDIRECTS + 1):
        _check(url)
        backend = _Checked(allowed, patience)
        with httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool:
            answer = _asked(pool, place, url.copy_with(fragment=None), patience)
        if isinstance(answer, Fetched):
            return answer
        url = url.join(answer)
    raise _Refused(f"it leads on more than {MOST_REDIRECTS} times")


def _check(url: httpx.URL) -> None:
    if url.scheme not in {"http", "https"}:
        raise _Refused(
            f"only http and https are fetched, and this is {url.scheme[:20] or 'neither'}"
        )
    if url.userinfo:
        raise _Refused("there is a name or a password in the address: leave them out")
    if not url.host:
        raise _Refused("it is no address of the web")


def _asked(
    pool: httpcore.ConnectionPool, place: str, url: httpx.URL, patience: _Patience
) -> Fetched | str:
    """What a server gives, or where it sends us."""
    silence = patience.limits.silence
    headers: dict[bytes | str, bytes | str] = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": f"incident-desk/{_version()}",
        "Accept": "text/html, application/pdf, application/xml;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    waits = {"connect": silence, "read": silence, "write": silence, "pool": silence}
    with pool.stream("GET", target, headers=headers, extensions={"timeout": waits}) as response:
        told = httpx.Headers(response.headers)
        if response.status in {301, 302, 303, 307, 308} and "location" in told:
            return told["location"]
        if response.status != 200:
            phrase = httpx.codes.get_reason_phrase(response.status)
            raise _Refused(f"the server answers {response.status} {phrase}".rstrip())
        length = told.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > patience.limits.size:
            raise _Refused(_too_big(patience.limits))
        content = b"".join(
            _unpacked(response.iter_stream(), told.get("content-encoding", ""), patience)
        )
    media_type, charset = _content_type(told.get("content-type", ""))
    final = str(url)
    remarks = () if final.rstrip("/") == place.rstrip("/") else (f"{place} led to {final}",)
    return Fetched(place, content, media_type, charset, final, now(), remarks)


def _version() -> str:
    try:
        return version("incident-desk")
    except PackageNotFoundError:
        return "0"


def _too_big(limits: Limits) -> str:
    return f"it has more than {limits.size >> 20} MB"


def _unpacked(raw: Iterable[bytes], encoding: str, patience: _Patience) -> Iterator[bytes]:
    """What comes, unpacked a little at a time: a small bomb may be a gigabyte."""
    encoding = encoding.strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise _Refused(f"it is packed in a way that is not known here: {encoding[:40]}")
    unpacking = zlib.decompressobj(wbits=47) if encoding not in {"", "identity"} else None
    size = 0
    for chunk in raw:
        while chunk:
            patience.left()
            piece, chunk = chunk, b""
            if unpacking is not None:
                piece = unpacking.decompress(piece, 1 << 20)
                chunk = unpacking.unconsumed_tail
            size += len(piece)
            if size > patience.limits.size:
                raise _Refused(_too_big(patience.limits))
            yield piece
    if unpacking is not None and size and not unpacking.eof:
        raise _Refused("it broke off before its end")


def _content_type(value: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = value
    if not value.strip():
        return "", ""
    return message.get_content_type(), str(message.get_content_charset() or "")


def is_public(address: _ADDRESSES) -> bool:
    """Whether an address is one that anybody may reach, on the open network."""
    if isinstance(address, ipaddress.IPv6Address):
        carried = [address.ipv4_mapped] if address.ipv4_mapped else []
        for network, behind in _CARRIERS:
            if address in network:
                carried.append(ipaddress.IPv4Address(int(address) >> behind & 0xFFFFFFFF))
        if address.teredo:
            carried.append(address.teredo[1])
        if carried:
            return all(is_public(one) for one in carried)
        if address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


class _Checked(httpcore.NetworkBackend):
    """Connects to nothing that has not been checked, and waits no longer than it may."""

    def __init__(self, allowed: Allowed, patience: _Patience) -> None:
        self._allowed, self._patience = allowed, patience
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = _resolved(host, port, self._patience)
        for address in addresses:
            if not self._allowed.private and not is_public(address):
                named = "" if host.strip("[]") == str(address) else f" ({address})"
                raise _Refused(
                    f"{host} is an address of this machine or its network{named}: these are"
                    " fetched only where the configuration has private_addresses = true"
                    " under [ingest]"
                )
        failed: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:4]:
            wait = min(timeout or self._patience.limits.silence, self._patience.left())
            try:
                stream = self._real.connect_tcp(
                    str(address), port, wait, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            return _Stream(stream, self._patience)
        raise failed or _Refused(f"there is no {host}")


def _resolved(host: str, port: int, patience: _Patience) -> list[_ADDRESSES]:
    """What a name resolves to; the resolver itself knows no limit, and is waited for elsewhere."""
    found: list[_ADDRESSES] = []
    failed: list[OSError] = []

    def resolve() -> None:
        try:
            told = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))
            return
        for *_, place in told:
            found.append(ipaddress.ip_address(str(place[0]).partition("%")[0]))

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(min(_BLINK, patience.left()))
    if not found:
        raise _Refused(f"there is no {host}" if failed else f"{host} has no address")
    return list(dict.fromkeys(found))


class _Stream(httpcore.NetworkStream):
    """A connection that is not waited for longer than there is patience."""

    def __init__(self, real: httpcore.NetworkStream, patience: _Patience) -> None:
        self._real, self._patience = real, patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = time.monotonic() + (timeout or self._patience.limits.silence)
        while True:
            left = min(self._patience.left(), until - time.monotonic())
            if left <= 0:
                raise httpcore.ReadTimeout
            try:
                return self._real.read(max_bytes, min(_BLINK, left))
            except httpcore.ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._real.write(buffer, min(timeout or 60, self._patience.left()))

    def close(self) -> None:
        self._real.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        wait = min(timeout or 60, self._patience.left())
        return _Stream(self._real.start_tls(ssl_context, server_hostname, wait), self._patience)

    def get_extra_info(self, info: str) -> object:
        return self._real.get_extra_info(info)
