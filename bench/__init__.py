"""Measures the screening engine beside its peers; `make bench` runs it, nothing that runs needs it."""
