package dev.orchestrator.chaos;

import dev.orchestrator.checker.Evidence;
import dev.orchestrator.e2e.RedisKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What comes over the streams and should not: poison, and the same again and again. None of it may do any harm. */
final class MessageScenarios {
    private static final byte[] BINARY = {0, (byte) 0xff, (byte) 0xfe, '\r', '\n', (byte) 0xc3, '(', 7};
    private static final String DEEP = "[".repeat(5_000) + "]".repeat(5_000);
    private static final int MEGABYTES_10 = 10_000_000;
    private static final List<String> QUEUES = List.of("moody", "moody_blocking", "echo", "delay");
    private static final int LANES = 4;
    private static final int CLIENTS = 16;
    private static final int COPIES = 10_000;
    private static final int MOST_KEPT = 2_000;

    private MessageScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Simple(
                        "poison",
                        "undecodable bytes, wrong versions, 10 MB, depth 5,000 and strangers, straight into the streams",
                        MessageScenarios::poison),
                new Simple(
                        "duplicates",
                        "10,000 copies of one report from 16 clients, again and again",
                        MessageScenarios::duplicates),
                new Simple(
                        "disorder",
                        "copies of reports come late, and in any order, also of what has ended",
                        MessageScenarios::disorder));
    }

    /** It tells of no fault: these runs are judged as if nothing had happened. */
    private record Simple(String name, String about, Consumer<Arena> strikes) implements Scenario {
        @Override
        public void strike(Arena arena) {
            strikes.accept(arena);
        }

        @Override
        public List<String> alsoWrong(Evidence evidence, Map<String, Double> metrics) {
            double kept = Metrics.total(metrics, "workflow_quarantined_total", "");
            return name.equals("poison") && kept == 0 ? List.of("nothing came into quarantine") : List.of();
        }
    }

    private static void poison(Arena arena) {
        try (RedisKeys redis = arena.installation().keys()) {
            int[] round = {0};
            arena.every(Duration.ofMillis(500), () -> poison(redis, round[0]++));
        }
    }

    private static void poison(RedisKeys redis, int round) {
        String stranger = UUID.randomUUID().toString();
        for (String queue : QUEUES) {
            String stream = "wf:{0}:q:" + queue;
            redis.add(stream, bytes("garbage"), BINARY);
            redis.add(stream, "v", "99", "k", stranger + "|a|1|1000", "b", "{}", "c", "{}");
            redis.add(
                    stream,
                    "v",
                    "1",
                    "k",
                    stranger + "|a|1|1000",
                    "b",
                    "{\"attempt\":1,\"handler\":\"nobody\"}",
                    "c",
                    "{}");
        }
        String lane = "wf:{0}:c:" + round % LANES;
        redis.add(lane, bytes("v"), bytes("1"), bytes("e"), bytes(stranger), bytes("m"), BINARY);
        redis.add(lane, "v", "0", "e", stranger, "m", "{\"type\":\"time_out\",\"run\":1}");
        redis.add(lane, "v", "1", "e", stranger, "m", DEEP);
        if (round % 10 == 0) {
            redis.add("wf:{0}:q:" + QUEUES.get(0), "k", "x".repeat(MEGABYTES_10));
            redis.add(lane, bytes("m"), new byte[MEGABYTES_10]);
            redis.score("wf:{0}:timers", 1, "not a timer");
        }
    }

    private static void duplicates(Arena arena) {
        try (RedisKeys redis = arena.installation().keys()) {
            arena.every(Duration.ofSeconds(3), () -> {
                List<Message> caught = new ArrayList<>();
                while (caught.isEmpty() && !arena.isOver()) {
                    listen(redis, caught);
                }
                caught.stream()
                        .limit(1)
                        .forEach(message -> inParallel(arena, client -> {
                            for (int i = 0; i < COPIES / CLIENTS; i++) {
                                message.sayTo(client);
                            }
                        }));
            });
        }
    }

    private static void disorder(Arena arena) {
        Random order = new Random(arena.chance().nextLong());
        List<Message> kept = new ArrayList<>();
        try (RedisKeys redis = arena.installation().keys()) {
            while (!arena.isOver()) {
                if (kept.size() < MOST_KEPT) {
                    listen(redis, kept);
                }
                Collections.shuffle(kept, order);
                kept.stream().limit(5).forEach(message -> message.sayTo(redis));
                arena.pause(Duration.ofMillis(10));
            }
        }
    }

    /** Adds the messages that are in the lanes now. */
    private static void listen(RedisKeys redis, List<Message> heard) {
        for (int lane = 0; lane < LANES; lane++) {
            String stream = "wf:{0}:c:" + lane;
            for (Object entry : (List<?>) redis.call("XRANGE", stream, "-", "+", "COUNT", "20")) {
                List<?> fields = (List<?>) ((List<?>) entry).get(1);
                heard.add(new Message(
                        stream, fields.stream().map(String.class::cast).toArray(String[]::new)));
            }
        }
    }

    private static void inParallel(Arena arena, Consumer<RedisKeys> work) {
        IntStream.range(0, CLIENTS).parallel().forEach(any -> {
            try (RedisKeys client = arena.installation().keys()) {
                work.accept(client);
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Message(String stream, String[] fields) {
        void sayTo(RedisKeys redis) {
            redis.add(stream, fields);
        }
    }
}
