package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.StoreUnavailable;
import dev.orchestrator.twins.InMemoryStore;
import dev.orchestrator.twins.InMemoryWorkflows;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LoaderTest {
    private static final ExecutionId ID = new ExecutionId(new UUID(1, 2));

    @Test
    void aConnectionThatIsCutOnceIsNoExecutionsFault() {
        Loader loader = loader(new StoreUnavailable("cut"));
        assertThat(loader.held(List.of(ID)).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void whatCannotBeReadIsBlamedAlone() {
        Loader loader = loader(new IllegalStateException("cannot be read"));
        assertThat(loader.held(List.of(ID)).toCompletableFuture().join().broken())
                .containsOnlyKeys(ID);
    }

    /** On a journal whose loads fail like this, and that answers everything else. */
    private static Loader loader(RuntimeException failure) {
        Journal journal = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(),
                new Class<?>[] {Journal.class},
                (proxy, method, arguments) -> method.getName().equals("load")
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(List.of()));
        return new Loader(journal, new InMemoryWorkflows(new InMemoryStore(), Runnable::run, submission -> {
            throw new AssertionError(submission);
        }));
    }
}
