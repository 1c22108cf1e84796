"""Training and choosing recommenders: divisions of the data, methods, the sequence model, their blend."""
