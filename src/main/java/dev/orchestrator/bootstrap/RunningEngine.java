package dev.orchestrator.bootstrap;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.ApplicationScoped;

/** What the process does once everything runs: say so, and wait for the end. */
@ApplicationScoped
@Unremovable
public class RunningEngine implements QuarkusApplication {
    private final ReadyNotice ready;

    RunningEngine(ReadyNotice ready) {
        this.ready = ready;
    }

    @Override
    public int run(String... args) {
        ready.tell();
        Quarkus.waitForExit();
        return ApplicationLifecycleManager.getExitCode();
    }
}
