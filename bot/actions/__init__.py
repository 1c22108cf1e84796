"""What the bot can do: rasa-sdk actions, run in-process here and served by ``shopclerk actions``."""
