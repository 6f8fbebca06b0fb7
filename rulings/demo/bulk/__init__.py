"""The bulk loader: the same rows as the operations write, made by their own pure functions and copied in (COPY)."""

VERSION = "3"  # raise it when a load of the same count and day would hold other rows: kept databases are made anew
