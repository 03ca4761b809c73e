"""The questions that a law case may ask, and who answers each of them."""
