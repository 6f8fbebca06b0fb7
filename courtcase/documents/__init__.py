"""Stored files: checks, virus scan, digest, private download; and PDF writing (docs/documents.md)."""
