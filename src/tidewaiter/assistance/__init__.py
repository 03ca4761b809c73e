"""The life of a request: its types, its states and moves, what it must say, and by when; no framework."""
