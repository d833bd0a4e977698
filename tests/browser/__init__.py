"""Journeys in a real Chromium, over the demo programme."""
