package dev.orchestrator.adapters.out.http;

import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Look-ups that a resolver which answers nobody cannot pile up. The system's look-up blocks a thread for as long as it
 * likes, often longer than half a minute: so no more than there are threads are under way, a bounded number waits, and all
 * give up after a time.
 *
 * <p>These bounds are of this process and of its threads, so they are smallrye-fault-tolerance's; what services outside do
 * is learnt by the whole fleet, see {@link dev.orchestrator.ports.out.Breakers}.
 */
public final class BoundedNames implements Names {
    private final Names names;
    private final TypedGuard<CompletionStage<List<InetAddress>>> guard;

    /**
     * @param threads how many look-ups may be under way
     * @param waiting how many more may wait for a thread
     * @param patience how long one may take, its wait for a thread included
     */
    public BoundedNames(Names names, int threads, int waiting, Duration patience) {
        this.names = names;
        this.guard = TypedGuard.create(new TypeLiteral<CompletionStage<List<InetAddress>>>() {})
                .withDescription("host names")
                .withBulkhead()
                .limit(threads)
                .queueSize(waiting)
                .done()
                .withTimeout()
                .duration(patience.toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    @Override
    public CompletionStage<List<InetAddress>> resolve(String host) {
        return guard.get(() -> names.resolve(host));
    }
}
