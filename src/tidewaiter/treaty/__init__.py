"""The law: what the instruments say, since when, who is bound, and what follows. No database, no clock, no
network.
"""
