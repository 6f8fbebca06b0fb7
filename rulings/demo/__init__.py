"""Demonstration data: made-up people and petitions, and the Court's real decisions as the sources give them."""
