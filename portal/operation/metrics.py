"""Numbers for Prometheus: how long requests take, and what the database says at the moment of asking.

Durations are counted per process; with several workers each scrape meets one of them.
"""

from __future__ import annotations

import datetime as dt
import hmac
import ipaddress
from collections.abc import Iterator

from flask import Request, current_app
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily

from portal.outbox import queries as outbox
from portal.register import queries as register

REGISTRY = CollectorRegistry()
DURATION = Histogram(
    "accord_request_seconds",
    "Duration of requests, commit included",
    ["endpoint", "method", "status"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)


class State:
    """What is read at the moment of asking."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        lag = outbox.lag(self.now).total_seconds()
        yield GaugeMetricFamily("accord_outbox_lag_seconds", "How long the oldest letter has been due", lag)
        letters = GaugeMetricFamily("accord_letters", "Letters that have not left", labels=["state"])
        for state, count in outbox.counts().items():
            letters.add_metric([state], count)
        yield letters
        size = register.current_size()
        yield GaugeMetricFamily("accord_register_entries", "Entries of the register", size)


def exposition(now: dt.datetime) -> bytes:
    """Everything, in the text format."""
    state = CollectorRegistry(auto_describe=False)
    state.register(State(now))
    return generate_latest(REGISTRY) + generate_latest(state)


def may_scrape(request: Request) -> bool:
    """With the token of the setting; without that setting only from this machine, and not through a proxy."""
    token = current_app.config.get("METRICS_TOKEN")
    if token:
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not is_forwarded and _is_loopback(request.remote_addr)


def _is_loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
