"""The corpora, read: texts with their gold marked in them."""
