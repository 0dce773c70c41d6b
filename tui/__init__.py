"""Incident Desk, a keyboard-driven terminal workbench over a TinyDB incident store."""

__version__ = "0.6.0"
