"""Learns from dialogues when a person should take over, and what was meant where the rules are not sure."""
