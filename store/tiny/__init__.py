"""The TinyDB face of a store."""
