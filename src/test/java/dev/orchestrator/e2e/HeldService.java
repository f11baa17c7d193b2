package dev.orchestrator.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A service that answers /hold only when it is told to, /down with 503 until then, and /busy with 503 the first time. */
final class HeldService implements AutoCloseable {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean busy = new AtomicBoolean(true);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    HeldService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/hold", this::hold);
        server.createContext("/busy", exchange -> answer(exchange, busy.getAndSet(false) ? 503 : 200));
        server.createContext("/down", exchange -> answer(exchange, released.getCount() > 0 ? 503 : 200));
        server.createContext("/", exchange -> answer(exchange, 200));
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void release() {
        released.countDown();
    }

    private void hold(HttpExchange exchange) throws IOException {
        try {
            answer(exchange, released.await(120, TimeUnit.SECONDS) ? 200 : 500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(exchange, 500);
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, BODY.length);
        exchange.getResponseBody().write(BODY);
        exchange.close();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdown();
    }
}
