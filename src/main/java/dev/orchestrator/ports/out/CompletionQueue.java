package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.TraceContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The orchestrators' side of the work: what workers and timers have to say, in lanes by execution. */
public interface CompletionQueue {
    int lanes();

    /** Reads new messages of these lanes; waits for the first as long as patience lasts. */
    CompletionStage<List<Delivery>> read(String reader, Collection<Integer> lanes, int limit, Duration patience);

    /** Takes over messages that their reader has not acknowledged for so long, of any lane, limit at the most. */
    CompletionStage<List<Delivery>> claim(String reader, Duration idle, int limit);

    /**
     * A message and the command it carries; it stays pending until a {@link LiveState} acknowledges the receipt.
     *
     * @param trace the span of what it reports, or null where nobody traces
     */
    record Delivery(Receipt receipt, ExecutionId execution, Command command, @Nullable TraceContext trace) {}
}
