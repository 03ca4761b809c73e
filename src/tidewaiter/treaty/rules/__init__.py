"""One small function per rule of the instruments; the day is always an argument."""
