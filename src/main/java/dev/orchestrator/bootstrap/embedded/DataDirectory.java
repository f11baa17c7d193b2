package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The directory of the embedded stores, held by one engine at a time. The lock ends with the process, however it ends. */
final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static DataDirectory open(Path path) {
        Path root = path.toAbsolutePath().normalize();
        try {
            // Others may pass through: PostgreSQL runs as another user where the engine is root.
            Permissions.directory(root, "rwx--x--x");
            return new DataDirectory(root, lock(root));
        } catch (IOException e) {
            throw new StoreFailure("The data directory " + root + " cannot be used: " + e, e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new StoreFailure("The data directory " + root + " is in use by another engine (process " + holder
                    + "). Stop that one, or name another directory with --data-dir.");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** A directory in it that only the engine and its servers may read. */
    Path directory(String name) {
        try {
            return Permissions.directory(root.resolve(name), "rwx------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path binaries() {
        try {
            return Permissions.directory(root.resolve("binaries"), "rwxr-xr-x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
