"""What happens by the clock: a few ticks that ask the database what is due."""
