"""Writes articles out, for other programs and for a portal to come; docs/exporting.md says what stands where."""
