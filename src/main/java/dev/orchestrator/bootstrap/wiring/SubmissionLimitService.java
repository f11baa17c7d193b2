package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.in.rest.SubmissionLimit;
import dev.orchestrator.adapters.in.rest.TrustedProxies;
import dev.orchestrator.adapters.out.metrics.LimitMeters;
import dev.orchestrator.adapters.out.redis.RedisStore;
import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.application.RequestLimiter;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.ports.in.LimitRequests;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Limits submissions, on a loop and a connection of its own: what is decided does not hold up what is judged. */
@ApplicationScoped
class SubmissionLimitService implements Service {
    /** Like no client's. */
    private static final String NOBODY = "nobody";

    private final Vertx vertx;
    private final StoreAccess stores;
    private final Settings settings;
    private final MeterRegistry registry;
    private @Nullable RedisStore redis;
    private @Nullable RequestLimiter limiter;

    SubmissionLimitService(Vertx vertx, StoreAccess stores, Settings settings, MeterRegistry registry) {
        this.vertx = vertx;
        this.stores = stores;
        this.settings = settings;
        this.registry = registry;
    }

    @Produces
    @Singleton
    SubmissionLimit limit() {
        return new SubmissionLimit(
                settings.rateLimit().enabled(),
                rate(),
                TrustedProxies.of(settings.trustedProxies().orElse(List.of())));
    }

    @Produces
    @ApplicationScoped
    LimitRequests limiter() {
        return build();
    }

    private RequestRate rate() {
        int perMinute = settings.rateLimit().requestsPerMinute();
        return new RequestRate(perMinute, settings.rateLimit().burst().orElse(perMinute));
    }

    private synchronized RequestLimiter build() {
        if (limiter == null) {
            VertxEventLoop loop = VertxEventLoop.next(vertx);
            redis = stores.redis(loop);
            limiter = new RequestLimiter(loop, redis.requestLimits(), rate(), new LimitMeters(registry));
        }
        return limiter;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.API);
    }

    @Override
    public int order() {
        return 30;
    }

    /** Connects and loads the script, so that the first request need not wait for that; whether it works is no matter. */
    @Override
    public synchronized void start() {
        build();
        if (settings.rateLimit().enabled() && redis != null) {
            redis.requestLimits().judge(NOBODY, rate());
        }
    }

    @Override
    public synchronized void stop() {
        if (redis != null) {
            redis.close();
        }
    }
}
