"""How long personal data is kept, who ends it, and what its subjects ask."""
