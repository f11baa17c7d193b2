package dev.orchestrator.bootstrap;

import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command without a name: starts the engine and returns its exit code when it has ended. */
@Command(
        name = "app.jar",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Runs graphs of tasks, durably. Without a command it starts the engine: every role at once, on"
                + " embedded PostgreSQL and Redis unless DATABASE_URL and REDIS_URL name others.")
final class ServerCommand implements Callable<Integer> {
    private final ToIntFunction<ServerOptions> engine;

    @Mixin
    private ServerOptions options = new ServerOptions();

    ServerCommand(ToIntFunction<ServerOptions> engine) {
        this.engine = engine;
    }

    @Override
    public Integer call() {
        return engine.applyAsInt(options);
    }
}
