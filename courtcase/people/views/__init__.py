"""Pages of people, one file a subject."""
