"""`incident-desk verify --store FOLDER`: look a store through for what was lost or altered."""

from __future__ import annotations

from pathlib import Path

from store.care.findings import Grade
from store.care.verify import Noted, head, verify
from store.text import clean
from tui.cli.codes import DAMAGED
from tui.cli.progress import Progress

#: So many findings of a grade are told one by one.
MOST = 100


def show_head(folder: Path) -> int:
    """Print the newest operation and its hash, to be noted elsewhere."""
    newest = head(folder)
    print(clean(f"{newest.operation} {newest.hash}"))
    return 0


def verify_store(folder: Path, noted: tuple[int, str] | None) -> int:
    """Print each finding; the exit code says whether there is damage."""
    counts = dict.fromkeys(Grade, 0)
    with Progress("Verifying") as progress:
        for finding in verify(folder, Noted(*noted) if noted else None, progress.show):
            counts[finding.grade] += 1
            if counts[finding.grade] <= MOST:
                progress.clear()
                print(f"{finding.grade.value}: {clean(finding.sentence)}")
    for grade, count in counts.items():
        if count > MOST:
            print(f"{grade.value}: and {count - MOST} more.")
    name = clean(str(folder))
    if counts[Grade.DAMAGE]:
        print(f"{name} is damaged: {_findings(counts[Grade.DAMAGE])}.")
        return DAMAGED
    remarks = counts[Grade.REMARK]
    print(f"{name} is whole{f', with {remarks:d} remarks' if remarks > 1 else ''}.")
    return 0


def _findings(count: int) -> str:
    return "one finding" if count == 1 else f"{count} findings"
