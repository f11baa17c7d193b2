package dev.orchestrator.adapters.out.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Looks up the addresses of a host. */
@FunctionalInterface
public interface Names {
    /** All of them; fails with {@link UnknownHostException} when there is none. */
    CompletionStage<List<InetAddress>> resolve(String host);

    /** As the machine does it, its file of hosts included, on threads that may block. */
    static Names ofSystem(Executor blocking) {
        return host -> CompletableFuture.supplyAsync(() -> lookUp(host), blocking);
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }
}
