"""Doors let people and machines in; they hold no rule and knock only on `actions`."""
