"""What those who run the portal look at: health, readiness, metrics, logs, letters that did not leave, the
API's form.

*Ready* means: the database answers, it has the shape that this program wants, and letters leave. `/healthz`
says only that the process lives; `/metrics` is for Prometheus on this machine or with a token.
"""
