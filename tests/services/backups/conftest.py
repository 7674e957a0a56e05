from tests.services.backups.vault import file, target

__all__ = ["file", "target"]
