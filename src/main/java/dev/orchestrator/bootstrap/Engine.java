package dev.orchestrator.bootstrap;

import dev.orchestrator.adapters.in.rest.ApiKeys;
import dev.orchestrator.bootstrap.embedded.EmbeddedStores;
import dev.orchestrator.bootstrap.embedded.Store;
import io.quarkus.runtime.Quarkus;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import sun.misc.Signal;

/** The server from its start to its end: embedded stores first, then the framework, and back in reverse. */
final class Engine {
    private static final int INTERRUPTED = 130;
    private static final long LONGEST_STOP_SECONDS = 120;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Environment environment;

    Engine(Environment environment) {
        this.environment = environment;
    }

    /** Runs until the engine is told to stop; 0 after an orderly stop. */
    int run(ServerOptions options) {
        if (options.roles().contains(Role.API)) {
            Exposure.check(host(options), !keys().areNone(), options.insecure());
        }
        StorePlan plan = StorePlan.of(options.roles(), environment);
        set(EngineProperties.of(options, !plan.embedded().isEmpty()));
        set(plan.configured());
        set(EngineProperties.tracing(environment));
        if (!plan.embedded().isEmpty()) {
            startStores(plan, options.dataDirectory().orElseGet(environment::dataDirectory));
        }
        return runFramework();
    }

    private ApiKeys keys() {
        return ConfiguredKeys.read(
                environment.setting("workflow.api-keys"),
                environment.setting("workflow.api-keys-file").map(Path::of));
    }

    private String host(ServerOptions options) {
        return options.host().or(() -> environment.setting("quarkus.http.host")).orElse("127.0.0.1");
    }

    private void startStores(StorePlan plan, Path directory) {
        String names = plan.embedded().stream().map(Store::title).collect(Collectors.joining(" and "));
        System.err.println("Starting " + names + " in " + directory);
        EmbeddedStores stores = EmbeddedStores.start(directory, plan.embedded());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopStores(stores), "stop-embedded-stores"));
        Map<Store, String> urls = new EnumMap<>(Store.class);
        plan.embedded().forEach(store -> stores.url(store).ifPresent(url -> urls.put(store, url)));
        set(StorePlan.urls(urls));
    }

    /** Hooks run all at once, and the engine needs its stores until it has stopped. */
    private void stopStores(EmbeddedStores stores) {
        try {
            if (!stopped.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The engine did not stop in time; stopping its stores now.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stores.close();
    }

    private int runFramework() {
        stopOn("TERM", 0);
        stopOn("INT", INTERRUPTED);
        AtomicInteger exit = new AtomicInteger();
        Quarkus.run(RunningEngine.class, (code, problem) -> exit.set(problem == null ? code : failed(code, problem)));
        stopped.countDown();
        return exit.get();
    }

    private static int failed(int code, Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        System.err.println("The engine did not start: "
                + (cause instanceof BindException
                        ? "a port is taken. Choose others by --port (8000 by default) and --management-port (9000 by"
                                + " default); 0 takes a free one."
                        : cause.getMessage()));
        boolean wrongSetting = cause instanceof StartRefused || cause instanceof ConfigValidationException;
        return wrongSetting ? CommandLines.USAGE : Math.max(1, code);
    }

    /** An orderly stop that was asked for is a success to whoever watches the process; Java alone would say 143. */
    private static void stopOn(String signal, int code) {
        Signal.handle(new Signal(signal), received -> Quarkus.asyncExit(code));
    }

    private static void set(Map<String, String> properties) {
        properties.forEach((name, value) -> System.setProperty(name, EngineProperties.literal(value)));
    }
}
