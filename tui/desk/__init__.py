"""The desk: the only place where Textual is used."""
