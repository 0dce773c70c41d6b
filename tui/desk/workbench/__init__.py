"""The parts of the desk that change records, each with its keys."""
