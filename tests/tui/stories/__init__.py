"""Stories of the installed desk in a real terminal, told in keys and in what is seen."""
