"""Roles are accepted, not typed in; who leaves one hands over everything they hold, and nothing falls between."""
