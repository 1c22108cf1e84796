"""Text to meaning: intent with out-of-scope, entities, mood, language, each with a calibrated confidence."""
