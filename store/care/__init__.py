"""Looking after a store: what keeps it whole, and what brings it back."""
