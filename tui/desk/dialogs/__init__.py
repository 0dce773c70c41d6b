"""Screens above the desk: values in by the constructor, a value out by dismiss."""
