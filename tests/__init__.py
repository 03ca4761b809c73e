"""Tests of every room; a package so that `tests.reporting` can be named from anywhere."""
