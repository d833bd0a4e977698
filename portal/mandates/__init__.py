"""Mandates: the letter that says what a project's lead may do, signed by the sponsor, acknowledged by every department it touches."""
