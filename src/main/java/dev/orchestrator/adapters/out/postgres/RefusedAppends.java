package dev.orchestrator.adapters.out.postgres;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.execution.NodeOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Keeps versions that could not be stored where they belong, as bytes, for a person to look at. */
final class RefusedAppends {
    private static final Logger LOG = Logger.getLogger(RefusedAppends.class);
    private static final int LONGEST_CONTENT = 1 << 20;
    private static final String KEEP =
            "INSERT INTO quarantine (id, at, what, source, execution_id, reason, size, content)"
                    + " VALUES ($1, $2, 'version', 'execution_event', $3, $4, $5, $6)";

    private RefusedAppends() {}

    /** Never fails: the refusal stands whether or not a copy could be kept. */
    static Future<Void> keep(Database database, EncodedAppend append, String reason) {
        LOG.warnf(
                "version %d of execution %s cannot be stored: %s",
                append.append().entry().version(), append.execution(), reason);
        byte[] content = content(append);
        Tuple row = Tuple.of(
                UuidCreator.getTimeOrderedEpoch(),
                CommitRows.time(append.append().entry().at()),
                append.execution().value(),
                PostgresText.fit(reason),
                (long) content.length,
                Buffer.buffer(content).slice(0, Math.min(content.length, LONGEST_CONTENT)));
        return database.query(KEEP, row).<Void>mapEmpty().otherwise(failure -> {
            LOG.warn("nor can it be put into quarantine", failure);
            return null;
        });
    }

    private static byte[] content(EncodedAppend append) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        for (NodeOutput output : append.append().outputs()) {
            outputs.put(output.node().value(), output.document().text());
        }
        return Json.bytes(
                Map.of("version", append.append().entry().version(), "events", append.events(), "outputs", outputs));
    }
}
