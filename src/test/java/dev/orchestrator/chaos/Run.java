package dev.orchestrator.chaos;

import dev.orchestrator.adapters.out.postgres.JournalDump;
import dev.orchestrator.checker.Checker;
import dev.orchestrator.checker.Evidence;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.e2e.Await;
import dev.orchestrator.e2e.RedisKeys;
import dev.orchestrator.witness.WitnessPlugIn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** One scenario from its first submission to its verdict. */
final class Run {
    private static final Duration UNANSWERED = Duration.ofSeconds(120);
    private static final Duration TIDY = Duration.ofSeconds(20);
    /** A third of the lease, and what a busy machine adds. */
    private static final Duration HEARTBEAT = Installation.LEASE.dividedBy(3).plus(Duration.ofMillis(500));

    private static final Duration CLOCKS = Duration.ofMillis(2);

    private final Scenario scenario;
    private final Installation installation;
    private final EvidenceFolder folder;
    private final Book book = new Book();
    private final Instant begun = Instant.now().minusMillis(1);
    private final Client client;
    private final Load load;
    private final Arena arena;
    private final Metrics before;

    Run(Scenario scenario, Installation installation, Path out, Duration time, long seed) {
        this.scenario = scenario;
        this.installation = installation;
        this.folder = EvidenceFolder.in(out, scenario.name(), installation.logs());
        this.before = Metrics.of(installation.all());
        Calls calls = new Calls(installation.apis, book);
        this.client = new Client(calls, book);
        Readers readers = new Readers(client, calls, book);
        this.load = new Load(client, new Shapes(folder.ledger()), readers, seed);
        this.arena = new Arena(installation, load, new SplittableRandom(seed + 1), time);
    }

    Outcome toItsEnd(double rate) {
        try {
            load.start(rate);
            strike();
            load.stop();
            Instant mended = Instant.now();
            Await.holds(UNANSWERED, load::isQuiet);
            boolean ended = Await.holds(scenario.patience(), this::allEnded);
            Duration took = Duration.between(mended, Instant.now());
            if (!ended) {
                book.wrong("not all ended within " + scenario.patience().toSeconds() + " s: " + states());
            }
            load.close();
            return judge(took);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            load.close();
        }
    }

    /** A scenario that fails half-way is judged all the same: it may have met a bug. */
    private void strike() {
        try {
            scenario.strike(arena);
        } catch (RuntimeException | AssertionError e) {
            book.wrong("the scenario could not go on: " + e);
            installation.mend();
        }
    }

    private boolean allEnded() {
        return states().getOrDefault(ExecutionStatus.RUNNING, 0) == 0;
    }

    private Map<ExecutionStatus, Integer> states() {
        try (Connection connection = installation.database()) {
            return new JournalDump(connection, begun).states();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome judge(Duration took) throws SQLException {
        List<String> leftovers = leftovers();
        book.executions().forEach(this::sweep);
        Map<String, Double> metrics = Metrics.of(installation.all()).since(before);
        Evidence evidence = gather(leftovers, metrics);
        List<String> wrong = new ArrayList<>(book.wrong());
        double violated = Metrics.total(metrics, "workflow_invariant_violations_total", "");
        if (violated > 0) {
            wrong.add("invariants were violated: " + violated);
        }
        wrong.addAll(scenario.alsoWrong(evidence, metrics));
        Outcome outcome = new Outcome(
                scenario.name(), Checker.check(evidence), wrong, took, book.repeated(), load.heldBack(), folder.path());
        folder.lines("verdict.txt", outcome.lines());
        return outcome;
    }

    /** Looks at each once more, now that it changes no more. */
    private void sweep(ExecutionId id) {
        boolean read = Await.holds(TIDY, () -> client.look("sweep", id) != null && client.results(id));
        if (!read) {
            book.wrong("nobody answers for " + id);
        }
    }

    private List<String> leftovers() {
        try (RedisKeys keys = installation.keys()) {
            Await.holds(TIDY, () -> keys.leftovers().isEmpty());
            return keys.leftovers();
        }
    }

    private Evidence gather(List<String> leftovers, Map<String, Double> metrics) throws SQLException {
        List<String> journal = new ArrayList<>();
        try (Connection connection = installation.database()) {
            JournalDump dump = new JournalDump(connection, begun);
            Map<ExecutionId, Evidence.History> histories = dump.read(journal::add);
            long reconciled =
                    (long) Metrics.total(metrics, "workflow_executions_redriven_total", "cause=\"reconciled\"");
            Evidence evidence = new Evidence(
                    histories,
                    book.clients(),
                    LedgerFile.read(folder.ledger()),
                    new Evidence.Rest(dump.letters(), leftovers, reconciled),
                    arena.faults(),
                    new Evidence.Conditions(HEARTBEAT, CLOCKS, WitnessPlugIn.TALKATIVE, Set.of()));
            folder.lines("journal.jsonl", journal);
            folder.json("letters.jsonl", evidence.rest().letters());
            folder.json("faults.jsonl", evidence.faults());
            folder.clients(evidence.clients());
            folder.lines("leftovers.txt", leftovers);
            folder.lines("metrics.txt", metrics.entrySet());
            folder.logs(installation.logs());
            return evidence;
        }
    }
}
