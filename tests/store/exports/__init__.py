"""Records written for others."""
