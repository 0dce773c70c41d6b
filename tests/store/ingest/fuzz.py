"""Fuzzes one target of the soak: `python -m tests.store.ingest.fuzz ucdp-ged 10 FOLDER`.

It ends with 0 when the time is over, with another code at the first input that is a fault: the
folder then has it, as `crash-...` or `timeout-...`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

#: What its input is led through.
LED = ["store", "pypdf", "feedparser", "email"]

with atheris.instrument_imports(include=LED):
    from tests.store.ingest.targets import TARGETS


def main(name: str, seconds: str, folder: str) -> None:
    """Try inputs until the time is over or one is a fault; the process ends with it."""
    target, room = TARGETS[name], Path(folder)
    corpus = room / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=20", "-max_len=65536"]
    told = [f"-artifact_prefix={room}/", "-verbosity=0"]

    def once(content: bytes) -> None:
        # The fuzzer wants nothing back.
        target.tried(room, content)

    atheris.Setup([sys.argv[0], *limits, *told, str(corpus)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
