"""The understanding model: intents and entities by one fine-tuned encoder."""
