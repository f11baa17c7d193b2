package dev.orchestrator.bootstrap;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What the command line says about a server. Each option can also be given by the variable named in its
 * description; one that was given in neither way stays empty, so that settings can speak.
 */
final class ServerOptions {
    @Option(
            names = "--role",
            split = ",",
            paramLabel = "ROLE",
            description = "Roles to play: api, orchestrator, worker, reaper; all by default. [WORKFLOW_ROLE]")
    private @Nullable List<Role> roles;

    @Option(names = "--host", description = "Address of the API; 127.0.0.1 by default. [WORKFLOW_HOST]")
    private @Nullable String host;

    @Option(names = "--port", description = "Port of the API; 8000 by default, 0 takes a free one. [WORKFLOW_PORT]")
    private @Nullable Port port;

    @Option(
            names = "--management-host",
            description = "Address of health and metrics; 127.0.0.1 by default. [WORKFLOW_MANAGEMENT_HOST]")
    private @Nullable String managementHost;

    @Option(
            names = "--management-port",
            description = "Port of health and metrics; 9000 by default, 0 takes a free one. [WORKFLOW_MANAGEMENT_PORT]")
    private @Nullable Port managementPort;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where embedded stores keep their data; ~/.local/share/workflow-orchestrator by default, for root"
                            + " /var/lib/workflow-orchestrator. [WORKFLOW_DATA_DIR]")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--concurrency",
            description = "Tasks a worker runs at a time; 50 by default. [WORKFLOW_CONCURRENCY]")
    private @Nullable Slots concurrency;

    @Option(
            names = "--queues",
            paramLabel = "NAMES",
            description =
                    "Queues a worker serves, comma-separated; those of its handlers by default. [WORKFLOW_QUEUES]")
    private @Nullable String queues;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "A directory of jars with handlers of your own, for a worker. [WORKFLOW_PLUGINS]")
    private @Nullable Path plugins;

    @Option(
            names = "--simulate",
            arity = "0..1",
            fallbackValue = "true",
            description = "Answer reserved hosts and models without a network; on with an embedded store."
                    + " [WORKFLOW_SIMULATE]")
    private @Nullable Boolean simulate;

    @Option(
            names = "--simulate-delays",
            arity = "0..1",
            fallbackValue = "true",
            description = "Give simulated answers a latency; on by default. [WORKFLOW_SIMULATE_DELAYS]")
    private @Nullable Boolean simulateDelays;

    @Option(
            names = "--insecure",
            arity = "0..1",
            fallbackValue = "true",
            description = "Allow an API without keys on an address that others can reach. [WORKFLOW_INSECURE]")
    private boolean insecure;

    Set<Role> roles() {
        return roles == null ? EnumSet.allOf(Role.class) : EnumSet.copyOf(roles);
    }

    Optional<String> host() {
        return Optional.ofNullable(host);
    }

    Optional<Port> port() {
        return Optional.ofNullable(port);
    }

    Optional<String> managementHost() {
        return Optional.ofNullable(managementHost);
    }

    Optional<Port> managementPort() {
        return Optional.ofNullable(managementPort);
    }

    Optional<Path> dataDirectory() {
        return Optional.ofNullable(dataDirectory);
    }

    Optional<Slots> concurrency() {
        return Optional.ofNullable(concurrency);
    }

    Optional<String> queues() {
        return Optional.ofNullable(queues);
    }

    Optional<Path> plugins() {
        return Optional.ofNullable(plugins);
    }

    Optional<Boolean> simulate() {
        return Optional.ofNullable(simulate);
    }

    Optional<Boolean> simulateDelays() {
        return Optional.ofNullable(simulateDelays);
    }

    boolean insecure() {
        return insecure;
    }
}
