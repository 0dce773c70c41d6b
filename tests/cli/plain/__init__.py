"""Triage in plain lines."""
