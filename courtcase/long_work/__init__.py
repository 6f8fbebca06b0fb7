"""Long changes of data, apart from changes of tables: piece by piece, stopped at any moment, and going on where they were."""
