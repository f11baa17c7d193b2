package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.application.worker.HandlerRegistry;
import dev.orchestrator.bootstrap.StartRefused;
import dev.orchestrator.spi.TaskHandler;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Handlers that others wrote: the jars of one directory, which see each other and the engine. What cannot be loaded
 * refuses the start: a worker without a handler that somebody put there would let its nodes wait.
 */
final class PlugIns implements AutoCloseable {
    private static final String SETTING = "workflow.plugins (WORKFLOW_PLUGINS, --plugins)";

    private final ClassLoader loader;
    private final List<URLClassLoader> opened;

    private PlugIns(ClassLoader loader, List<URLClassLoader> opened) {
        this.loader = loader;
        this.opened = opened;
    }

    /** Those that jars on the class path declare, and nothing else. */
    static PlugIns onTheClassPath() {
        return new PlugIns(Thread.currentThread().getContextClassLoader(), List.of());
    }

    /** Those too, and those of the jars in the directory. */
    static PlugIns in(Path directory) {
        URL[] jars = jars(directory).stream().map(PlugIns::checked).toArray(URL[]::new);
        URLClassLoader loader =
                new URLClassLoader("plug-ins", jars, Thread.currentThread().getContextClassLoader());
        return new PlugIns(loader, List.of(loader));
    }

    private static List<Path> jars(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StartRefused(SETTING + " names no directory that can be read: " + directory);
        }
    }

    /** A class loader passes over what is no jar without a word. */
    private static URL checked(Path jar) {
        try {
            new JarFile(jar.toFile()).close();
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new StartRefused("The plug-in " + jar + " is no jar that can be read (" + e.getMessage()
                    + "). Replace or remove it.");
        }
    }

    /** All handlers of this worker: those given, and those found. */
    HandlerRegistry with(Collection<? extends TaskHandler> given) {
        try {
            return HandlerRegistry.discover(loader, given);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new StartRefused("A plug-in cannot be loaded: " + reason(e)
                    + ". Its jar must hold every class that its META-INF/services/" + TaskHandler.class.getName()
                    + " names, with a public constructor without parameters, built for this Java or an older one.");
        } catch (IllegalArgumentException e) {
            throw new StartRefused(e.getMessage() + ". Remove one of them from " + SETTING + ".");
        }
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + ": " + failure.getCause();
    }

    @Override
    public void close() {
        for (URLClassLoader each : opened) {
            try {
                each.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
