"""Four desks that decide on the reports of one store, as fast as they can: an hour's work."""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path

from store.care.verify import verify
from store.ids import Kind
from store.model import Note, Report
from store.repository import Repository
from tests.builders import a_store, report
from tests.store.another import Another

DESKS = ("ada", "noor", "sami", "vera")
#: Decisions of each desk, each with a note.
EACH = 500 if os.environ.get("SOAK") else 40
#: So many seconds their end is waited for; only a test that fails waits so long.
PATIENCE = max(60, EACH)

WORKS = """
from store.commands.notes import WriteNotes
from store.commands.triage import Decide
from store.vocabulary import TriageState

name, each = sys.argv[4], int(sys.argv[5])
repository = Repository.open(place, author=name, patience=600)
with repository.read() as reader:
    listed = [Kind.REPORT.ref(number) for number in reader.numbers(Kind.REPORT)]
led, done = [], 0

def undecided():
    global done
    with repository.read() as reader:
        for at in range(done, len(listed)):
            if reader.get(listed[at]).triage.state is not TriageState.NEW:
                # Of those before the first that is open none need be looked at again.
                done += at == done
            elif listed[at] not in led:
                yield listed[at]

def advance():
    ref = repository.take(undecided())
    if ref:
        led.append(Ref(ref))

say("ready")
hear()
advance()
for number in range(each):
    at = led[-1]
    with repository.read() as reader:
        seen = {at: reader.version(at)}
    # As at the desk: the next report is shown before the decision is written.
    advance()
    repository.run(Decide([at], TriageState.RELEVANT, seen=seen))
    repository.run(WriteNotes([at], f"{name}/{number}"))
    if number % 10 == 9:
        repository.undo()
        repository.redo()
say(json.dumps(led))
hear()
repository.close()
"""


def test_four_desks_work_through_one_inbox(place: Path) -> None:
    """No report is shown at two of them, no decision and no note is lost, the history is whole."""
    with a_store(place, *(report(n, title=f"report {n}") for n in range(1, len(DESKS) * EACH + 9))):
        pass
    with ExitStack() as ended:
        desks = [ended.enter_context(Another(WORKS, place, name, EACH)) for name in DESKS]
        for one in desks:
            assert one.hear() == "ready"
        for one in desks:
            one.say()
        led = dict(zip(DESKS, (json.loads(one.hear()) for one in desks), strict=True))
        for one in desks:
            one.say()
        for one in desks:
            one.end(PATIENCE)
    shown = Counter(ref for refs in led.values() for ref in refs)
    assert [ref for ref, times in shown.items() if times > 1] == []
    with closing(Repository.open(place)) as store:
        with store.read() as now:
            notes = now.listing(Kind.NOTE, now.numbers(Kind.NOTE))
            assert sorted(one.body for one in notes if isinstance(one, Note)) == sorted(
                f"{name}/{number}" for name in DESKS for number in range(EACH)
            )
            reports = now.listing(Kind.REPORT, now.numbers(Kind.REPORT))
            decided = {
                str(one.ref): one.updated.by
                for one in reports
                if isinstance(one, Report) and one.updated and one.triage.state == "relevant"
            }
            assert decided == {ref: name for name in DESKS for ref in led[name][:EACH]}
        with store.history() as log:
            # The report came in, and was decided on once.
            assert {len(log.entries_of(Kind.REPORT.ref(int(ref[1:])))) for ref in decided} == {2}
    assert list(verify(place)) == []
