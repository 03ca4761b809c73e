"""The REST API: every act under /api/v1, for machines."""
