"""Triage and notes in lines: for screen readers, slow lines, dumb terminals and scripts.

`words` says what an answer means and `telling` what is said, both pure; `talk` reads and writes
lines; `seat` is one person's place at the store; the other modules carry the words out.
"""
