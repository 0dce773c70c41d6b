"""Readers of documents, one module a kind.  They run in a child process (`store.ingest.confined`)."""
