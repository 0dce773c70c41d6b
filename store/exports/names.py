"""The names of the formats; nothing that takes time to load."""

from __future__ import annotations

#: What `--to` takes.
FORMATS = ("jsonl", "csv", "geojson", "ucdp", "acled", "timemap", "brief")
