"""The pages of judges, the Chair and the secretary of session."""
