package dev.orchestrator.bootstrap.wiring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names a process so that people find it, and never the same twice: a restart is another member. */
final class ProcessName {
    private ProcessName() {}

    static String of(String role) {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return role + "-" + host() + "-" + ProcessHandle.current().pid() + "-" + random;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }
}
