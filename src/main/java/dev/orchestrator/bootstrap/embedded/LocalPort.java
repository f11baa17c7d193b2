package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A free loopback port, the same one as last time where it is still free. */
final class LocalPort {
    static final String HOST = "127.0.0.1";

    private LocalPort() {}

    static int in(Path directory) throws IOException {
        Path file = directory.resolve("port");
        int last = Files.exists(file) ? parse(Files.readString(file)) : 0;
        int port = last > 0 && isFree(last) ? last : bind(0);
        Files.writeString(file, Integer.toString(port));
        return port;
    }

    private static int parse(String text) {
        String digits = text.strip();
        return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    }

    private static boolean isFree(int port) {
        try {
            return bind(port) == port;
        } catch (IOException | IllegalArgumentException taken) {
            return false;
        }
    }

    private static int bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }
}
