package dev.orchestrator.bootstrap.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.adapters.out.postgres.PostgresDeadLetters;
import dev.orchestrator.adapters.out.postgres.PostgresLetterRetries;
import dev.orchestrator.application.LetterGauge;
import dev.orchestrator.application.LetterRetrier;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.out.DeadLetters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Retries many dead letters for those who asked, and shows how many are open, beside the reaper. */
@ApplicationScoped
class LetterService implements Service {
    private final Deciding deciding;
    private final StoreAccess stores;
    private final ManageDeadLetters office;
    private final MeterRegistry registry;
    private @Nullable LetterRetrier retrier;
    private @Nullable LetterGauge gauge;

    LetterService(Deciding deciding, StoreAccess stores, ManageDeadLetters office, MeterRegistry registry) {
        this.deciding = deciding;
        this.stores = stores;
        this.office = office;
        this.registry = registry;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.REAPER);
    }

    @Override
    public int order() {
        return 36;
    }

    @Override
    public void start() {
        DeadLetters letters = new PostgresDeadLetters(stores.postgres());
        retrier = new LetterRetrier(
                deciding.loop(),
                new PostgresLetterRetries(stores.postgres()),
                letters,
                office,
                UuidCreator::getTimeOrderedEpoch);
        gauge = shown(new LetterGauge(deciding.loop(), letters));
        retrier.start();
        gauge.start();
    }

    private LetterGauge shown(LetterGauge created) {
        Gauge.builder("workflow.open.dead.letters", created, LetterGauge::open)
                .description("Dead letters that nobody has retried or discarded")
                .baseUnit("letters")
                .register(registry);
        Gauge.builder("workflow.dead.letters.oldest.age", created, LetterGauge::oldestSeconds)
                .description("How long ago the oldest open dead letter was written; 0 when none is open")
                .baseUnit("seconds")
                .register(registry);
        return created;
    }

    @Override
    public void drain() {
        if (retrier != null) {
            Waits.of(retrier.stop(), "retrying dead letters did not stop");
        }
        if (gauge != null) {
            Waits.of(gauge.stop(), "counting dead letters did not stop");
        }
    }

    @Override
    public void stop() {
        retrier = null;
        gauge = null;
    }
}
