package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Lifecycle;
import dev.orchestrator.domain.execution.NodeOutput;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Submission;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of a batch, table by table. Appends come sorted by execution, so the rows of each table are, too. */
final class CommitRows {
    private final Batch batch;
    private final Columns events = new Columns(CommitStatement.EVENT_TYPES);
    private final Map<Clause, Columns> tables = new EnumMap<>(Clause.class);

    CommitRows(Batch batch, List<EncodedAppend> appends) {
        this.batch = batch;
        keys(appends);
        workflows(appends);
        appends.forEach(this::add);
    }

    String sql() {
        EnumSet<Clause> clauses = EnumSet.noneOf(Clause.class);
        clauses.addAll(tables.keySet());
        return CommitStatement.of(clauses);
    }

    Tuple parameters() {
        List<Object> values = new ArrayList<>();
        values.add(batch.id());
        values.add(batch.writer());
        values.add(time(batch.at()));
        values.add(batch.confirmed().toArray(new UUID[0]));
        events.appendTo(values);
        tables.values().forEach(columns -> columns.appendTo(values));
        return Tuple.from(values);
    }

    private void add(EncodedAppend encoded) {
        Append append = encoded.append();
        UUID id = encoded.execution().value();
        events.add(id, append.entry().version(), time(append.entry().at()), encoded.events());
        if (append.created() != null || append.entry().events().stream().anyMatch(CommitRows::changesLifecycle)) {
            execution(append.state());
        }
        for (NodeOutput output : append.outputs()) {
            rows(output.isLarge() ? Clause.LARGE_OUTPUTS : Clause.OUTPUTS)
                    .add(
                            id,
                            output.node().value(),
                            output.dispatch(),
                            output.document().text());
        }
        if (encoded.snapshot() != null) {
            rows(Clause.SNAPSHOTS).add(id, append.state().version(), encoded.snapshot());
        }
        Letters letters = Letters.of(append);
        letters.claimed().forEach(node -> rows(Clause.CLAIMS).add(id, node.value()));
        letters.revived().forEach(row -> rows(Clause.REVIVALS).add(row));
        letters.written().forEach(row -> rows(Clause.LETTERS).add(row));
    }

    private void keys(List<EncodedAppend> appends) {
        List<Keyed> keyed = new ArrayList<>();
        for (EncodedAppend append : appends) {
            Submission created = append.append().created();
            if (created != null && created.key() != null) {
                keyed.add(new Keyed(created.key(), append.execution()));
            }
        }
        keyed.sort(Comparator.comparing((Keyed it) -> it.key().client())
                .thenComparing(it -> it.key().key()));
        keyed.forEach(it -> rows(Clause.KEYS)
                .add(
                        it.key().client(),
                        it.key().key(),
                        it.key().request(),
                        it.execution().value(),
                        time(batch.at())));
    }

    private record Keyed(RequestKey key, ExecutionId execution) {}

    /** One row for each content, in the order that PostgreSQL gives to uuid: that of its text. */
    private void workflows(List<EncodedAppend> appends) {
        Map<String, Append> distinct = new TreeMap<>();
        for (EncodedAppend encoded : appends) {
            Submission created = encoded.append().created();
            if (created != null && created.definition() != null) {
                distinct.putIfAbsent(created.id().toString(), encoded.append());
            }
        }
        distinct.values().forEach(this::workflow);
    }

    private void workflow(Append append) {
        Submission created = append.created();
        if (created != null) {
            rows(Clause.WORKFLOWS)
                    .add(
                            created.id().value(),
                            PostgresText.fit(created.name()),
                            created.definition(),
                            time(append.entry().at()));
        }
    }

    private void execution(ExecutionState state) {
        Lifecycle lifecycle = state.lifecycle();
        rows(Clause.EXECUTIONS)
                .add(
                        state.id().value(),
                        state.workflowId().value(),
                        PostgresText.fit(state.workflow().name()),
                        lifecycle.status().name(),
                        PostgresText.fit(lifecycle.reason()),
                        lifecycle.run(),
                        time(lifecycle.submittedAt()),
                        time(lifecycle.triggeredAt()),
                        time(lifecycle.endedAt()));
    }

    private Columns rows(Clause clause) {
        return tables.computeIfAbsent(clause, key -> new Columns(key.types()));
    }

    private static boolean changesLifecycle(Event event) {
        return event instanceof Event.Triggered || event instanceof Event.Revived || event instanceof Event.Ended;
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
