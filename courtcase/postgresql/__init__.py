"""Django's PostgreSQL, but for one habit: whether a kept connection still lives is seen on its socket (base.py)."""
