package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.ports.in.ReadEvents.Following;
import dev.orchestrator.ports.in.ReadEvents.Step;
import io.vertx.core.Context;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One client that follows an execution, in the form of the HTML standard ("server-sent events"). The next versions are
 * asked for when the client has taken those before: a slow one costs one step, and the journal is not read for it.
 *
 * <p>Everything happens on the loop of the client's connection.
 */
final class EventStream {
    private static final Logger LOG = Logger.getLogger(EventStream.class);
    /** How long a browser waits before it connects again. */
    private static final String HEAD = "retry: 2000\n\n";

    private static final String HEARTBEAT = ":\n\n";
    private static final long NO_TIMER = -1;

    private final Context loop;
    private final StreamSettings settings;
    private final Following following;
    private @Nullable ServerHttpResponse client;
    private Runnable onClose = () -> {};
    private int version;
    private int unwritten;
    private boolean spoke;
    private boolean closed;
    private long heartbeat = NO_TIMER;
    private long stall = NO_TIMER;

    /** @param after the version that the client has */
    EventStream(Context loop, StreamSettings settings, Following following, int after) {
        this.loop = loop;
        this.settings = settings;
        this.following = following;
        this.version = after;
    }

    /** Begins to write. Called when the headers are set; {@code done} when nothing will be written any more. */
    void start(ServerHttpResponse response, Runnable done) {
        loop.runOnContext(now -> {
            client = response;
            onClose = done;
            response.addCloseHandler(() -> loop.runOnContext(gone -> close()));
            if (response.closed()) {
                close();
                return;
            }
            response.setChunked(true);
            heartbeat = loop.owner().setPeriodic(settings.heartbeat().toMillis(), id -> beat());
            write(HEAD, this::pull);
        });
    }

    private void pull() {
        following.next().whenComplete((step, failure) -> loop.runOnContext(now -> send(step, failure)));
    }

    private void send(@Nullable Step step, @Nullable Throwable failure) {
        if (closed) {
            return;
        }
        if (step == null) {
            LOG.errorf(failure, "An event stream failed");
            end();
            return;
        }
        StringBuilder messages = new StringBuilder();
        step.entries().forEach(entry -> append(messages, entry));
        if (step.end() != null) {
            append(messages, "", "end", EventAnswers.end(step.end(), version));
        }
        write(messages.toString(), step.last() ? this::end : this::pull);
    }

    private void append(StringBuilder messages, Entry entry) {
        version = entry.version();
        append(messages, "id: " + version + "\n", "version", EventAnswers.version(entry));
    }

    /** JSON has no line breaks of its own. */
    private static void append(StringBuilder messages, String id, String event, Map<String, ?> data) {
        messages.append(id).append("event: ").append(event).append("\ndata: ");
        messages.append(Json.write(data)).append("\n\n");
    }

    private void beat() {
        if (!spoke && unwritten == 0) {
            write(HEARTBEAT, () -> {});
        }
        spoke = false;
    }

    private void write(String text, Runnable then) {
        if (text.isEmpty()) {
            then.run();
            return;
        }
        spoke = true;
        unwritten++;
        if (stall == NO_TIMER) {
            stall = loop.owner().setTimer(settings.stall().toMillis(), id -> letGo());
        }
        client().write(
                        text.getBytes(StandardCharsets.UTF_8),
                        failure -> loop.runOnContext(now -> written(failure, then)));
    }

    private void written(@Nullable Throwable failure, Runnable then) {
        if (closed) {
            return;
        }
        unwritten--;
        loop.owner().cancelTimer(stall);
        stall = NO_TIMER;
        if (failure != null) {
            close();
        } else {
            then.run();
        }
    }

    private void letGo() {
        stall = NO_TIMER;
        LOG.debugf("A client took nothing for %s and is let go", settings.stall());
        if (!closed) {
            client().reset();
            close();
        }
    }

    private void end() {
        if (!closed) {
            client().end();
            close();
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            following.close();
            loop.owner().cancelTimer(heartbeat);
            loop.owner().cancelTimer(stall);
            onClose.run();
        }
    }

    private ServerHttpResponse client() {
        if (client == null) {
            throw new IllegalStateException("a stream writes before it was started");
        }
        return client;
    }
}
