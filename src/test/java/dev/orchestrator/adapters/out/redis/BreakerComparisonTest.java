package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.Breakers.Answer;
import dev.orchestrator.ports.out.Breakers.Result;
import dev.orchestrator.ports.out.Breakers.Rules;
import dev.orchestrator.ports.out.Breakers.Ticket;
import dev.orchestrator.twins.InMemoryRedis;
import dev.orchestrator.twins.VirtualLoop;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scripts on a real Redis and the twin answer the same, to the millisecond, to the same history. For that the scripts
 * are given their time, where they would ask the server for it. A seed is one history.
 */
class BreakerComparisonTest {
    private static final long FIRST = Long.getLong("seed", 1);
    private static final int SEEDS = Integer.getInteger("seeds", 25);
    private static final int STEPS = 400;
    private static final List<String> NAMES = List.of("h/a:1", "h/b:1", "g/[::1]:80");

    static LongStream seeds() {
        return LongStream.range(FIRST, FIRST + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothTellTheSameStory(long seed) {
        VirtualLoop loop = new VirtualLoop();
        Breakers twin = new InMemoryRedis(loop::now).connect(loop).breakers();
        List<String> told = new History(twin, loop, stage -> {
                    loop.runUntilIdle();
                    return stage.toCompletableFuture().join();
                })
                .play(new Random(seed));
        try (RealHotStore hot = new RealHotStore(RedisShape.DEFAULT)) {
            VirtualLoop clock = new VirtualLoop();
            Breakers real = new RedisBreakers(call -> timed(hot, clock.now(), call));
            List<String> really = new History(
                            real, clock, stage -> stage.toCompletableFuture().join())
                    .play(new Random(seed));
            assertThat(really).as("seed %d", seed).isEqualTo(told);
        }
    }

    private static CompletionStage<ScriptReply> timed(RealHotStore hot, Instant now, ScriptCall call) {
        String text = call.script()
                .text()
                .replace("redis.call('TIME')", "{" + now.getEpochSecond() + ", " + now.getNano() / 1_000 + "}");
        List<String> words =
                new ArrayList<>(List.of(text, Integer.toString(call.keys().size())));
        words.addAll(call.keys());
        words.addAll(call.arguments());
        Response response = hot.call(Command.EVAL, words.toArray(String[]::new));
        return CompletableFuture.completedFuture(ScriptReply.of(response));
    }

    /** Calls that go well or badly or are never heard of, at random moments. */
    private static final class History {
        private final Breakers breakers;
        private final VirtualLoop loop;
        private final Function<CompletionStage<?>, Object> get;
        private final List<String> told = new ArrayList<>();
        private final List<Out> out = new ArrayList<>();

        private record Out(String name, Ticket ticket) {}

        History(Breakers breakers, VirtualLoop loop, Function<CompletionStage<?>, Object> get) {
            this.breakers = breakers;
            this.loop = loop;
            this.get = get;
        }

        List<String> play(Random random) {
            Rules rules = new Rules(
                    1 + random.nextInt(4), Duration.ofMillis(500 + random.nextInt(5_000)), 1 + random.nextInt(4));
            for (int i = 0; i < STEPS; i++) {
                step(random, rules);
            }
            return told;
        }

        private void step(Random random, Rules rules) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            int dice = random.nextInt(100);
            if (dice < 45) {
                ask(name, rules, Duration.ofMillis(200 + random.nextInt(3_000)));
            } else if (dice < 80) {
                report(random, rules);
            } else if (dice < 97) {
                loop.advance(Duration.ofNanos(random.nextInt(random.nextInt(3) > 0 ? 300_000_000 : 2_000_000_000)));
            } else if (dice < 99) {
                told.add("list " + get.apply(breakers.list(rules)));
            } else {
                told.add("close " + name + get.apply(breakers.close(name)));
            }
        }

        private void ask(String name, Rules rules, Duration life) {
            Answer answer = (Answer) get.apply(breakers.ask(name, rules, life));
            told.add(loop.now() + " ask " + name + " " + answer);
            if (answer instanceof Answer.Go go) {
                out.add(new Out(name, go.ticket()));
            }
        }

        private void report(Random random, Rules rules) {
            if (out.isEmpty()) {
                return;
            }
            Out one = out.remove(random.nextInt(out.size()));
            Result result = List.of(
                            Result.failed("E" + random.nextInt(3)), Result.ANSWERED, Result.ANSWERED, Result.UNKNOWN)
                    .get(random.nextInt(4));
            told.add("report " + one + result + get.apply(breakers.report(one.name(), rules, one.ticket(), result)));
        }
    }
}
