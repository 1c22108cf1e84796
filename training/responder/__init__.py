"""The responder: a causal model that is fine-tuned to word answers from sources, on what agents said."""
