"""Tests of `store.derive`."""
