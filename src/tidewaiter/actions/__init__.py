"""Performs every act in one transaction: decide, check, change, record."""
