"""Time zones: found by name, by city in any usual spelling, or by a place on the globe."""
