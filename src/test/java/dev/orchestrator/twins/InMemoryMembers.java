package dev.orchestrator.twins;

import dev.orchestrator.ports.out.Members;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Who is there, in memory. */
final class InMemoryMembers implements Members {
    /** Whoever would live for so much longer was announced before the clock went back. */
    private static final Duration MORE_THAN_ANY = Duration.ofMinutes(1);

    private final HotKeys keys;
    private final HotCalls calls;

    InMemoryMembers(HotKeys keys, HotCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public CompletionStage<Void> announce(String role, String member, Map<String, String> facts, Duration validity) {
        return calls.call(() -> {
            TreeMap<String, HotKeys.HotMember> members = keys.members.computeIfAbsent(role, any -> new TreeMap<>());
            Instant latest = keys.now().plus(validity).plus(MORE_THAN_ANY);
            members.values().removeIf(it -> it.until().isAfter(latest));
            members.put(
                    member, new HotKeys.HotMember(Map.copyOf(facts), keys.now().plus(validity)));
            return null;
        });
    }

    @Override
    public CompletionStage<Void> leave(String role, String member) {
        return calls.call(() -> {
            keys.members.computeIfAbsent(role, any -> new TreeMap<>()).remove(member);
            return null;
        });
    }

    @Override
    public CompletionStage<Map<String, Map<String, String>>> living(String role) {
        return calls.call(() -> livingNow(keys, role));
    }

    static Map<String, Map<String, String>> livingNow(HotKeys keys, String role) {
        Map<String, Map<String, String>> result = new TreeMap<>();
        keys.members.getOrDefault(role, new TreeMap<>()).forEach((name, member) -> {
            if (member.until().isAfter(keys.now())) {
                result.put(name, member.facts());
            }
        });
        return result;
    }
}
