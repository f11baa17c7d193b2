package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.ports.out.Members;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Who is there, in Redis, under a hash tag of its own. */
public final class RedisMembers implements Members {
    private final Scripts scripts;

    RedisMembers(Scripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public CompletionStage<Void> announce(String role, String member, Map<String, String> facts, Duration validity) {
        ScriptCall call = new ScriptCall(RedisScript.ANNOUNCE_MEMBER, expiries(role), facts(role))
                .with(member)
                .with(validity.toMillis())
                .with(Json.write(facts));
        return scripts.run(call).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> leave(String role, String member) {
        return scripts.run(new ScriptCall(RedisScript.LEAVE_ROLE, expiries(role), facts(role)).with(member))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Map<String, Map<String, String>>> living(String role) {
        return scripts.run(new ScriptCall(RedisScript.LIST_MEMBERS, expiries(role), facts(role)))
                .thenApply(reply -> members(reply.rest()));
    }

    private static Map<String, Map<String, String>> members(List<String> flat) {
        Map<String, Map<String, String>> result = new TreeMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            Map<String, String> facts = new TreeMap<>();
            MessageBody.parse(flat.get(i + 1))
                    .members()
                    .forEach((name, value) -> facts.put(String.valueOf(name), String.valueOf(value)));
            result.put(flat.get(i), facts);
        }
        return result;
    }

    private static String expiries(String role) {
        return "wf:{members}:" + role;
    }

    private static String facts(String role) {
        return expiries(role) + ":facts";
    }
}
