package dev.orchestrator.chaos;

import dev.orchestrator.bootstrap.embedded.StoreServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a Redis, to be changed while it does not run. Up to 6.2 it is one file, from 7 on a directory. */
final class StoredRedis {
    private static final List<String> NAMES = List.of("appendonly.aof", "appendonlydir", "dump.rdb");
    private static final String ASIDE = "aside";
    private static final int LACKING = 1_500;

    private final StoreServer server;

    StoredRedis(StoreServer server) {
        this.server = server;
    }

    void kill() {
        server.kill();
    }

    void start() {
        server.start();
    }

    void keep() {}

    void forget() {
        NAMES.forEach(server::forget);
    }

    /** Cuts the last bytes off, in the midst of a command. */
    void truncate() {
        files(server.directory())
                .filter(file -> file.toString().endsWith(".aof"))
                .max(Comparator.comparing(Path::toString))
                .ifPresent(StoredRedis::cut);
    }

    private static void cut(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, channel.size() - LACKING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void putAside() {
        server.forget(ASIDE);
        copy(server.directory(), server.directory().resolve(ASIDE));
    }

    void putBack() {
        forget();
        copy(server.directory().resolve(ASIDE), server.directory());
    }

    private static void copy(Path from, Path to) {
        files(from)
                .filter(file -> NAMES.contains(from.relativize(file).getName(0).toString()))
                .forEach(file -> copyFile(file, to.resolve(from.relativize(file))));
    }

    private static void copyFile(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
