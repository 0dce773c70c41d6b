"""What looks wrong in a store: findings, each with what would mend it; nothing is refused."""
