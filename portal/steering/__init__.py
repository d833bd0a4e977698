"""Steering groups: they meet with a quorum, decide, and leave minutes that hold.

A *decision* carries context, options, outcome, grounds, who was present and each *position*; once recorded it
is never edited, only *superseded* or *reversed* by another. *Decided* and *carried out* are two things.
"""
