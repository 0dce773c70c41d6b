"""What a killed process, a loss of power and a failing disk do to a store."""
