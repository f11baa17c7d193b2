package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Task;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task as the start script answers it; body and config are bytes until they proved to be text. */
record StartedTask(String queue, String entry, String version, String keyText, Buffer body, Buffer config) {
    private static final int PARTS = 6;
    /** A worker of a newer release may take it, if there is one by then. */
    private static final Duration NEXT_RELEASE = Duration.ofSeconds(30);

    static List<StartedTask> of(Response flat) {
        List<StartedTask> result = new ArrayList<>(flat.size() / PARTS);
        for (int i = 0; i < flat.size(); i += PARTS) {
            result.add(new StartedTask(
                    flat.get(i).toString(),
                    flat.get(i + 1).toString(),
                    flat.get(i + 2).toString(),
                    flat.get(i + 3).toString(),
                    flat.get(i + 4).toBuffer(),
                    flat.get(i + 5).toBuffer()));
        }
        return result;
    }

    Task.Key key() {
        return TaskCodec.key(keyText);
    }

    /** Throws {@link Unreadable} for what this release does not understand. */
    Task task() {
        if (!TaskCodec.VERSION.equals(version) && !TaskCodec.ONCE_VERSION.equals(version)) {
            throw new Unreadable(
                    "its version is '" + shown(version) + "', this release reads up to " + TaskCodec.ONCE_VERSION);
        }
        return TaskCodec.task(keyText, text(body), text(config), new Receipt(queue, entry));
    }

    private static String text(Buffer bytes) {
        String text = bytes.toString();
        if (!Utf8.is(text, bytes)) {
            throw new Unreadable("it is not UTF-8");
        }
        return text;
    }

    /** The fields as they came. */
    List<Buffer> fields() {
        return List.of(
                Buffer.buffer("v"),
                Buffer.buffer(version),
                Buffer.buffer("k"),
                Buffer.buffer(keyText),
                Buffer.buffer("b"),
                body,
                Buffer.buffer("c"),
                config);
    }

    /** Another worker, of another release, may be able to read it: worth a retry. */
    Outcome unreadable(Unreadable why) {
        return new Outcome.Failed(
                new Failure(
                        ErrorCategory.RETRYABLE,
                        "TASK_UNREADABLE",
                        "The worker cannot read the task, its bytes are in quarantine: " + why.getMessage()),
                patience());
    }

    private @Nullable Duration patience() {
        return Versions.isNewer(version, TaskCodec.ONCE_VERSION) ? NEXT_RELEASE : null;
    }

    private static String shown(String text) {
        return MessageBody.storable(text.length() <= 20 ? text : text.substring(0, 20) + "…");
    }
}
