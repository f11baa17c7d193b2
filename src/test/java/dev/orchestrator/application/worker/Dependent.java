package dev.orchestrator.application.worker;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A puppet that depends on the host which its config names. */
final class Dependent implements TaskHandler {
    final Puppet puppet = new Puppet();
    final List<String> asked = new ArrayList<>();

    @Override
    public String name() {
        return "dependent";
    }

    @Override
    public Optional<String> dependsOn(TaskContext task) {
        asked.add(task.nodeId());
        return Optional.ofNullable((String) task.config().get("host"));
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        return puppet.run(task);
    }
}
