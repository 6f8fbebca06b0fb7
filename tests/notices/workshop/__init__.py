"""An application of the tests alone: handlers that are slow, that fail, and that kill their worker."""
