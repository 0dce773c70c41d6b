"""Tests of `store.commands`."""
