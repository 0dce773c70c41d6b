"""Records written for others: one module a format.

A format is pure: it reads what is found and yields pieces of text.  `writing` puts them into a
file, `formats` is the table.
"""
