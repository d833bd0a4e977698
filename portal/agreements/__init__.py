"""Agreements: an exact text, in a version, that named parties must answer: accept, decline, counter.

The mechanism below commitments, mandates, minutes, sign-offs and settlements: what was seen is what was signed.

Vocabulary: a *version* is a text with its terms and the *digest* of both; a changed text is a new version and
asks again, the old answers stay. A *party* is somebody asked in a *capacity* ("head of Logistics on 3 March"),
resolved to a person on that day. A *substitute* is recorded with an absence and answers in the other's place:
both names stand in the answer. Who put a text never answers it.

Features above hang themselves in with `subjects.add_subject`: how their record is called, who reads it, and what
an answer does to it.
"""
