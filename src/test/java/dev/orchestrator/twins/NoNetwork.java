package dev.orchestrator.twins;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.handlers.BuiltInHandlers;
import dev.orchestrator.handlers.HttpCalls;
import dev.orchestrator.handlers.HttpQuery;
import dev.orchestrator.handlers.HttpReply;
import dev.orchestrator.handlers.JsonForm;
import dev.orchestrator.handlers.WebUrl;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A world in which no service answers, for tests that reach none. */
public final class NoNetwork implements HttpCalls {
    public static final JsonForm JSON = new JsonForm(new Json(64)::parse, Json::write);

    public static BuiltInHandlers.Outside outside() {
        return new BuiltInHandlers.Outside(new NoNetwork(), JSON, Optional.empty());
    }

    @Override
    public boolean allows(WebUrl url) {
        return false;
    }

    @Override
    public CompletionStage<HttpReply> send(HttpQuery query, Consumer<Runnable> onCancel) {
        return CompletableFuture.completedFuture(new HttpReply.Unanswered(
                true, "CONNECTION_FAILED", "No network to " + query.url().host()));
    }
}
