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

/** Keeps what could not be stored where it belongs, as bytes, for a person to look at. */
final class Quarantine {
    private static final Logger LOG = Logger.getLogger(Quarantine.class);
    private static final int LONGEST_CONTENT = 1 << 20;
    private static final String KEEP = "INSERT INTO quarantine (id, at, what, execution_id, reason, content)"
            + " VALUES ($1, $2, 'append', $3, $4, $5)";

    private Quarantine() {}

    /** Never fails: the refusal stands whether or not a copy could be kept. */
    static Future<Void> keep(Database database, EncodedAppend append, String reason) {
        LOG.warnf(
                "version %d of execution %s cannot be stored: %s",
                append.append().entry().version(), append.execution(), reason);
        Tuple row = Tuple.of(
                UuidCreator.getTimeOrderedEpoch(),
                CommitRows.time(append.append().entry().at()),
                append.execution().value(),
                PostgresText.fit(reason),
                content(append));
        return database.query(KEEP, row).<Void>mapEmpty().otherwise(failure -> {
            LOG.warn("nor can it be put into quarantine", failure);
            return null;
        });
    }

    private static Buffer content(EncodedAppend append) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        for (NodeOutput output : append.append().outputs()) {
            outputs.put(output.node().value(), output.document().text());
        }
        byte[] text = Json.bytes(
                Map.of("version", append.append().entry().version(), "events", append.events(), "outputs", outputs));
        return Buffer.buffer(Math.min(text.length, LONGEST_CONTENT))
                .appendBytes(text, 0, Math.min(text.length, LONGEST_CONTENT));
    }
}
