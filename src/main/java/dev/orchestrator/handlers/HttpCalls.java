package dev.orchestrator.handlers;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Calls services over HTTP, and only those that a workflow may reach. */
public interface HttpCalls {
    /** Tells whether the operator let this address through by name or network, so that no guard stands before it. */
    boolean allows(WebUrl url);

    /**
     * Sends a request and answers how it went; the stage never fails.
     *
     * @param onCancel takes the action that aborts the call, as {@link dev.orchestrator.spi.TaskContext#onCancel} does
     */
    CompletionStage<HttpReply> send(HttpQuery query, Consumer<Runnable> onCancel);
}
