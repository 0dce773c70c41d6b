"""The project as a package."""
