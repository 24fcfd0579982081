"""OpenTelemetry traces and metrics, by tenant and environment; neither SDK nor exporter is loaded without an
endpoint.

A span for every request with a span for every SQL statement inside (its text, never its values), one for every job,
and one histogram of request durations by route, status, tenant and environment. Health checks are left out. A caller's
trace is gone on with (W3C `traceparent`). Beside that, whatever `watch` was told of.
"""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog_admin.kit.traces import start_tracing, stop_tracing

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.metrics import CallbackOptions, Histogram, Observation
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import SpanKind, Tracer

QUIET = frozenset({"/healthz", "/readyz"})
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

Measure = Callable[[], Iterable[tuple[int, dict[str, str]]]]


class Telemetry:
    """One per process; `stop` sends what is still waiting."""

    def __init__(self, endpoint: str, *, service: str = "catalog-admin", every_seconds: float = 15) -> None:
        from opentelemetry.instrumentation.psycopg import PsycopgInstrumentor
        from opentelemetry.sdk.resources import Resource

        resource = Resource.create({"service.name": service})
        self._traces = _traces(endpoint, resource)
        self._metrics = _metrics(endpoint, resource, every_seconds)
        self.tracer: Tracer = self._traces.get_tracer("catalog_admin")
        self._meter = self._metrics.get_meter("catalog_admin")
        self.durations: Histogram = self._meter.create_histogram(
            "catalog_admin.request.duration",
            unit="s",
            description="From the first byte of a request to the last of its answer.",
            explicit_bucket_boundaries_advisory=SECONDS,
        )
        # Before the pool opens its first connection: later connections only are seen.
        self._statements = PsycopgInstrumentor()
        self._statements.instrument(tracer_provider=self._traces, skip_dep_check=True)
        start_tracing(self.tracer)

    def watch(self, name: str, description: str, measure: "Measure", *, only_rises: bool = False) -> None:
        """Asks for it, in a thread of its own, whenever metrics are sent."""
        from opentelemetry.metrics import Observation

        def observe(_: "CallbackOptions") -> "Iterable[Observation]":
            return [Observation(value, about) for value, about in measure()]

        make = self._meter.create_observable_counter if only_rises else self._meter.create_observable_gauge
        make(name, [observe], description=description)

    def stop(self) -> None:
        """Waits for the collector at most as long as its own time-outs say."""
        stop_tracing(self.tracer)
        self._statements.uninstrument()
        self._traces.shutdown()
        self._metrics.shutdown()


class MeasuredRequests:
    """Outermost ASGI layer: `MeasuredRequests(app, telemetry)`."""

    def __init__(self, app: ASGIApp, telemetry: Telemetry) -> None:
        self.app, self.telemetry = app, telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in QUIET:
            return await self.app(scope, receive, send)
        scope.setdefault("state", {})
        started, status = time.perf_counter(), 500

        async def send_and_look(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        caller = _trace_of_caller(scope)
        with self.telemetry.tracer.start_as_current_span(scope["method"], caller, kind=_server()) as span:
            try:
                await self.app(scope, receive, send_and_look)
            finally:
                about = _about(scope, status)
                span.update_name(f"{scope['method']} {about['http.route']}")
                span.set_attributes(about | {"request.id": str(scope["state"].get("request_id", ""))})
                self.telemetry.durations.record(time.perf_counter() - started, about)


def _about(scope: Scope, status: int) -> dict[str, str | int]:
    """Few values each: routes as templates, and no subject or path, of which there are too many."""
    state = scope["state"]
    actor, route = state.get("actor"), scope.get("route")
    return {
        "http.request.method": scope["method"],
        "http.route": getattr(route, "path", "unmatched"),
        "http.response.status_code": status,
        "tenant": getattr(actor, "tenant_key", ""),
        "environment": str(state.get("environment", "")),
    }


def _trace_of_caller(scope: Scope) -> "Context":
    """What is no `traceparent` begins a new trace."""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract(Headers(scope=scope))


def _server() -> "SpanKind":
    from opentelemetry.trace import SpanKind

    return SpanKind.SERVER


def _traces(endpoint: str, resource: "Resource") -> "TracerProvider":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")))
    return provider


def _metrics(endpoint: str, resource: "Resource", every_seconds: float) -> "MeterProvider":
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

    exporter = OTLPMetricExporter(endpoint=f"{endpoint.rstrip('/')}/v1/metrics")
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=every_seconds * 1000)
    return MeterProvider([reader], resource=resource)
