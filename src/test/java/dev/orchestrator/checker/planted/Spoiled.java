package dev.orchestrator.checker.planted;

import dev.orchestrator.twins.InMemoryRedis;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Ports of which one method does something else. Made by reflection, so that a port may grow without regard to the bugs. */
final class Spoiled {
    private Spoiled() {}

    /** What is done instead of the call. */
    interface Way<T> {
        Object call(T real, Object[] arguments);
    }

    static <T> T port(Class<T> type, T real, String method, Way<T> way) {
        if (Arrays.stream(type.getMethods()).noneMatch(it -> it.getName().equals(method))) {
            throw new IllegalArgumentException(type + " has no " + method);
        }
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return way.call(real, arguments);
                    }
                    try {
                        return called.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(proxy);
    }

    /** The same ports with another in place of the one of this type. */
    static <T> InMemoryRedis.Ports replaced(InMemoryRedis.Ports ports, Class<T> type, UnaryOperator<T> change) {
        RecordComponent[] components = InMemoryRedis.Ports.class.getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Object value = components[i].getAccessor().invoke(ports);
                values[i] = components[i].getType() == type ? change.apply(type.cast(value)) : value;
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<InMemoryRedis.Ports> constructor = InMemoryRedis.Ports.class.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
