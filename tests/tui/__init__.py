"""Tests of the terminal face: state, panes, stories, snapshots."""
