"""Updates on their way in: written down before Telegram is told, then handled in order within each chat."""
