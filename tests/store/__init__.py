"""Tests of the store; the folders and modules mirror those of `store`."""
