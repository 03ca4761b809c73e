"""Keeps what happened: tables, row policies, transition guards and the journal."""
