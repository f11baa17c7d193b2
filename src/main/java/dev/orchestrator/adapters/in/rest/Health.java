package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.out.Pulse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Asks every store for its pulse, side by side, and never longer than a moment. */
@Singleton
class Health {
    private static final Logger LOG = Logger.getLogger(Health.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pulses pulses;

    Health(Pulses pulses) {
        this.pulses = pulses;
    }

    /** For every store by name, whether it answers. */
    Uni<Map<String, Boolean>> check() {
        List<Uni<Map.Entry<String, Boolean>>> asked =
                pulses.all().stream().map(Health::ask).toList();
        return asked.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : Uni.join().all(asked).andFailFast().map(Health::byName);
    }

    private static Map<String, Boolean> byName(List<Map.Entry<String, Boolean>> answers) {
        Map<String, Boolean> stores = new TreeMap<>();
        answers.forEach(answer -> stores.put(answer.getKey(), answer.getValue()));
        return stores;
    }

    private static Uni<Map.Entry<String, Boolean>> ask(Pulse pulse) {
        return Uni.createFrom()
                .completionStage(pulse::beats)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf(failure, "%s does not answer", pulse.name()))
                .onFailure()
                .recoverWithItem(false)
                .map(beats -> Map.entry(pulse.name(), Boolean.TRUE.equals(beats)));
    }
}
