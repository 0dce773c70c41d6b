"""Measuring the desk from outside, side by side with other programs, on generated stores."""
