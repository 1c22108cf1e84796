"""Ranking of candidates from all sources by one learned model."""
