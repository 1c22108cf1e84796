"""Finding products: the catalogue, wishes in words, search, questions, comparison."""
