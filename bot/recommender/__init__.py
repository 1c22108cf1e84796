"""The recommender as a process of its own: ``shopclerk recommend serve``."""
