"""Bringing an older working copy to this program's schema, after a backup."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from store.care.copy import copy_database
from store.folder import Folder
from store.sql import migrations
from store.sql.connection import connect
from store.tiny.document_file import sync


def upgrade(folder: Folder) -> Path | None:
    """Migrate the working copy; where the backup lies, None when somebody was quicker."""
    with folder.alone(), closing(connect(folder.working_copy, writing=True, older=True)) as found:
        schema = found.pragma("user_version")
        if schema == migrations.SCHEMA:
            return None
        backup = folder.working_copy.with_name(f"desk.sqlite.schema-{schema}")
        copy_database(found, backup, folder.file_mode)
        sync(folder.path)
        migrations.migrate(found)
    return backup
