"""Decides who may do or see what, for which purpose, and names the provision: pure, and read twice (Python, SQL)."""
