"""Search in three languages: tokens, stems, folding, and the search documents (docs/search.md)."""
