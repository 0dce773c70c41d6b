"""Widgets that draw pictures and send intents."""
