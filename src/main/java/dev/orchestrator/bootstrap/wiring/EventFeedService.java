package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.application.EventFeed;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Settings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Feeds those who follow executions from this process, on a loop of its own: decisions do not wait for readers. */
@ApplicationScoped
class EventFeedService implements Service {
    private final Vertx vertx;
    private final Deciding deciding;
    private final Settings settings;
    private final MeterRegistry registry;
    private @Nullable EventFeed feed;

    EventFeedService(Vertx vertx, Deciding deciding, Settings settings, MeterRegistry registry) {
        this.vertx = vertx;
        this.deciding = deciding;
        this.settings = settings;
        this.registry = registry;
    }

    /** Built on first use: a worker's process has no journal. */
    synchronized EventFeed feed() {
        if (feed == null) {
            feed = new EventFeed(
                    VertxEventLoop.next(vertx),
                    deciding.journal(),
                    deciding.redis().progressSignals(),
                    settings.events().maxStreams());
        }
        return feed;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.API);
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public void start() {
        EventFeed feed = feed();
        Gauge.builder("workflow.events.streams", feed, EventFeed::streams)
                .baseUnit("streams")
                .description("Streams of events that are open")
                .register(registry);
        FunctionCounter.builder("workflow.events.messages", feed, EventFeed::delivered)
                .description("Versions given to those who follow executions")
                .register(registry);
        FunctionCounter.builder("workflow.events.reads", feed, EventFeed::queries)
                .description("Queries of the journal for those who follow executions")
                .register(registry);
    }

    /** Clients connect again, and find another process or the next one. */
    @Override
    public void leave() {
        feed().stop();
    }

    @Override
    public void stop() {}
}
