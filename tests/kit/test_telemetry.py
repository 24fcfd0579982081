"""What a collector receives, over real OTLP; and that nothing is loaded without one."""

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from catalog_admin.jobs import commands, model
from catalog_admin.kit.actor import Actor
from catalog_admin.kit.ids import TenantId, new_id
from catalog_admin.kit.telemetry import MeasuredRequests, Telemetry
from catalog_admin.kit.work import Database
from tests.database import libpq
from tests.world import World


class Collector:
    def __init__(self) -> None:
        self.received: dict[str, list[bytes]] = {}
        self.url = ""

    def spans(self) -> dict[str, dict[str, str]]:
        found = {}
        for body in self.received.get("/v1/traces", []):
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    found |= {span.name: _said(span.attributes) for span in scope.spans}
        return found

    def traces(self) -> dict[str, tuple[str, str]]:
        """By a span's name: the trace it belongs to, and its parent."""
        return {
            span.name: (span.trace_id.hex(), span.parent_span_id.hex())
            for body in self.received.get("/v1/traces", [])
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        }

    def points(self, name: str) -> list[dict[str, str]]:
        return [
            _said(point.attributes)
            for body in self.received.get("/v1/metrics", [])
            for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in getattr(metric, metric.WhichOneof("data")).data_points
        ]


def _said(attributes: Any) -> dict[str, str]:
    return {each.key: each.value.string_value or str(each.value.int_value) for each in attributes}


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            collector.received.setdefault(self.path, []).append(body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield collector
    server.shutdown()
    thread.join()
    server.server_close()


def test_tells_a_collector_who_waited_for_what(collector: Collector, admin_url: str) -> None:
    telemetry = Telemetry(collector.url)
    app = FastAPI()

    @app.get("/things/{id}")
    def read(id: int) -> int:
        with psycopg.connect(libpq(admin_url)) as connection:
            connection.execute("SELECT %s::text", ["a secret value"])
        return id

    async def as_somebody(scope: Any, receive: Any, send: Any) -> None:
        scope["state"] |= {"actor": Actor("user:tess", TenantId(new_id()), "acme"), "environment": "dev"}
        await app(scope, receive, send)

    client = TestClient(MeasuredRequests(as_somebody, telemetry))
    assert client.get("/things/7").json() == 7
    assert client.get("/nothing").status_code == 404
    client.get("/healthz")
    telemetry.stop()

    spans = collector.spans()
    assert (
        spans["GET /things/{id}"].items()
        >= {
            "tenant": "acme",
            "environment": "dev",
            "http.response.status_code": "200",
        }.items()
    )
    assert "GET unmatched" in spans
    assert spans["SELECT"]["db.statement"] == "SELECT %s::text"
    assert "a secret value" not in str(collector.received)
    measured = {(each["http.route"], each["tenant"]) for each in collector.points("catalog_admin.request.duration")}
    assert measured == {("/things/{id}", "acme"), ("unmatched", "acme")}


def test_goes_on_with_the_callers_trace(collector: Collector) -> None:
    telemetry = Telemetry(collector.url)
    client = TestClient(MeasuredRequests(FastAPI(), telemetry))
    trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    client.get("/nothing", headers={"traceparent": f"00-{trace}-{parent}-01"})
    client.post("/nothing", headers={"traceparent": "nonsense"})
    telemetry.stop()
    assert collector.traces()["GET unmatched"] == (trace, parent)
    assert collector.traces()["POST unmatched"][0] != trace


def test_a_job_is_a_span_that_says_whose_it_is(
    collector: Collector, database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "_KINDS", dict(model._KINDS))

    @model.job_kind("test.short")
    def run(context: Any) -> dict[str, Any]:
        return {}

    with database.work(world.actor, world.environment, environment_key="dev") as work:
        job = commands.enqueue(work, "test.short", {}, defer=False)
    telemetry = Telemetry(collector.url)
    commands.run_now(database, world.actor, job)
    telemetry.stop()
    told = {"tenant": "acme", "environment": "dev", "job.id": str(job), "job.attempt": "1"}
    assert collector.spans()["job test.short"].items() >= told.items()


def test_what_is_watched_is_asked_for_when_metrics_are_sent(collector: Collector) -> None:
    telemetry = Telemetry(collector.url)
    telemetry.watch("places", "How many are taken.", lambda: [(2, {"kind": "seat"}), (5, {"kind": "line"})])
    telemetry.watch("ended", "How many were.", lambda: [(3, {"reason": "too_slow"})], only_rises=True)
    telemetry.stop()
    said = [*collector.points("places"), *collector.points("ended")]
    assert said == [{"kind": "seat"}, {"kind": "line"}, {"reason": "too_slow"}]


def test_loads_nothing_without_an_endpoint() -> None:
    heavy = ("opentelemetry.sdk", "opentelemetry.exporter", "opentelemetry.instrumentation")
    program = f"import sys, catalog_admin.main; sys.exit(any(name.startswith({heavy}) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
