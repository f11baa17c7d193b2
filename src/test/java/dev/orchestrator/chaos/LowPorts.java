package dev.orchestrator.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Ports below those that systems give to clients: nobody takes one while its server is down. */
final class LowPorts {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final Random CHANCE = new Random();

    private LowPorts() {}

    static int free() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = CHANCE.nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + END);
    }
}
