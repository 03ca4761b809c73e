"""Wires the rooms together and configures them; the only room that may know them all."""
