package dev.orchestrator.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** The engines of a test class: shows their logs when a test fails, and ends them when all is over. */
final class Engines
        implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler, AfterAllCallback {
    private final List<Engine> all = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Set<Path> directories = new HashSet<>();

    /** Sets what every engine made from now on finds in its environment. */
    Engines with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Engine make(String name, Path directory, String... arguments) {
        return make(name, directory, Map.of(), arguments);
    }

    Engine make(String name, Path directory, Map<String, String> more, String... arguments) {
        Map<String, String> merged = new HashMap<>(environment);
        merged.putAll(more);
        Engine engine = new Engine(name, directory, Arrays.asList(arguments), merged);
        all.add(engine);
        directories.add(directory);
        return engine;
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw explained(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw explained(failure);
    }

    private Throwable explained(Throwable failure) {
        String logs = all.stream().map(Engine::tail).collect(Collectors.joining("\n"));
        return new AssertionError(failure + "\n" + logs, failure);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            all.forEach(Engine::close);
        } finally {
            ProcessHandle.allProcesses().filter(this::isOurs).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** A server that an engine left behind works in the directory of this test class. */
    private boolean isOurs(ProcessHandle process) {
        try {
            Path working = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
            return directories.stream().anyMatch(working::startsWith);
        } catch (IOException endedOrNotOurs) {
            return false;
        }
    }
}
