package dev.orchestrator.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what engines send by OTLP over HTTP, as a collector would. */
final class TraceReceiver implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** @param error the status code is ERROR */
    record Span(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            int kind,
            boolean error,
            Map<String, String> attributes) {
        static final int SERVER = 2;
        static final int CONSUMER = 5;

        String attribute(String key) {
            return attributes.getOrDefault(key, "");
        }
    }

    TraceReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> ofTrace(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Protobuf request = Protobuf.parse(exchange.getRequestBody().readAllBytes());
            request.messages(1).forEach(this::ofResource);
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void ofResource(Protobuf resource) {
        String service = attributes(resource.messages(1).get(0), 1).getOrDefault("service.name", "");
        resource.messages(2).forEach(scope -> scope.messages(2).forEach(span -> spans.add(span(service, span))));
    }

    private static Span span(String service, Protobuf span) {
        boolean error = span.messages(15).stream().anyMatch(status -> status.number(3) == 2);
        return new Span(
                service,
                HEX.formatHex(span.bytes(1)),
                HEX.formatHex(span.bytes(2)),
                HEX.formatHex(span.bytes(4)),
                span.text(5),
                (int) span.number(6),
                error,
                attributes(span, 9));
    }

    private static Map<String, String> attributes(Protobuf message, int field) {
        Map<String, String> attributes = new HashMap<>();
        message.messages(field).forEach(pair -> {
            Protobuf value = pair.messages(2).get(0);
            boolean isText = value.fields().containsKey(1);
            attributes.put(pair.text(1), isText ? value.text(1) : Long.toString(value.number(3)));
        });
        return attributes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
