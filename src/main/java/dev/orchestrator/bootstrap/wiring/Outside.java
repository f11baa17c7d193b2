package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.adapters.out.http.AllowList;
import dev.orchestrator.adapters.out.http.BoundedNames;
import dev.orchestrator.adapters.out.http.GuardedHttp;
import dev.orchestrator.adapters.out.http.HttpLimits;
import dev.orchestrator.adapters.out.http.Names;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.handlers.BuiltInHandlers;
import dev.orchestrator.handlers.JsonForm;
import dev.orchestrator.handlers.LanguageModel;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** What handlers of a worker reach outside with, as the settings say. */
final class Outside implements AutoCloseable {
    private static final int NAME_THREADS = 8;
    private static final int NAMES_WAITING = 10_000;
    private static final Duration NAME_PATIENCE = Duration.ofSeconds(10);

    private final WorkerExecutor lookUps;
    private final GuardedHttp http;
    private final JsonForm json;
    private final Optional<LanguageModel> model;

    Outside(Vertx vertx, Settings settings) {
        Settings.Http limits = settings.http();
        AllowList allowed = AllowList.of(limits.allowedHosts().orElse(List.of()));
        this.model = model(settings.llm());
        this.json = new JsonForm(new Json(settings.limits().depth())::parse, Json::write);
        this.lookUps = vertx.createSharedWorkerExecutor("host-names", NAME_THREADS);
        this.http = new GuardedHttp(
                vertx,
                new HttpLimits(limits.maxResponse(), limits.connectTimeout(), limits.connectionsPerHost()),
                allowed,
                new BoundedNames(Names.ofSystem(this::lookUp), NAME_THREADS, NAMES_WAITING, NAME_PATIENCE));
    }

    BuiltInHandlers.Outside forHandlers() {
        return new BuiltInHandlers.Outside(http, json, model);
    }

    private void lookUp(Runnable task) {
        lookUps.executeBlocking(Executors.callable(task), false);
    }

    private static Optional<LanguageModel> model(Settings.Llm llm) {
        return llm.url().map(url -> LanguageModel.at(url, llm.apiKey().map(String::strip), llm.model(), llm.timeout())
                .orElseThrow(() -> new IllegalArgumentException(
                        "workflow.llm.url (WORKFLOW_LLM_URL) is no http or https URL without user and password;"
                                + " write one such as https://api.openai.com/v1")));
    }

    @Override
    public void close() {
        http.close();
        lookUps.close();
    }
}
