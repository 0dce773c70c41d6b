"""Small stores whose records share words, names, figures and days, so that queries hit some."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from store.dates import Instant, PartialDate
from store.ids import Kind
from store.record import Record
from store.values import Estimate, Stamp, Translation, Triage
from store.vocabulary import (
    Assessment,
    Measure,
    Reliability,
    SourceKind,
    Stance,
    Status,
    TriageState,
    Verdict,
)
from tests.store.strategies import stores

#: Words that records have and queries ask for.
SAID = st.sampled_from(
    [
        "convoy",
        "mass grave",
        "Baniyas",
        "a mass",
        "grave 745",
        "这起事件发生",
        "事件",
        "مُحَمَّد",
        "محمد",
        "Ada",
    ]
)
_LONG = st.lists(SAID, max_size=6).map(" ".join)
_DAYS = st.sampled_from(
    [
        "2024",
        "2025-03",
        "2025-03-07",
        "2025-03-06/2025-03-08",
        "2025-03-06/..",
        "../2025-03-30",
        "2025-04-01",
    ]
).map(PartialDate)
_RETURNS = _DAYS | st.sampled_from(["2025-04-01T16:00", "2025-04-02", "2026"]).map(PartialDate)
_COUNTS = st.none() | st.sampled_from([0, 1, 100, 745, 1000])
_WHO = st.sampled_from(["", "ada", "ben"])
_STAMPS = st.builds(
    Stamp, at=st.just(Instant("2025-03-31T10:00:00Z")), by=st.sampled_from(["ada", "ben"])
)
_EVERY: dict[str, st.SearchStrategy[Any]] = {
    "tags": st.lists(SAID, max_size=2, unique=True).map(tuple),
    "created": st.none() | _STAMPS,
}
_OF_KIND: dict[Kind, dict[str, st.SearchStrategy[Any]]] = {
    Kind.REPORT: {
        "title": SAID,
        "text": _LONG,
        "author": SAID,
        "published_at": st.none() | _DAYS,
        "urgent": st.booleans(),
        "verdict": st.sampled_from(Verdict),
        "assignee": _WHO,
        "triage": st.builds(
            Triage, state=st.sampled_from(TriageState), reason=SAID, when=st.none() | _RETURNS
        ),
        "translation": st.none() | st.builds(Translation, language=st.just("en"), text=SAID),
    },
    Kind.EVENT: {
        "title": SAID,
        "summary": _LONG,
        "type": SAID,
        "start": st.none() | _DAYS,
        "end": st.none() | _DAYS,
        "status": st.sampled_from(Status),
        "assessment": st.none() | st.sampled_from(Assessment),
        "assignee": _WHO,
        "estimates": st.lists(
            st.builds(Estimate, measure=st.sampled_from(Measure), best=_COUNTS, low=_COUNTS),
            max_size=2,
        ).map(tuple),
    },
    Kind.LOCATION: {
        "name": SAID,
        "names": st.lists(SAID, max_size=2).map(tuple),
        "adm1": st.sampled_from(["", "Latakia", "Tartus"]),
        "lat": st.none() | st.sampled_from([35.2, 35.21, -0.5, 89.9]),
        "lon": st.none() | st.sampled_from([35.9, 36.01, 180.0, -180.0, -0.2]),
    },
    Kind.SOURCE: {
        "name": SAID,
        "aliases": st.lists(SAID, max_size=1).map(tuple),
        "kind": st.sampled_from(SourceKind),
        "reliability": st.sampled_from(Reliability),
    },
    Kind.QUOTE: {"words": SAID, "speaker_role": SAID},
    Kind.CLAIM: {
        "value": SAID,
        "measure": st.none() | st.sampled_from(Measure),
        "low": _COUNTS,
        "high": _COUNTS,
        "stance": st.sampled_from(Stance),
        "credibility": st.integers(1, 6),
        "approximate": st.booleans(),
        "cumulative": st.booleans(),
        "sex": SAID,
        "as_of": st.none() | _DAYS,
        "supersedes": st.none() | st.integers(1, 3).map(Kind.CLAIM.ref),
        "group": st.sampled_from(["people", "civilians"]),
    },
    Kind.ATTACHMENT: {"shows": SAID, "captured_at": st.none() | _DAYS},
    Kind.NOTE: {"body": _LONG},
}


@st.composite
def worlds(draw: st.DrawFn) -> list[Record]:
    """Linked records of every kind that can be linked, some of their fields filled."""
    return [
        replace(record, **draw(st.fixed_dictionaries({}, optional=fields)))
        for record in draw(stores())
        for fields in [{**_EVERY, **_OF_KIND.get(record.kind_of, {})}]
    ]
