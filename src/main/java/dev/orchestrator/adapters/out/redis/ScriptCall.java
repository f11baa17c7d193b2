package dev.orchestrator.adapters.out.redis;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A script with its keys and arguments; the incarnation, which a fenced script takes first, is added when it is sent. */
final class ScriptCall {
    private final RedisScript script;
    private final List<String> keys;
    private final List<Buffer> arguments = new ArrayList<>();

    ScriptCall(RedisScript script, String... keys) {
        if (keys.length != script.keys()) {
            throw new IllegalArgumentException(script + " takes " + script.keys() + " keys, not " + keys.length);
        }
        this.script = script;
        this.keys = List.of(keys);
    }

    ScriptCall with(String argument) {
        return with(Buffer.buffer(argument));
    }

    /** Bytes as they are, whether or not they are text. */
    ScriptCall with(Buffer argument) {
        arguments.add(argument);
        return this;
    }

    ScriptCall with(long argument) {
        return with(Long.toString(argument));
    }

    ScriptCall withAll(Collection<String> more) {
        more.forEach(this::with);
        return this;
    }

    RedisScript script() {
        return script;
    }

    List<String> keys() {
        return keys;
    }

    List<String> arguments() {
        return arguments.stream().map(Buffer::toString).toList();
    }

    /** For a server that has run the script before. */
    Request brief(@Nullable String incarnation) {
        return request(Command.EVALSHA, script.sha(), incarnation);
    }

    /** For any server; it remembers the script from then on. */
    Request whole(@Nullable String incarnation) {
        return request(Command.EVAL, script.text(), incarnation);
    }

    private Request request(Command command, String scriptArgument, @Nullable String incarnation) {
        Request request = Request.cmd(command).arg(scriptArgument).arg(script.keys());
        keys.forEach(request::arg);
        if (script.isFenced()) {
            request.arg(Objects.requireNonNull(incarnation));
        }
        arguments.forEach(request::arg);
        return request;
    }
}
