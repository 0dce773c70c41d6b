"""The tests: what the desk promises, one claim a test."""
