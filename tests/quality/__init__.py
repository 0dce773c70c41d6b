"""Checks of the code itself: its layers, its size, its documents, its files."""
