"""What is linked, as SQL over the links: each path a chain of joins."""

from __future__ import annotations

from functools import cache

from store.ids import Kind
from store.order import BY_NAME
from store.paths import Path, paths
from store.sql.schema import rank

#: What many ways lead to is looked up once for each role, in the place of the first way.
ONCE = "SELECT number, role, min(path) FROM ends GROUP BY number, role"


@cache
def ends(start: Kind, end: Kind) -> str | None:
    """SQL for where the paths lead from a record `:at`: number, role, path; None for nowhere."""
    ways = enumerate(paths(start, end))
    return " UNION ALL ".join(_path_sql(path, order) for order, path in ways) or None


@cache
def ends_of_many(start: Kind, end: Kind) -> str | None:
    """SQL for the same from all document ids of the JSON list `:at`, each end once."""
    ways = (_path_sql(path, order, many=True) for order, path in enumerate(paths(start, end)))
    joined = " UNION ALL ".join(ways)
    return f"SELECT DISTINCT number FROM ({joined}) LIMIT :most" if joined else None


@cache
def walk(start: Kind, end: Kind) -> str:
    """SQL for everything linked: number and role, in list order, then in the paths' order."""
    way = "ASC" if end in BY_NAME else "DESC"
    return (
        f"WITH ends(number, role, path) AS ({ends(start, end)}),"
        f" once(number, role, path) AS ({ONCE})"
        " SELECT number, role FROM once"
        # Only the place is wanted: the rows themselves lie on twenty times as many pages.
        " CROSS JOIN records INDEXED BY places_of_records"
        f" ON record = {rank(end) << 48} | number"
        f" ORDER BY place {way}, record {way}, path, role"
    )


def _path_sql(path: Path, order: int, *, many: bool = False) -> str:
    """One path as a chain of joins over links; SQLite joins them from the left."""
    joins, at, roles = [("json_each(:at) start", "TRUE")] if many else [], ":at", list[str]()
    at = "start.value" if many else ":at"
    for hop, step in enumerate(path.steps):
        near, far = ("holder", "named") if step.forward else ("named", "holder")
        joins.append((f"links l{hop}", f"l{hop}.edge = {step.edge.code} AND l{hop}.{near} = {at}"))
        at = f"l{hop}.{far}"
        roles.append(f"nullif(l{hop}.role, '')")
    tables = " CROSS JOIN ".join(table for table, _ in joins)
    role = f"'{path.role}'" if path.role else f"coalesce({', '.join([*reversed(roles), repr('')])})"
    where = " AND ".join(condition for _, condition in joins)
    return f"SELECT {at} AS number, {role} AS role, {order} FROM {tables} WHERE {where}"
