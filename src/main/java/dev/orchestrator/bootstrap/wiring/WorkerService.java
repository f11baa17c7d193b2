package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.adapters.out.redis.RedisStore;
import dev.orchestrator.adapters.out.secrets.MountedSecrets;
import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.application.Presence;
import dev.orchestrator.application.worker.Codec;
import dev.orchestrator.application.worker.HandlerRegistry;
import dev.orchestrator.application.worker.Worker;
import dev.orchestrator.application.worker.WorkerSettings;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.handlers.BuiltInHandlers;
import dev.orchestrator.handlers.Latencies;
import dev.orchestrator.handlers.Latency;
import dev.orchestrator.ports.out.Members;
import dev.orchestrator.spi.TaskHandler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the worker, on a loop and connections of its own. */
@ApplicationScoped
class WorkerService implements Service {
    private static final Logger LOG = Logger.getLogger(WorkerService.class);
    private static final Codec CODEC = new Codec(Json.STORED::parse, Json::write);

    private final Vertx vertx;
    private final Settings settings;
    private final StoreAccess stores;
    private final Instance<TaskHandler> beans;
    private final MeterRegistry registry;
    private final Observation observation;
    private @Nullable Running running;

    private record Running(
            RedisStore redis,
            Worker worker,
            Presence presence,
            BlockingThreads threads,
            Outside outside,
            PlugIns plugIns) {}

    WorkerService(
            Vertx vertx,
            Settings settings,
            StoreAccess stores,
            @Any Instance<TaskHandler> beans,
            MeterRegistry registry,
            Observation observation) {
        this.vertx = vertx;
        this.settings = settings;
        this.stores = stores;
        this.beans = beans;
        this.registry = registry;
        this.observation = observation;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.WORKER);
    }

    @Override
    public int order() {
        return 40;
    }

    @Override
    public void start() {
        VertxEventLoop loop = VertxEventLoop.next(vertx);
        RedisStore redis = stores.redis(loop);
        Waits.of(redis.check(), "Redis did not answer");
        BlockingThreads threads = BlockingThreads.upTo(settings.concurrency());
        String name = ProcessName.of(Members.WORKER);
        Outside outside = new Outside(vertx, settings);
        PlugIns plugIns = settings.plugins().map(PlugIns::in).orElseGet(PlugIns::onTheClassPath);
        HandlerRegistry handlers = handlers(outside, plugIns);
        WorkerSettings slots = workerSettings(name, handlers);
        Worker worker = new Worker(slots, handlers, CODEC, redis.tasks(), loop, threads.executor())
                .watchedBy(observation.tasks(handlers.names()))
                .claimingBy(() -> UUID.randomUUID().toString())
                .knowing(new MountedSecrets(
                        System::getenv, settings.secretsDirectory().orElse(null)));
        guard(worker, redis, handlers);
        Presence presence = new Presence(redis.members(), loop, Members.WORKER, name, worker::facts);
        worker.start();
        presence.start();
        measure(worker);
        LOG.infof("%s takes tasks of %s, %d at a time", name, slots.queues(), slots.slots());
        running = new Running(redis, worker, presence, threads, outside, plugIns);
    }

    @Override
    public void drain() {
        if (running != null) {
            Waits.upTo(settings.drain().plusSeconds(5), running.worker().drain(settings.drain()), "tasks still ran");
            Waits.of(running.presence().leave(), "the worker could not say good-bye");
        }
    }

    @Override
    public void stop() {
        if (running != null) {
            running.redis().close();
            running.outside().close();
            running.plugIns().close();
            running.threads().close();
            running = null;
        }
    }

    private void guard(Worker worker, RedisStore redis, HandlerRegistry handlers) {
        if (settings.circuitBreaker().enabled()) {
            worker.guardedBy(
                    redis.breakers(),
                    BreakerRules.of(settings.circuitBreaker()),
                    observation.breakers(handlers.names()));
        }
    }

    private void measure(Worker worker) {
        Gauge.builder("workflow.worker.busy", worker, Worker::busy)
                .description("Tasks that this worker runs now")
                .baseUnit("tasks")
                .register(registry);
        Gauge.builder("workflow.worker.slots", settings, Settings::concurrency)
                .description("Tasks that this worker runs at a time at the most")
                .baseUnit("tasks")
                .register(registry);
    }

    private WorkerSettings workerSettings(String name, HandlerRegistry handlers) {
        List<String> queues = settings.queues().orElseGet(handlers::names);
        return new WorkerSettings(
                name,
                settings.concurrency(),
                queues,
                settings.lease(),
                WorkerSettings.DEFAULT_KEEP_REPORTS,
                settings.limits().output());
    }

    private Latencies latencies() {
        Settings.SimulatedLatency set = settings.latency();
        return new Latencies(
                latency(set.external()), latency(set.llm()), latency(set.inputOutput()), latency(set.decision()));
    }

    private static Latency latency(Settings.Range range) {
        return new Latency(range.least(), range.most());
    }

    private HandlerRegistry handlers(Outside outside, PlugIns plugIns) {
        List<TaskHandler> given = new ArrayList<>(BuiltInHandlers.all(latencies(), outside.forHandlers()));
        beans.forEach(given::add);
        return plugIns.with(given);
    }
}
