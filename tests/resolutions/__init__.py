"""Tests of written resolutions."""
