"""The seed stores: a demonstration, and the cases that break programs."""
