"""Pictures of the desk that somebody has looked at."""
