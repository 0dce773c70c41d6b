"""Hypothesis strategies for queries: every field, every form of value, in trees."""

from __future__ import annotations

import datetime
from itertools import chain

from hypothesis import strategies as st

from store.dates import PartialDate
from store.fields import FIELDS, Field, Form
from store.ids import Kind
from store.query_values import FARTHEST_KM
from store.syntax import (
    Around,
    Asked,
    Between,
    Day,
    Days,
    Either,
    Every,
    Free,
    Node,
    Order,
    Query,
    Text,
    Value,
    Without,
)
from store.words import words

#: Today, in every test of what a query means.
TODAY = datetime.date(2025, 4, 1)

_NO_REFERENCES = st.sampled_from(["E412", "A3", "OR", "NOT"])
ANY_WORDS = st.text(min_size=1, max_size=12).filter(words) | _NO_REFERENCES
NUMBERS = st.integers(0, 5000)
POINTS = st.sampled_from(
    [
        "2025",
        "2025-03",
        "2025-03-07",
        "2025-03-06T09:15",
        "2w",
        "3d",
        "1m",
        "9y",
        "today",
        "yesterday",
    ]
).map(Day)


def texts(said: st.SearchStrategy[str]) -> st.SearchStrategy[Text]:
    """Words in a row, whole or with an open end."""
    return st.builds(Text, said, st.booleans())


def _figures() -> st.SearchStrategy[Between]:
    return st.one_of(
        NUMBERS.map(lambda n: Between(n, None)),
        NUMBERS.map(lambda n: Between(None, n)),
        st.tuples(NUMBERS, NUMBERS).map(lambda pair: Between(min(pair), max(pair))),
    )


def in_order(days: Days) -> bool:
    """Whether the parser takes them: the earlier day first, where both are known."""
    ends = [str(end) for end in (days.low, days.high)]
    if not all(end.startswith("2025") for end in ends):
        return True
    low, high = map(PartialDate, ends)
    return (low.first_day or 0) <= (high.last_day or 0)


def _days(field: Field) -> st.SearchStrategy[Days]:
    one = POINTS.map(lambda day: Days(day, day))
    if field.name in ("before", "after", "known"):
        return one
    return st.one_of(
        one,
        st.builds(Days, POINTS, POINTS).filter(in_order),
        st.builds(Days, POINTS, st.none()),
        st.builds(Days, st.none(), POINTS),
        st.builds(lambda day, sign: Days(day, None, sign), POINTS, st.sampled_from([">", ">="])),
        st.builds(lambda day, sign: Days(None, day, sign), POINTS, st.sampled_from(["<", "<="])),
    )


def _values(
    field: Field, said: st.SearchStrategy[str], numbers: st.SearchStrategy[int]
) -> st.SearchStrategy[Value]:
    match field.form:
        case Form.CHOICE if field.name in ("has", "is"):
            return st.sampled_from(field.vocabulary).map(Text)
        case Form.CHOICE if field.vocabulary:
            whole = st.sampled_from(field.vocabulary)
            return st.one_of(
                whole.map(Text), whole.map(lambda value: Text(value[: 1 + len(value) // 2], True))
            ).filter(lambda text: bool(words(text.text)))
        case Form.CHOICE | Form.TEXT:
            return texts(said)
        case Form.NAME | Form.NAMED:
            kinds = field.kinds if field.form is Form.NAME else field.named
            refs = st.builds(
                Kind.ref, st.sampled_from(sorted(kinds, key=list(Kind).index)), numbers
            )
            return st.one_of(texts(said), refs)
        case Form.FIGURE:
            return _figures()
        case Form.DATE:
            return _days(field)
        case Form.NEAR:
            degrees = st.integers(-900, 900).map(lambda tenths: tenths / 10)
            spot = st.tuples(degrees, degrees.map(lambda d: d * 2))
            places = st.one_of(spot, numbers.map(Kind.LOCATION.ref))
            return st.builds(Around, places, st.integers(1, FARTHEST_KM).map(float))
        case Form.SIMILAR:
            return st.builds(Kind.ref, st.sampled_from(Kind), numbers)


def asked(
    said: st.SearchStrategy[str] = ANY_WORDS,
    numbers: st.SearchStrategy[int] | None = None,
) -> st.SearchStrategy[Asked]:
    """Fields with what can be asked of them; `said` makes words, `numbers` document ids."""
    numbers = st.integers(1, 10**14 - 1) if numbers is None else numbers
    return st.one_of(
        [st.builds(Asked, st.just(f.name), _values(f, said, numbers)) for f in FIELDS.values()]
    )


def nodes(
    said: st.SearchStrategy[str] = ANY_WORDS,
    numbers: st.SearchStrategy[int] | None = None,
) -> st.SearchStrategy[Node]:
    """Trees as the parser makes them."""
    leaves: st.SearchStrategy[Node] = st.one_of(st.builds(Free, texts(said)), asked(said, numbers))

    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        return st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(every),
            st.lists(inner, min_size=2, max_size=3).map(either),
            inner.map(without),
        )

    return st.recursive(leaves, grown, max_leaves=5)


def every(parts: list[Node]) -> Node:
    """As the parser makes it: nothing of the same sort inside."""
    inner = (part.parts if isinstance(part, Every) else (part,) for part in parts)
    return Every(tuple(chain.from_iterable(inner)))


def either(parts: list[Node]) -> Node:
    """The same of alternatives."""
    inner = (part.parts if isinstance(part, Either) else (part,) for part in parts)
    return Either(tuple(chain.from_iterable(inner)))


def without(part: Node) -> Node:
    """The contrary, once."""
    return part.part if isinstance(part, Without) else Without(part)


ORDERS = st.builds(
    Order,
    st.sampled_from(["relevance", "waiting", *(f.name for f in FIELDS.values() if f.is_sortable)]),
    st.booleans(),
)
QUERIES = st.builds(Query, st.none() | nodes(), st.none() | ORDERS)
