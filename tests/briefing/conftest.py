"""No test is timed: the first example of a property pays for reading the tables."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
