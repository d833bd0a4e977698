"""Tests of packs and questions before the meeting."""
