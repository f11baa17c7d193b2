package dev.orchestrator.ports.out;

import java.util.Optional;

/** What a worker knows and nobody else may: values that configs name as {@code {{ secrets.NAME }}}. */
@FunctionalInterface
public interface Secrets {
    /** Knows none. */
    Secrets NONE = name -> Optional.empty();

    /**
     * The value of now; answers at once.
     *
     * @throws java.io.UncheckedIOException when it is there and cannot be read now
     */
    Optional<String> find(String name);
}
