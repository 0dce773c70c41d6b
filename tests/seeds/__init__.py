"""Tests of the seed stores: what each of them promises."""
