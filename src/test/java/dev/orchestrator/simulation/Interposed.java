package dev.orchestrator.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Puts something between the application and one of its ports, to spoil a few calls of it. */
final class Interposed {
    private Interposed() {}

    /** Answers a call itself, or hands on what the real port answers to these or other arguments. */
    interface Call {
        @Nullable
        Object answer(String method, @Nullable Object[] arguments, Real real);
    }

    /** The port behind. */
    interface Real {
        @Nullable
        Object call(@Nullable Object... arguments);
    }

    static <P> P before(Class<P> port, P real, Call call) {
        Object proxy = Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (self, method, arguments) -> call.answer(
                        method.getName(),
                        arguments == null ? new Object[0] : arguments,
                        given -> invoke(method, real, given)));
        return port.cast(proxy);
    }

    private static @Nullable Object invoke(Method method, Object real, @Nullable Object... arguments) {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
