"""TinyDB files: those of other programs, and our own.

A table that bears the name of one of ours and whose documents are records is read as such, with
its references; the documents of any other are events or reports by what their fields are called,
as rows of a table are.
"""

from __future__ import annotations

FORMAT = "tinydb"
