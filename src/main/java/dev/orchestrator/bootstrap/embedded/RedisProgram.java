package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Redis or Valkey server to run and its version: the machine's own, else the one in the jar. */
record RedisProgram(Path path, String version) {
    private static final Pattern VERSION = Pattern.compile("v=(\\d+\\.\\d+)");

    static RedisProgram find(Binaries binaries) throws IOException {
        Optional<Path> installed = Executables.onPath("redis-server", "valkey-server");
        return installed.isPresent() ? of(installed.get()) : bundled(binaries);
    }

    static RedisProgram bundled(Binaries binaries) throws IOException {
        return of(binaries.redis().orElseThrow(() -> Platform.noServer("Redis", "REDIS_URL")));
    }

    private static RedisProgram of(Path path) throws IOException {
        String output = output(path);
        Matcher version = VERSION.matcher(output);
        if (!version.find()) {
            throw new StoreFailure("The Redis server " + path + " does not run: " + output.strip()
                    + "\nInstall redis-server or valkey-server, or set REDIS_URL.");
        }
        return new RedisProgram(path, version.group(1));
    }

    private static String output(Path path) throws IOException {
        Process process = new ProcessBuilder(path.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
