"""Lists as others submit them: CSV, spreadsheets and FollowTheMoney, read row by row, gathered by entity, written."""
