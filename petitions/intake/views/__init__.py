"""The clerks' pages, one file a page."""
