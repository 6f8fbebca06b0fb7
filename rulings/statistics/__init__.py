"""Public figures: what others reported of the Court's work, and what is counted from this register."""
