"""The terminal: what it shows, what it is sent, what comes from it.

`grid` and `patch` know nothing of Textual: the first rows are drawn before that is loaded.
"""
