"""Hands the ciphers of records to the doors that keep secrets of their own, such as those of second factors."""

from tidewaiter.records.ciphers import SECOND_FACTORS, Unreadable, opened, sealed

__all__ = ["SECOND_FACTORS", "Unreadable", "opened", "sealed"]
