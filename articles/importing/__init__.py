"""Brings articles of other archives in, from JSON Lines; docs/importing.md says what becomes of each field."""
