package dev.orchestrator.defects;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The tests of this build, as they would run. Classes are looked at and never initialised. */
public final class TestClasses {
    private static final String PACKAGE = "dev.orchestrator";

    private final Map<String, Class<?>> outer = new HashMap<>();
    private final List<Class<?>> all;

    private TestClasses(List<Class<?>> all) {
        this.all = all;
        all.stream()
                .filter(type -> type.getEnclosingClass() == null)
                .forEach(type -> outer.merge(type.getSimpleName(), type, TestClasses::either));
    }

    public static TestClasses ofThisBuild() throws IOException, URISyntaxException {
        Path root = Path.of(
                Defect.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root.resolve(PACKAGE.replace('.', '/')))) {
            return new TestClasses(files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - 6)))
                    .toList());
        }
    }

    private static Class<?> load(String path) {
        try {
            return Class.forName(path.replace('/', '.'), false, TestClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Of two classes of one name the one with tests. */
    private static Class<?> either(Class<?> one, Class<?> other) {
        return tests(one).findAny().isPresent() ? one : other;
    }

    /** A test that runs; empty when there is none of this name, when it is switched off, or when nothing runs its class. */
    public Optional<Method> find(String name) {
        String[] parts = name.split("\\.", 2);
        Class<?> type = outer.get(parts[0]);
        return type == null || isSwitchedOff(type.getAnnotations()) || !isRun(type)
                ? Optional.empty()
                : tests(type)
                        .filter(method -> method.getName().equals(parts[1]))
                        .findFirst();
    }

    public Stream<Method> all() {
        return all.stream().flatMap(TestClasses::tests);
    }

    private static Stream<Method> tests(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .filter(method -> !isSwitchedOff(method.getAnnotations()));
    }

    private static boolean isSwitchedOff(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .map(annotation -> annotation.annotationType().getSimpleName())
                .anyMatch(name -> name.startsWith("Disabled") || name.startsWith("Enabled"));
    }

    /** Surefire and failsafe find classes by their names; a contract runs as whatever extends it. */
    private boolean isRun(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers())
                ? all.stream().anyMatch(other -> other != type && type.isAssignableFrom(other) && isRun(other))
                : outermost(type).getSimpleName().matches(".*(Test|IT)");
    }

    private static Class<?> outermost(Class<?> type) {
        return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
    }
}
