package dev.orchestrator.bootstrap;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** What the process does once everything runs: say so, and wait for the end. */
@ApplicationScoped
@Unremovable
public class RunningEngine implements QuarkusApplication {
    private final ReadyNotice ready;
    private final Instance<Launcher> launcher;

    RunningEngine(ReadyNotice ready, Instance<Launcher> launcher) {
        this.ready = ready;
        this.launcher = launcher;
    }

    @Override
    public int run(String... args) {
        ready.tell();
        Quarkus.waitForExit();
        launcher.stream().forEach(Launcher::leave);
        return ApplicationLifecycleManager.getExitCode();
    }
}
