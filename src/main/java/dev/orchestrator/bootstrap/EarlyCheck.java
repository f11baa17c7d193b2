package dev.orchestrator.bootstrap;

import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Checks the settings before anything is made of them: what serves requests is made before the engine starts. */
@Singleton
class EarlyCheck {
    private final Settings settings;

    EarlyCheck(Settings settings) {
        this.settings = settings;
    }

    void beforeAll(@Observes @Priority(1) Router router) {
        SettingsCheck.check(settings);
    }
}
