"""What is measured while running, in Prometheus's form. One object, built in wiring and handed on."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

FAST = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0)


class Telemetry:
    """Counters of one process. Names are documented in docs/operate.md."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turn_seconds = Histogram(
            "shopclerk_turn_seconds", "Message stored to answer stored", buckets=FAST, registry=self.registry
        )
        self.messages = Counter(
            "shopclerk_messages_total", "Shoppers' messages stored", ["channel"], registry=self.registry
        )
        self.behaviour = Counter(
            "shopclerk_events_total", "Events of behaviour by what became of them", ["outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.replies = Counter("shopclerk_replies_total", "Replies by kind", ["kind"], registry=self.registry)
        self.failures = Counter(
            "shopclerk_turn_failures_total", "Failed parts by code", ["code"], registry=self.registry
        )
        self.handoffs = Counter(
            "shopclerk_handoffs_total", "Hand-overs by reason", ["reason"], registry=self.registry
        )
        self.wordings = Counter(
            "shopclerk_wordings_total",
            "Answers given to a language model",
            ["result"],
            registry=self.registry,
        )
        self.recommendations = Counter(
            "shopclerk_recommendations_total", "Lists of recommended products", ["outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.recommend_seconds = Histogram(
            "shopclerk_recommend_seconds", "The recommender asked to its list", buckets=FAST,
            registry=self.registry,
        )  # fmt: skip
        self.swaps = Counter(
            "shopclerk_release_swaps_total", "Live releases that changed", ["outcome"], registry=self.registry
        )
        self.requests = Counter(
            "shopclerk_http_requests_total", "HTTP answers", ["method", "status"], registry=self.registry
        )
        self.streams = Gauge("shopclerk_streams", "Open shopper streams", registry=self.registry)

    def exposition(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)
