"""What looks wrong, rule by rule."""
