"""Readers of documents, one module a kind; they run in a child process."""
