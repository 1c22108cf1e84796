"""The doors for shoppers: own REST and stream, Rasa's REST and Socket.IO."""
