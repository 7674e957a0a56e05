"""Backups: everything in a file that was looked through, put back, or moved to another database."""
