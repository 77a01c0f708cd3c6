"""Why an answer is missing: what became of its name, what the errors in the cells mean. ``troubles`` chooses among them."""
