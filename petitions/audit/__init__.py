"""The auditor's room: a drawn sample without content, and content by a request that somebody else grants."""
