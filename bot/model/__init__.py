"""The nouns, as frozen dataclasses over the standard library: every room speaks in them."""
