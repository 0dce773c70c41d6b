"""Hostile text, proved: every field of every record, on every screen, read as bytes."""
