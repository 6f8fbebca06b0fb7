"""The grammar of citations: norms and rulings as they are named in Kazakh, Russian and English texts (docs/citations.md)."""
