"""The rules of each language, as data: see README.md."""
