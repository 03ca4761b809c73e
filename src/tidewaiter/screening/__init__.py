"""The screening room: turns names and numbers into keys and compares subjects, with reasons."""
