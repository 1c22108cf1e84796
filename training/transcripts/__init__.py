"""Transcripts: what was said, imported, masked, cleaned and kept as versions that models are trained on."""
