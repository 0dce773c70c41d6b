"""Every user action, by family: (reader, context) -> changes."""
