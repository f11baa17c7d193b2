package dev.orchestrator.bootstrap.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.adapters.in.rest.ApiKeys;
import dev.orchestrator.adapters.in.rest.RestSettings;
import dev.orchestrator.adapters.in.rest.StreamSettings;
import dev.orchestrator.adapters.out.postgres.PostgresDeadLetters;
import dev.orchestrator.adapters.out.postgres.PostgresExecutions;
import dev.orchestrator.adapters.out.postgres.PostgresIdempotencyKeys;
import dev.orchestrator.adapters.out.postgres.PostgresLetterRetries;
import dev.orchestrator.adapters.out.postgres.PostgresQuarantine;
import dev.orchestrator.adapters.out.postgres.PostgresWorkflowVersions;
import dev.orchestrator.adapters.out.postgres.StoredDefinition;
import dev.orchestrator.adapters.out.redis.RedisStore;
import dev.orchestrator.application.BreakerDesk;
import dev.orchestrator.application.Catalog;
import dev.orchestrator.application.ConfigPatches;
import dev.orchestrator.application.DeadLetterOffice;
import dev.orchestrator.application.DefinitionCheck;
import dev.orchestrator.application.Definitions;
import dev.orchestrator.application.EndWatch;
import dev.orchestrator.application.ExecutionReader;
import dev.orchestrator.application.Explainer;
import dev.orchestrator.application.HotSide;
import dev.orchestrator.application.LetterInquiry;
import dev.orchestrator.application.LetterJobs;
import dev.orchestrator.application.QuarantineDesk;
import dev.orchestrator.application.Sights;
import dev.orchestrator.application.Submissions;
import dev.orchestrator.bootstrap.ConfiguredKeys;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.domain.definition.Defaults;
import dev.orchestrator.domain.definition.DefinitionReader;
import dev.orchestrator.domain.definition.Limits;
import dev.orchestrator.domain.definition.PatchReader;
import dev.orchestrator.domain.definition.RetryPolicy;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.retention.RetentionRule;
import dev.orchestrator.ports.in.CheckDefinitions;
import dev.orchestrator.ports.in.ExplainExecutions;
import dev.orchestrator.ports.in.InspectDeadLetters;
import dev.orchestrator.ports.in.ManageBreakers;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.ManageQuarantine;
import dev.orchestrator.ports.in.NamedWorkflows;
import dev.orchestrator.ports.in.ReadEvents;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.in.RetryManyLetters;
import dev.orchestrator.ports.in.RunExecutions;
import dev.orchestrator.ports.out.Breakers;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What the API serves. Each is built when the first request needs it. */
@ApplicationScoped
class UseCases {
    private final Settings settings;

    UseCases(Settings settings) {
        this.settings = settings;
    }

    @Produces
    @Singleton
    @Typed(Submissions.class)
    Submissions submissions(Deciding deciding, Definitions definitions, StoreAccess stores, Observation observation) {
        return new Submissions(
                        deciding.loop(),
                        deciding.commits(),
                        definitions,
                        deciding.decider(),
                        new PostgresIdempotencyKeys(stores.postgres()),
                        new Submissions.Fresh(
                                () -> new ExecutionId(UuidCreator.getTimeOrderedEpoch()), this::simulation))
                .tracedBy(observation.tracing());
    }

    @Produces
    @ApplicationScoped
    RunExecutions runExecutions(Submissions submissions) {
        return submissions;
    }

    @Produces
    @ApplicationScoped
    NamedWorkflows namedWorkflows(
            Deciding deciding, Definitions definitions, StoreAccess stores, Submissions submissions) {
        return new Catalog(
                deciding.loop(),
                definitions,
                new PostgresWorkflowVersions(stores.postgres()),
                deciding.workflows(),
                submissions);
    }

    @Produces
    @ApplicationScoped
    ManageDeadLetters deadLetters(Deciding deciding, StoreAccess stores) {
        return new DeadLetterOffice(
                deciding.loop(),
                deciding.commits(),
                new PostgresDeadLetters(stores.postgres()),
                deciding.loader(),
                configs(stores),
                deciding.telemetry());
    }

    @Produces
    @ApplicationScoped
    InspectDeadLetters letterDetails(Deciding deciding, StoreAccess stores) {
        return new LetterInquiry(
                new PostgresDeadLetters(stores.postgres()), deciding.loader(), deciding.journal(), configs(stores));
    }

    @Produces
    @ApplicationScoped
    RetryManyLetters letterRetries(Deciding deciding, StoreAccess stores) {
        return new LetterJobs(
                deciding.loop(),
                new PostgresLetterRetries(stores.postgres()),
                new PostgresDeadLetters(stores.postgres()),
                UuidCreator::getTimeOrderedEpoch);
    }

    private ConfigPatches configs(StoreAccess stores) {
        return new ConfigPatches(
                new PostgresWorkflowVersions(stores.postgres()), new PatchReader(limits(), settings.simulate()));
    }

    @Produces
    @ApplicationScoped
    ManageQuarantine quarantine(StoreAccess stores) {
        return new QuarantineDesk(new PostgresQuarantine(stores.postgres()));
    }

    @Produces
    @ApplicationScoped
    ReadExecutions readExecutions(Deciding deciding, Sights sights, Vertx vertx, EndWatch ends) {
        return new ExecutionReader(sights, deciding.journal(), new PostgresExecutions(vertx), ends);
    }

    @Produces
    @Singleton
    EndWatch endWatch(Deciding deciding) {
        return new EndWatch(deciding.loop(), deciding.redis().endSignals());
    }

    @Produces
    @Singleton
    Sights sights(Deciding deciding) {
        return new Sights(deciding.loader(), deciding.redis().liveState())
                .forgetting(new RetentionRule(settings.retention().age()), deciding.loop()::now);
    }

    @Produces
    @ApplicationScoped
    ExplainExecutions explainExecutions(Deciding deciding, Sights sights) {
        RedisStore redis = deciding.redis();
        Breakers.Rules rules = BreakerRules.of(settings.circuitBreaker());
        return new Explainer(
                sights,
                new HotSide(
                        deciding.loop(), redis.liveState(), redis.whereabouts(), redis.members(), () -> redis.breakers()
                                .list(rules)));
    }

    @Produces
    @ApplicationScoped
    ManageBreakers breakers(Deciding deciding) {
        return new BreakerDesk(deciding.redis().breakers(), BreakerRules.of(settings.circuitBreaker()));
    }

    @Produces
    @ApplicationScoped
    ReadEvents readEvents(EventFeedService service) {
        return service.feed();
    }

    @Produces
    @Singleton
    StreamSettings streamSettings() {
        return new StreamSettings(
                settings.events().heartbeat(), settings.events().writeStall());
    }

    @Produces
    @ApplicationScoped
    CheckDefinitions checkDefinitions(Definitions definitions) {
        return new DefinitionCheck(definitions);
    }

    @Produces
    @Singleton
    Definitions definitions() {
        Defaults defaults = defaults();
        DefinitionReader reader = new DefinitionReader(limits(), defaults, settings.simulate());
        return new Definitions(reader, defaults, StoredDefinition::write);
    }

    @Produces
    @Singleton
    RestSettings restSettings() {
        Settings.Limits limits = settings.limits();
        return new RestSettings(
                Math.toIntExact(limits.body()),
                limits.depth(),
                RestSettings.DEFAULT.offLoopBytes(),
                RestSettings.DEFAULT.longestWait());
    }

    @Produces
    @Singleton
    ApiKeys apiKeys() {
        return settings.roles().contains(Role.API)
                ? ConfiguredKeys.read(settings.apiKeys(), settings.apiKeysFile())
                : ApiKeys.NONE;
    }

    private Limits limits() {
        Settings.Limits limits = settings.limits();
        return new Limits(limits.nodes(), limits.edges(), limits.depth(), limits.config());
    }

    private Defaults defaults() {
        Settings.Retry retry = settings.retry();
        return new Defaults(
                new RetryPolicy(
                        retry.maxAttempts(),
                        retry.backoff(),
                        retry.maxBackoff(),
                        retry.jitter(),
                        RetryPolicy.DEFAULT_ON),
                settings.timeouts().node(),
                settings.timeouts().queue(),
                settings.timeouts().execution());
    }

    private @Nullable Simulation simulation() {
        return settings.simulate()
                ? new Simulation(ThreadLocalRandom.current().nextLong(), settings.simulateDelays())
                : null;
    }
}
