"""Invitations to meetings: calendar entries by mail that update and cancel, and the answers to them."""
