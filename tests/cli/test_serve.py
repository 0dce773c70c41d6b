"""Serving the desk to a browser: what is refused before anything is served."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path

import pytest

from store.repository import Repository
from tests.cli.inside import carried_out


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most installations have no web server."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    ended = carried_out("serve", tmp_path)
    assert ended.code == 4
    assert "requirements-web.txt" in ended.complaint


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    """In a sentence, with the port."""
    Repository.create(tmp_path / "store").close()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = carried_out("serve", tmp_path / "store", "--port", str(port))
    assert ended.code != 0
    assert f"port {port} cannot be listened on" in ended.complaint
    assert carried_out("serve", tmp_path / "store", "--port", "70000").code == 2
    assert "is not an incident store" in carried_out("serve", tmp_path / "none").complaint


def test_a_desk_opened_for_reading_only_changes_nothing(tmp_path: Path) -> None:
    """Where it could: the same store, opened twice, tells the reason in one of them."""
    Repository.create(tmp_path / "store").close()
    reading = Repository.open(tmp_path / "store", only_reads="it was opened with --read-only")
    writing = Repository.open(tmp_path / "store")
    assert reading.only_reads == "it was opened with --read-only"
    assert not writing.only_reads
    reading.close()
    writing.close()
