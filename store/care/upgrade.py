"""Bringing an older working copy to this program's schema, after a backup."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw

from store import presence
from store.care.copy import copy_database
from store.errors import UnreadableStore, UnwritableStore
from store.folder import Folder, sync
from store.sql import migrations
from store.sql.connection import connect
from store.sql.rows import UNREADABLE, in_words
from store.sql.schema import SCHEMA
from store.text import clean


def upgrade(folder: Folder) -> Path | None:
    """Migrate the working copy; where the backup lies, None when somebody was quicker."""
    with folder.alone(), closing(connect(folder.working_copy, writing=True, older=True)) as found:
        schema = found.pragma("user_version")
        if schema == SCHEMA:
            return None
        _refuse_beside(folder)
        backup = folder.working_copy.with_name(f"desk.sqlite.schema-{schema}")
        _migrate(folder, found, backup)
    return backup


def _refuse_beside(folder: Folder) -> None:
    """A desk of an older program, open all the while, would write what this one does not expect."""
    there = sorted({clean(one.who) for one in presence.present(folder)})
    if there:
        raise UnreadableStore(
            folder.working_copy,
            f"it is to be brought up to date first, and {', '.join(there)} still"
            f" {'has' if len(there) == 1 else 'have'} it open with an older Incident Desk",
        )


def upgrade_copy(copy: Folder) -> None:
    """Migrate a working copy that is thrown away after reading, without a backup."""
    with closing(connect(copy.working_copy, writing=True, older=True)) as found:
        _migrate(copy, found, None)


def _migrate(folder: Folder, found: apsw.Connection, backup: Path | None) -> None:
    schema = found.pragma("user_version")
    if schema not in migrations.STEPS:
        raise UnreadableStore(
            folder.working_copy, f"it is damaged: there was never a schema {schema}"
        )
    try:
        if backup:
            copy_database(found, backup, folder.file_mode)
            sync(folder.path)
        migrations.migrate(found)
    except (apsw.BusyError, apsw.LockedError) as error:
        raise UnreadableStore(folder.working_copy, "another program writes in it") from error
    except (apsw.FullError, apsw.IOError) as error:
        raise UnwritableStore(folder.working_copy, str(error)) from error
    except UNREADABLE as error:
        raise UnreadableStore(
            folder.working_copy,
            f"it is damaged, and cannot be brought up to date ({in_words(error)})",
        ) from error
