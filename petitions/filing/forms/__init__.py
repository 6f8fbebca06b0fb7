"""The guided form: one form a page, each of which reads and writes its part of the petition's words."""
