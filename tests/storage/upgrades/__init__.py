"""A database of every revision there was, as the program of its time filled it, and what it answers now."""
