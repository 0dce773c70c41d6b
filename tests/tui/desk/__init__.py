"""Tests of the desk itself, run by Textual without a terminal."""
