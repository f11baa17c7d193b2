package dev.orchestrator.adapters.out.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxEventLoopTest {
    private final Vertx vertx = Vertx.vertx();
    private final VertxEventLoop loop = VertxEventLoop.next(vertx);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void runsInOrderOnOneThreadAndNeverInsideTheCall() throws Exception {
        loop.execute(() -> {
            loop.execute(() -> seen.add("b " + Thread.currentThread().getName()));
            seen.add("a " + Thread.currentThread().getName());
        });
        settle();
        settle();
        String thread = seen.get(0).substring(2);
        assertThat(seen).containsExactly("a " + thread, "b " + thread);
    }

    @Test
    void aFailureDoesNotStopTheLoop() throws Exception {
        loop.execute(() -> {
            throw new IllegalStateException("meant to be logged by the test");
        });
        loop.execute(() -> seen.add("next"));
        settle();
        assertThat(seen).containsExactly("next");
    }

    @Test
    void timersRunUnlessCancelled() throws Exception {
        CompletableFuture<Void> fired = new CompletableFuture<>();
        loop.execute(() ->
                loop.after(Duration.ofMillis(1), () -> seen.add("cancelled")).cancel());
        loop.after(Duration.ofMillis(20), () -> fired.complete(null));
        fired.get(10, TimeUnit.SECONDS);
        assertThat(seen).isEmpty();
    }

    private void settle() throws Exception {
        CompletableFuture.runAsync(() -> {}, loop).get(10, TimeUnit.SECONDS);
    }
}
