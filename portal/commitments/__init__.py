"""What departments promise: people, deliverables, attendance, a decision by a date.

The people whom departments lend *are* the commitment of the middle. A project manager *asks*; the head of
the department on that date *confirms*, *counters* with another offer, or *refuses* with a reason; every offer
stays visible. In force, the promise is measured against what is *given*.
"""
