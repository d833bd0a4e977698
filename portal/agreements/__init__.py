"""Agreements: an exact text, in a version, that named parties must answer: accept, decline, counter.

The mechanism below commitments, mandates, minutes, sign-offs and settlements: what was seen is what was signed.
"""
