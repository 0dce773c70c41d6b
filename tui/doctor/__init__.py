"""What the surroundings are like: findings, each in one line, with what to do where it is not good.

Nothing here loads Textual, and nothing changes what it looks at.
"""
