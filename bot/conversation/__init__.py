"""The shared vocabulary: messages, events, state, ports. No I/O."""
