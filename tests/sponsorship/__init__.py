"""Tests of the sponsor's ledger."""
