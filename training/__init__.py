"""Offline work: training, evaluation, benchmarks. Imports bot and retrieval; nothing imports it."""
