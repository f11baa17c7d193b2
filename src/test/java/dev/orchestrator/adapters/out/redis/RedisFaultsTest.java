package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.Task;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a real Redis can do to us. */
class RedisFaultsTest extends HotStoreContract {
    private static final ShardKeys KEYS = new ShardKeys(0);

    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.call(Command.CONFIG, "SET", "maxmemory", "0");
        hot.call(Command.CONFIG, "SET", "maxmemory-policy", "noeviction");
        hot.close();
    }

    @Test
    @Defect("The script cache is empty after a restart")
    void forgottenScriptsAreSentAgain() {
        Run run = run(1, "a", "b<a");
        applied(run.trigger());
        hot.call(Command.SCRIPT, "FLUSH");
        Task task = takeOne("w", "a");
        hot.call(Command.SCRIPT, "FLUSH");
        hot.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        hot.call(Command.SCRIPT, "FLUSH");
        applied(run.complete("a", Run.DONE, message().receipt()));
        assertThat(nodes(take("w", 9, "a", "b"))).containsExactly("b");
    }

    @Test
    void whatWasReadAndNotStartedIsReturned() {
        Run run = run(1, "a");
        take("w", 1, "a");
        applied(run.trigger());
        String entry = readOnly("a");
        assertThat(take("other", 1, "a")).isEmpty();
        assertThat(hot.get(ports.upkeep().returnUnstarted(Duration.ofMinutes(1), 10)))
                .isZero();
        assertThat(hot.get(ports.upkeep().returnUnstarted(Duration.ZERO, 10))).isEqualTo(1);
        assertThat(offer("slow", entry).texts(2))
                .as("whoever read it first is too late")
                .isEmpty();
        assertThat(nodes(take("other", 1, "a"))).containsExactly("a");
        assertThat(hot.rest()).containsEntry("unstarted", 0).containsEntry("tasks", 0);
    }

    /** Reads a task as a worker does that dies before it starts it; answers its entry's id. */
    private String readOnly(String node) {
        return hot.call(
                        Command.XREADGROUP,
                        "GROUP",
                        "workers",
                        GroupReader.CONSUMER,
                        "STREAMS",
                        KEYS.queue(Run.queue(node)),
                        ">")
                .get(0)
                .get(1)
                .get(0)
                .get(0)
                .toString();
    }

    private ScriptReply offer(String worker, String entry) {
        String incarnation = hot.call(Command.GET, KEYS.incarnation()).toString();
        ScriptCall call = new ScriptCall(RedisScript.START_TASKS, KEYS.incarnation(), KEYS.deadlines(), KEYS.queues())
                .withAll(List.of(worker, "5", "1000", "1000", "0", "1", Run.queue("a"), entry));
        return hot.get(new Scripts(new RedisLink(RealHotStore.loop(), RealHotStore.server())).run(call, incarnation));
    }

    @Test
    void aTaskThatCameTwiceStartsOnce() {
        Run run = run(1, "a");
        applied(run.trigger());
        String stream = KEYS.queue(Run.queue("a"));
        var fields = hot.call(Command.XRANGE, stream, "-", "+").get(0).get(1);
        List<String> copy = new ArrayList<>(List.of(stream, "*"));
        fields.forEach(field -> copy.add(field.toString()));
        hot.call(Command.XADD, copy.toArray(String[]::new));
        assertThat(take("w", 9, "a")).hasSize(1);
        assertThat(hot.rest()).containsEntry("tasks", 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "o", "q", "deadlines", "timers", "c"})
    @Guarantee("G9")
    void oneLostKeyIsFoundAndRepaired(String kind) {
        Run run = run(1, "a", "b", "c", "d");
        applied(run.trigger());
        Task running = takeOne("w", "a");
        applied(run.complete("b", Run.FAILED));
        hot.get(ports.tasks().complete(takeOne("w", "c"), Run.DONE, Report.NONE));
        assertThat(hot.get(ports.upkeep().missing(List.of(run.id())))).isEmpty();
        hot.call(Command.DEL, lostKey(kind, run.id()));
        assertThat(hot.get(ports.upkeep().missing(List.of(run.id())))).containsExactly(run.id());
        applied(run.restore());
        assertThat(hot.get(ports.upkeep().missing(List.of(run.id())))).isEmpty();
        assertThat(hot.get(ports.tasks().beat("w", List.of(running.key()), LEASE)))
                .containsEntry(running.key(), dev.orchestrator.ports.out.TaskQueue.Beat.HELD);
        assertThat(nodes(take("other", 9, "d"))).containsExactly("d");
        applied(run.cancel());
        hot.call(Command.DEL, KEYS.lane(RedisShape.DEFAULT.laneOf(run.id())));
        List.of("a", "b", "c", "d").forEach(node -> take("other", 9, node));
        assertAtRest();
    }

    private static String lostKey(String kind, ExecutionId id) {
        return switch (kind) {
            case "x" -> KEYS.view(id);
            case "o" -> KEYS.open(id);
            case "q" -> KEYS.queue(Run.queue("d"));
            case "deadlines" -> KEYS.deadlines();
            case "timers" -> KEYS.timers();
            default -> KEYS.lane(RedisShape.DEFAULT.laneOf(id));
        };
    }

    @Test
    void whenMemoryIsUsedUpNothingBeginsAndEverythingEnds() {
        Run begun = run(1, "a", "b<a");
        applied(begun.trigger());
        assertThat(messages()).as("the readers' groups are there").isEmpty();
        take("w", 1, "b");
        hot.call(Command.CONFIG, "SET", "maxmemory", "1");
        Run late = run(2, "a");
        assertThatThrownBy(() -> apply(late.trigger()))
                .isInstanceOf(RedisRefused.class)
                .hasMessageContaining("OOM");
        Task task = takeOne("w", "a");
        hot.get(ports.tasks().beat("w", List.of(task.key()), LEASE));
        hot.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        applied(begun.complete("a", Run.DONE, message().receipt()));
        hot.get(ports.tasks().complete(takeOne("w", "b"), Run.DONE, Report.NONE));
        applied(begun.complete("b", Run.DONE, message().receipt()));
        assertAtRest();
        hot.call(Command.CONFIG, "SET", "maxmemory", "0");
        applied(late.restore());
    }

    @Test
    void brokenConnectionsAreOpenedAgain() {
        List<ExecutionId> ended = new CopyOnWriteArrayList<>();
        ports.ends().listen(ended::add);
        CompletionStage<List<Task>> waiting = ports.tasks().take(demand("w", 1, LEASE, PATIENT, "a"));
        hot.until(() -> clients("pubsub") == 1 && clients("xreadgroup") == 1);
        hot.call(Command.CLIENT, "KILL", "TYPE", "pubsub");
        hot.call(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
        assertThatThrownBy(() -> hot.get(waiting)).isInstanceOf(RedisUnavailable.class);
        int[] number = {0};
        hot.until(() -> {
            Run run = run(++number[0], "a");
            try {
                applied(run.trigger());
                applied(run.cancel());
            } catch (RedisUnavailable e) {
                return false;
            }
            return !ended.isEmpty();
        });
        assertAtRest();
    }

    private long clients(String what) {
        return hot.call(Command.CLIENT, "LIST")
                .toString()
                .lines()
                .filter(line -> what.equals("pubsub")
                        ? line.matches(".* sub=[1-9].*")
                        : line.contains("cmd=" + what) && line.contains("flags=b"))
                .count();
    }

    @Test
    void moreThanAnyoneWouldSendAtOnceArrives() {
        Run run = run(1, "a");
        applied(run.trigger());
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            replies.add(ports.live().apply(run.restore()));
        }
        assertThat(replies).allMatch(reply -> hot.get(reply) == Reply.APPLIED);
        assertThat(take("w", 9, "a")).hasSize(1);
    }

    @Test
    @Defect("An eviction policy deleting live state")
    void anEvictingServerIsRefused() {
        RedisStore redis = hot.open();
        hot.get(redis.check());
        hot.call(Command.CONFIG, "SET", "maxmemory-policy", "allkeys-lru");
        assertThatThrownBy(() -> hot.get(redis.check()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("noeviction");
    }

    @Test
    void versionsAreCompared() {
        assertThat(List.of("6.2.0", "6.2.14", "7.0.15", "8.2", "10.0.0")).allMatch(RedisFitness::isRecent);
        assertThat(List.of("6.0.16", "5.0.14", "", "six")).noneMatch(RedisFitness::isRecent);
    }

    @Test
    void everyKeyCarriesItsTag() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        hot.get(ports.tasks().complete(takeOne("w", "a"), Run.DONE, Report.NONE));
        hot.get(ports.members().announce("worker", "w", java.util.Map.of(), LEASE));
        messages();
        assertThat(hot.call(Command.KEYS, "*").stream().map(Object::toString))
                .allMatch(key -> key.matches("wf:\\{(0|members)}:.+"));
    }
}
