"""Capacity: the weeks of people and departments against what is promised of them, and what it adds up to."""
