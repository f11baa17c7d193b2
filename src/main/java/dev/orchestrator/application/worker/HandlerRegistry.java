package dev.orchestrator.application.worker;

import dev.orchestrator.spi.TaskHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The handlers of a process by name. */
public final class HandlerRegistry {
    private final Map<String, TaskHandler> handlers;

    private HandlerRegistry(Map<String, TaskHandler> handlers) {
        this.handlers = handlers;
    }

    /** Two handlers of one name are refused: which one ran would depend on the class path. */
    public static HandlerRegistry of(Collection<? extends TaskHandler> handlers) {
        Map<String, TaskHandler> byName = new TreeMap<>();
        for (TaskHandler handler : handlers) {
            TaskHandler other = byName.putIfAbsent(handler.name(), handler);
            if (other != null) {
                throw new IllegalArgumentException("Two handlers are named '" + handler.name() + "': "
                        + other.getClass().getName() + " and "
                        + handler.getClass().getName());
            }
        }
        return new HandlerRegistry(byName);
    }

    /** The given handlers, and those that jars on the class path declare as services. */
    public static HandlerRegistry discover(ClassLoader loader, Collection<? extends TaskHandler> given) {
        List<TaskHandler> all = new ArrayList<>(given);
        ServiceLoader.load(TaskHandler.class, loader).forEach(all::add);
        return of(all);
    }

    public @Nullable TaskHandler find(String name) {
        return handlers.get(name);
    }

    /** In order. */
    public List<String> names() {
        return List.copyOf(handlers.keySet());
    }
}
