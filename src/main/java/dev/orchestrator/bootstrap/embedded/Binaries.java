package dev.orchestrator.bootstrap.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Servers unpacked from the jar, once for each version, into a directory that is complete or absent. */
final class Binaries {
    private final Path home;

    Binaries(Path home) {
        this.home = home;
    }

    /** The directory with bin/postgres, or empty where the jar has none for this platform. */
    Optional<Path> postgres() throws IOException {
        Optional<URL> archive = Platform.here().map(Platform::postgres).flatMap(Binaries::resource);
        return archive.isPresent() ? Optional.of(unpacked("postgres", archive.get())) : Optional.empty();
    }

    /** The redis-server program, or empty where the jar has none for this platform. */
    Optional<Path> redis() throws IOException {
        Optional<URL> program = Platform.here().map(Platform::redis).flatMap(Binaries::resource);
        return program.isPresent()
                ? Optional.of(unpacked("redis", program.get()).resolve("redis-server"))
                : Optional.empty();
    }

    private Path unpacked(String name, URL resource) throws IOException {
        Path target = home.resolve(name + "-" + fingerprint(resource));
        if (!Files.isDirectory(target)) {
            Path part = home.resolve("part-" + name);
            delete(part);
            Files.createDirectory(part);
            Permissions.executable(part);
            try (InputStream in = new BufferedInputStream(resource.openStream(), 1 << 16)) {
                unpack(resource, in, part);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }

    private static void unpack(URL resource, InputStream in, Path directory) throws IOException {
        if (resource.getPath().endsWith(".txz")) {
            Archive.unpack(in, directory);
        } else {
            Path program = directory.resolve("redis-server");
            Files.copy(in, program);
            Permissions.executable(program);
        }
    }

    /** The size tells versions apart without reading fifteen megabytes at each start. */
    private static String fingerprint(URL resource) throws IOException {
        return Long.toString(resource.openConnection().getContentLengthLong(), 36)
                .toLowerCase(Locale.ROOT);
    }

    private static Optional<URL> resource(String name) {
        return Optional.ofNullable(Binaries.class.getClassLoader().getResource(name));
    }

    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
