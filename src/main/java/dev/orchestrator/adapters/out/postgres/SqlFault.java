package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.StoreUnavailable;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.util.Set;

/** What a failed statement means for whoever sent it. */
enum SqlFault {
    /** Rolled back because of others: send it again. */
    CONFLICT,
    /** There is no partition for a row: rolled back, and fine once it is made. */
    NO_ROOM,
    /** A row that cannot be stored: rolled back, and always will be. */
    POISON,
    /** The connection or the server: what was sent may have been done or not. */
    OUTAGE,
    /** Ours or an operator's: the statement, the schema, the rights. Another try cannot help. */
    BUG;

    /** With the name of the check; without one it is a bound of partitions that does not hold. */
    private static final String CHECK_VIOLATION = "23514";

    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");
    /** Data exception, constraint violation, program limit exceeded (a value too long for its index). */
    private static final Set<String> POISONS = Set.of("22", "23", "54");
    /** Unknown feature, syntax or undefined name, rights, wrong password, wrong database. */
    private static final Set<String> BUGS = Set.of("42", "28", "3D", "3F");

    /** How a server ends a statement it gave up, after rolling it back; worse words end the connection. */
    private static final String ROLLED_BACK = "ERROR";

    /** Tells whether this is the server's word that it did not do what it was asked. */
    static boolean isReply(Throwable failure) {
        return failure instanceof PgException error && ROLLED_BACK.equals(error.getSeverity());
    }

    static SqlFault of(Throwable failure) {
        if (failure instanceof StoreUnavailable) {
            return OUTAGE;
        }
        if (!(failure instanceof PgException error) || error.getSqlState() == null) {
            return failure instanceof RuntimeException && !(failure instanceof VertxException) ? BUG : OUTAGE;
        }
        String state = error.getSqlState();
        String kind = state.substring(0, Math.min(2, state.length()));
        if (CONFLICTS.contains(state)) {
            return CONFLICT;
        } else if (state.equals(CHECK_VIOLATION) && error.getConstraint() == null) {
            return NO_ROOM;
        } else if (POISONS.contains(kind)) {
            return POISON;
        }
        return BUGS.contains(kind) ? BUG : OUTAGE;
    }
}
