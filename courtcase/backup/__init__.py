"""Backup and restore: database, documents, list of keys and register root as one consistent set. See docs/backup.md."""
