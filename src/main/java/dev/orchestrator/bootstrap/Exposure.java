package dev.orchestrator.bootstrap;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Keeps an API without keys on the machine it runs on, unless someone insists. */
final class Exposure {
    private Exposure() {}

    static void check(String host, boolean hasKeys, boolean insecure) {
        if (!hasKeys && !insecure && !isLoopback(host)) {
            throw new StartRefused(
                    "The API would be open to everyone who can reach " + host
                            + ". Set WORKFLOW_API_KEYS or WORKFLOW_API_KEYS_FILE, bind to 127.0.0.1, or insist with --insecure.");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartRefused("--host " + host + " is no address of this machine.");
        }
    }
}
