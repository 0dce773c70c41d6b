"""Tests of `store.tiny`."""
