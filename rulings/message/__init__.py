"""The annual Message: a ruling whose tables of figures are taken from what is kept, and whose words staff write around them."""
