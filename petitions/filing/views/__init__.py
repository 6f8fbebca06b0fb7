"""The petitioner's pages, one file a page."""
