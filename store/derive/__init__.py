"""Pure answers computed from records."""
