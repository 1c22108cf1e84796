"""Tells a model registry of releases. The installation's own files stay the truth."""
