"""The pages of the auditor, and of whoever grants a reading."""
