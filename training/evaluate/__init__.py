"""Evaluation on anybody's data: a table for people, JSON for machines."""
