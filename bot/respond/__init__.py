"""The respond step: the words of the bot. Domain responses, built-in texts, answers with their sources."""
