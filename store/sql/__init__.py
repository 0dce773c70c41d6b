"""The working copy: SQLite through apsw."""
