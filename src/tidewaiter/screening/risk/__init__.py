"""Risk profiles: what an administration looks for in its own lists beside names, as data that anybody can read."""
