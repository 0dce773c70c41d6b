"""The desk in a browser: a page, who may see it, and a desk for each connection.

Loaded by `incident-desk serve` alone; `textual_serve`, of the extra [web], brings the terminal
that runs in the page and speaks to the desks.
"""
