package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.Command.Complete;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.Quarantine.Item;
import dev.orchestrator.ports.out.Quarantine.Kind;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.Strangers.Found;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue.Beat;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Defect: one undecodable message sticks its whole batch. Here it ends in quarantine, with its bytes, and alone. */
class RedisPoisonTest extends HotStoreContract {
    private static final ShardKeys KEYS = new ShardKeys(0);
    private static final Buffer BINARY = Buffer.buffer(new byte[] {0, (byte) 0xff, (byte) 0xc3, '(', '\r', '\n', 1});
    private static final String DEEP = "[".repeat(5_000) + "]".repeat(5_000);
    private static final String TASKS = KEYS.queue(Run.queue("a"));

    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);
    private final RedisStore strangers = hot.open();

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.close();
    }

    @Test
    void tasksThatAreNobodysAreSetAsideWithTheirBytes() {
        Run run = run(1, "a");
        Run unknown = run(2, "a");
        hot.add(TASKS, Buffer.buffer("garbage"), BINARY);
        hot.add(TASKS, text("k"), text("x".repeat(10_000_000)));
        hot.add(TASKS, text("v"), text("1"), text("k"), text(unknown.id() + "|a|1|1000"), text("b"), text("{}"));
        applied(run.trigger());
        hot.add(TASKS, text("v"), text("9"), text("k"), text(run.id() + "|a|7|1000"));
        assertThat(nodes(take("w", 9, "a"))).containsExactly("a");
        assertThat(hot.rest()).containsEntry("tasks", 0).containsEntry("unstarted", 0);
        List<Item> found = quarantine();
        assertThat(found).extracting(item -> item.origin().kind()).containsOnly(Kind.TASK);
        assertThat(found).extracting(item -> item.origin().source()).containsOnly("q:" + Run.queue("a"));
        assertThat(found)
                .extracting(Item::reason)
                .containsExactly(
                        "it has no key of a task",
                        "it has no key of a task",
                        "nothing is known of its execution",
                        "its version is not known, and nobody waits for it");
        assertThat(bytes(found.get(0)).getBytes())
                .isEqualTo(Buffer.buffer("*2\r\n$7\r\ngarbage\r\n$7\r\n")
                        .appendBuffer(BINARY)
                        .appendString("\r\n")
                        .getBytes());
        assertThat(bytes(found.get(1)).length()).isEqualTo(1 << 20);
        assertThat(found.get(1).size()).isEqualTo(10_000_000 + "*2$1k$10000000".length() + 5 * 2);
        assertThat(found.get(2).origin().execution()).isEqualTo(unknown.id());
    }

    @Test
    void aTaskOfANewerReleaseIsTriedLaterAndKept() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        replaceTask(run, text("3"), text("{\"attempt\":1,\"shiny\":true}"));
        assertThat(nodes(take("w", 9, "a", "b"))).containsExactly("b");
        Outcome.Failed failed = (Outcome.Failed) ((Complete) message().command()).outcome();
        assertThat(failed.failure().code()).isEqualTo("TASK_UNREADABLE");
        assertThat(failed.failure().message()).contains("its version is '3'");
        assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(onlyItem().reason()).contains("its version is '3'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{oops", "BINARY", "DEEP", "{\"attempt\":1,\"handler\":\"a\\u0000\"}"})
    void aTaskThatIsAwaitedAndCannotBeReadFails(String body) {
        Run run = run(1, "a");
        applied(run.trigger());
        Buffer bytes = body.equals("BINARY") ? BINARY : text(body.equals("DEEP") ? DEEP : body);
        replaceTask(run, text("1"), bytes);
        assertThat(take("w", 9, "a")).isEmpty();
        Complete complete = (Complete) message().command();
        assertThat(complete.node().value()).isEqualTo("a");
        assertThat(complete.outcome().toString()).contains("TASK_UNREADABLE");
        assertThat(hex(bytes(onlyItem()))).contains(hex(bytes));
        assertThat(onlyItem().origin().execution()).isEqualTo(run.id());
    }

    /** Puts another entry in the place of the only task of node a. */
    private void replaceTask(Run run, Buffer version, Buffer body) {
        String entry = hot.call(Command.XRANGE, TASKS, "-", "+").get(0).get(0).toString();
        hot.call(Command.XDEL, TASKS, entry);
        String other = hot.add(
                TASKS,
                text("v"),
                version,
                text("k"),
                text(run.id() + "|a|1|1000"),
                text("b"),
                body,
                text("c"),
                text("{}"));
        String record = hot.call(Command.HGET, KEYS.open(run.id()), "d:a").toString();
        hot.call(Command.HSET, KEYS.open(run.id()), "d:a", record.replace(entry, other));
    }

    @Test
    @Defect("One undecodable message sticking its whole batch")
    void messagesNobodyUnderstandsDoNotStickTheirBatch() {
        Run run = run(1, "a");
        applied(run.trigger());
        String lane = lane(run);
        hot.add(lane, text("garbage"), BINARY);
        hot.add(lane, text("v"), text("0"), text("e"), text(run.id().toString()), text("m"), text("{}"));
        hot.add(lane, text("v"), text("1"), text("e"), text(run.id().toString()), text("m"), text(DEEP));
        hot.add(lane, text("v"), text("1"), text("e"), text(run.id().toString()), text("m"), BINARY);
        hot.add(
                lane,
                text("v"),
                text("1"),
                text("e"),
                text("nobody"),
                text("m"),
                text("{\"type\":\"time_out\",\"run\":1}"));
        hot.get(ports.tasks().complete(takeOne("w", "a"), Run.DONE, Report.NONE));
        assertThat(messages()).hasSize(1);
        hot.until(() -> quarantine().size() == 5);
        assertThat(hot.rest()).containsEntry("messages", 1).containsEntry("pending", 1);
        assertThat(quarantine()).allMatch(item -> item.origin().kind() == Kind.MESSAGE);
        assertThat(hex(bytes(quarantine().get(0)))).contains(hex(BINARY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{oops", "DEEP", "{\"a\":\"\\u0000\"}", "", "LARGE"})
    void anOutputThatNobodyCouldShowFailsItsNode(String output) {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        String text =
                output.equals("DEEP") ? DEEP : output.equals("LARGE") ? "\"" + "x".repeat(300_000) + "\"" : output;
        String body = "{\"type\":\"complete\",\"node\":\"a\",\"dispatch\":" + task.dispatch()
                + ",\"outcome\":{\"type\":\"succeeded\"},\"report\":{}}";
        hot.add(
                lane(run),
                text("v"),
                text("1"),
                text("e"),
                text(run.id().toString()),
                text("m"),
                text(body),
                text("o"),
                text(text));
        Outcome.Failed failed = (Outcome.Failed) ((Complete) message().command()).outcome();
        assertThat(failed.failure().code()).isEqualTo(output.equals("LARGE") ? "OUTPUT_TOO_LARGE" : "INVALID_OUTPUT");
    }

    @Test
    void aReportOfANewerReleaseWaitsForWhoReadsIt() {
        Run run = run(1, "a");
        applied(run.trigger());
        spoilReport(run, "\"v\"", "3");
        assertThat(messages()).isEmpty();
        assertThat(hot.get(ports.completions().claim("reader", Duration.ZERO, 9)))
                .isEmpty();
        assertThat(quarantine()).isEmpty();
        assertThat(hot.rest()).containsEntry("pending", 1);
        RedisStore impatient = hot.open(new MessageRules(1_000, Duration.ZERO));
        assertThat(hot.get(impatient.completions().claim("reader", Duration.ZERO, 9)))
                .isEmpty();
        hot.until(() -> quarantine().size() == 1);
        assertReportFailed(run);
    }

    /** Its dispatch does not wait until somebody finds that it waits for nothing. */
    @Test
    void theDispatchWhoseReportCannotBeReadHasFailed() {
        Run run = run(1, "a");
        applied(run.trigger());
        spoilReport(run, "damage", "x");
        assertThat(messages()).isEmpty();
        assertReportFailed(run);
    }

    private void assertReportFailed(Run run) {
        hot.until(() -> hot.call(Command.XLEN, lane(run)).toInteger() == 1
                && quarantine().size() == 1);
        Delivery delivery = message();
        Complete complete = (Complete) delivery.command();
        assertThat(complete.dispatch()).isEqualTo(1);
        assertThat(complete.outcome().toString()).contains("REPORT_UNREADABLE");
        assertThat(hot.get(ports.upkeep().missing(List.of(run.id())))).isEmpty();
        applied(run.complete("a", complete.outcome(), delivery.receipt()));
        assertThat(hot.rest()).containsEntry("messages", 0).containsEntry("pending", 0);
    }

    /** Has the task reported, and what was sent replaced by something of another version. */
    private void spoilReport(Run run, String how, String version) {
        hot.get(ports.tasks().complete(takeOne("w", "a"), Run.DONE, Report.NONE));
        String entry =
                hot.call(Command.XRANGE, lane(run), "-", "+").get(0).get(0).toString();
        hot.call(Command.XDEL, lane(run), entry);
        String other = hot.add(
                lane(run), text("v"), text(version), text("e"), text(run.id().toString()), text("m"), text(how));
        String record = hot.call(Command.HGET, KEYS.open(run.id()), "d:a").toString();
        hot.call(Command.HSET, KEYS.open(run.id()), "d:a", record.replace(entry, other));
    }

    @Test
    void timersAndDeadlinesOfStrangersAreSetAside() {
        Run run = run(1, "a");
        applied(run.trigger());
        hot.call(Command.ZADD, KEYS.timers(), "1", "W2|" + run.id() + "|a|1");
        hot.call(Command.ZADD, KEYS.deadlines(), "1", "nonsense");
        hot.get(ports.upkeep().promote(10, Duration.ofSeconds(1)));
        hot.get(ports.upkeep().reclaim(10, Duration.ofSeconds(1)));
        assertThat(quarantine())
                .extracting(item -> item.origin().kind() + " " + item.origin().source())
                .containsExactly("TIMER timers", "TIMER deadlines");
        assertThat(messages()).isEmpty();
        assertThat(nodes(take("w", 9, "a"))).containsExactly("a");
    }

    /** The entry of a damaged record is dropped; its execution is found missing and sent again. */
    @Test
    void aDamagedRecordHarmsNobodyElse() {
        Run damaged = run(1, "a", "b");
        Run sound = run(2, "a");
        applied(damaged.trigger());
        applied(sound.trigger());
        hot.call(Command.HSET, KEYS.open(damaged.id()), "d:a", "{oops");
        assertThat(take("w", 9, "a")).extracting(Task::execution).containsExactly(sound.id());
        assertThat(hot.get(ports.live().read(damaged.id()))).isPresent();
        assertThat(hot.get(ports.upkeep().missing(List.of(damaged.id(), sound.id()))))
                .containsExactly(damaged.id());
        applied(damaged.restore());
        Task task = takeOne("w", "a");
        assertThat(task.execution()).isEqualTo(damaged.id());
        assertThat(hot.get(ports.tasks().beat("w", List.of(task.key()), LEASE))).containsValue(Beat.HELD);
        hot.call(Command.HSET, KEYS.open(damaged.id()), "d:b", "[]");
        applied(damaged.cancel());
        assertThat(hot.call(Command.EXISTS, KEYS.open(damaged.id())).toInteger())
                .isZero();
    }

    @Test
    void quarantineIsBoundedAndEmptied() {
        take("w", 1, "a");
        for (int i = 0; i < 1_010; i++) {
            hot.add(TASKS, text("number"), text(Integer.toString(i)));
        }
        take("w", 9, "a");
        assertThat(quarantine()).hasSize(1_000);
        assertThat(bytes(quarantine().get(0)).toString()).contains("\r\n10\r\n");
        for (int i = 0; i < 40; i++) {
            hot.add(TASKS, text("large"), text("x".repeat(1 << 20)));
        }
        take("w", 9, "a");
        List<Found> found = found();
        assertThat(found).hasSize(32);
        hot.get(strangers.strangers().release(found.subList(0, 31)));
        assertThat(found()).isEqualTo(found.subList(31, 32));
        hot.get(strangers.strangers().release(found));
        assertThat(hot.keys()).noneMatch(key -> key.contains("quarantine"));
        assertThat(found.get(0).item().at()).isBefore(Instant.now().plusSeconds(60));
    }

    private Item onlyItem() {
        assertThat(quarantine()).hasSize(1);
        return quarantine().get(0);
    }

    private List<Item> quarantine() {
        return found().stream().map(Found::item).toList();
    }

    private List<Found> found() {
        return hot.get(strangers.strangers().oldest(2_000));
    }

    private static String lane(Run run) {
        return KEYS.lane(RedisShape.DEFAULT.laneOf(run.id()));
    }

    private static Buffer text(String text) {
        return Buffer.buffer(text);
    }

    private static Buffer bytes(Item item) {
        byte[] bytes = new byte[item.content().remaining()];
        item.content().duplicate().get(bytes);
        return Buffer.buffer(bytes);
    }

    private static String hex(Buffer bytes) {
        return new String(bytes.getBytes(), StandardCharsets.ISO_8859_1);
    }
}
