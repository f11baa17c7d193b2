package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.OutcomeUnknown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Commits one batch, until its outcome is known.
 *
 * <p>Every try sends the same rows under the same commit id, so one that succeeded unseen is recognised by the id it
 * left behind. A row that cannot be stored is found by halving the batch, and set aside without its neighbours.
 */
final class Committer {
    private static final Logger LOG = Logger.getLogger(Committer.class);

    private final Vertx vertx;
    private final Database database;
    private final Batch batch;
    private final Attempts attempts;

    Committer(Vertx vertx, Database database, Patience patience, Batch batch) {
        this.vertx = vertx;
        this.database = database;
        this.batch = batch;
        this.attempts = new Attempts(patience);
    }

    /** @param appends sorted by execution, at least one */
    Future<Appended> commit(List<EncodedAppend> appends) {
        return new CommitTry(batch, appends)
                .send(database)
                .map(won -> new Appended(won, Map.of()))
                .recover(failure -> settle(appends, failure));
    }

    private Future<Appended> settle(List<EncodedAppend> appends, Throwable failure) {
        return switch (SqlFault.of(failure)) {
            case POISON -> appends.size() == 1 ? refuse(appends.get(0), failure) : halve(appends);
            case NO_ROOM -> {
                attempts.failed(false);
                yield PostgresWeeks.makeFor(
                                database,
                                appends.stream().map(EncodedAppend::execution).toList())
                        .transform(made -> again(appends, failure));
            }
            case CONFLICT, OUTAGE -> {
                attempts.failed(failure instanceof OutcomeUnknown);
                yield again(appends, failure);
            }
            case BUG -> Future.failedFuture(failure);
        };
    }

    private Future<Appended> again(List<EncodedAppend> appends, Throwable failure) {
        if (attempts.isOver()) {
            return Future.failedFuture(
                    attempts.isInDoubt() && !(failure instanceof OutcomeUnknown)
                            ? new OutcomeUnknown(String.valueOf(failure.getMessage()), failure)
                            : failure);
        }
        LOG.debugf(failure, "commit %s is sent again", batch.id());
        return vertx.timer(attempts.delayMillis(), TimeUnit.MILLISECONDS).compose(due -> commit(appends));
    }

    private Future<Appended> halve(List<EncodedAppend> appends) {
        int middle = appends.size() / 2;
        return commit(appends.subList(0, middle)).compose(first -> {
            attempts.mayHaveDone();
            return commit(appends.subList(middle, appends.size())).map(second -> both(first, second));
        });
    }

    private Future<Appended> refuse(EncodedAppend append, Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        return RefusedAppends.keep(database, append, reason)
                .map(kept -> new Appended(Set.of(), Map.of(append.execution(), reason)));
    }

    static Appended both(Appended one, Appended other) {
        Set<ExecutionId> won = new HashSet<>(one.won());
        won.addAll(other.won());
        Map<ExecutionId, String> refused = new HashMap<>(one.refused());
        refused.putAll(other.refused());
        return new Appended(won, refused);
    }
}
