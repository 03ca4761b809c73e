"""The command line: what a person or a script types, translated into one act."""
