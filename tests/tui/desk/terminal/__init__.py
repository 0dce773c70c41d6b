"""Tests of what is sent to a terminal, and of what comes from it."""
