package dev.orchestrator.bootstrap;

import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Tells where the engine is reached and what to do next, once it is. */
@ApplicationScoped
class ReadyNotice {
    private static final Logger LOG = Logger.getLogger("dev.orchestrator");

    private final Settings settings;
    private final HttpServer server;
    private final String host;
    private final String managementHost;
    private final int managementPort;

    ReadyNotice(
            Settings settings,
            HttpServer server,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.management.host") String managementHost,
            @ConfigProperty(name = "quarkus.management.port") int managementPort) {
        this.settings = settings;
        this.server = server;
        this.host = host;
        this.managementHost = managementHost;
        this.managementPort = managementPort;
    }

    void tell() {
        String roles = settings.roles().stream()
                .sorted()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        LOG.infof("Ready: %s. Health and metrics: %s", roles, url(managementHost, managementPort()));
        if (settings.roles().contains(Role.API)) {
            String api = url(host, server.getPort());
            LOG.infof("API: %s  Documentation: %s/docs", api, api);
            LOG.infof(
                    "Next: curl -X POST '%s/api/v1/workflow?trigger=true' -H 'Content-Type: application/json'"
                            + " -d @payloads/linear_workflow.json",
                    api);
        }
    }

    /** Quarkus tells the port only where it is another than the one asked for. */
    private int managementPort() {
        int chosen = server.getManagementPort();
        return chosen > 0 ? chosen : managementPort;
    }

    /** An address to call: the wildcard that a server listens on is none. */
    private static String url(String host, int port) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port;
    }
}
