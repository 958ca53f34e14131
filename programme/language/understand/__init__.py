"""What free messages are read by, one file a language: kinds, heads of figures, topics, places, days, intents."""
