"""Letters that wait to be sent: stored with the act that causes them, sent by the jobs afterwards.

A *letter* is a row in the same transaction as its cause, so it exists exactly when the act does. It holds the
*facts* and the address on the portal, never a rendered text and never a usable token; `templates/email/` has
the words, rendered in the receiver's language when it is sent. A letter is `waiting`, `failed` (tried, will
be tried again), `sent`, or `given_up` (visible to administrators, who may have it tried again).
"""
