package dev.orchestrator.application;

import dev.orchestrator.domain.explanation.Circuit;
import dev.orchestrator.domain.explanation.Fleet;
import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.Members;
import dev.orchestrator.ports.out.Whereabouts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an explanation asks the hot store for: an execution's open work, who is there to do it, and what keeps them from it. */
public record HotSide(
        EventLoop loop,
        LiveState live,
        Whereabouts whereabouts,
        Members members,
        Supplier<CompletionStage<List<Breaker>>> breakers) {
    CompletionStage<Fleet> fleet() {
        return members.living(Members.WORKER)
                .thenCombine(
                        members.names(Members.ORCHESTRATOR),
                        (workers, orchestrators) -> new Fleet(workers(workers), !orchestrators.isEmpty()));
    }

    CompletionStage<Map<String, Circuit>> circuits() {
        return breakers.get().thenApply(all -> {
            Map<String, Circuit> circuits = new HashMap<>();
            all.forEach(it ->
                    circuits.put(it.name(), new Circuit(it.state().name().toLowerCase(Locale.ROOT), it.nextProbeAt())));
            return circuits;
        });
    }

    private static List<Fleet.Worker> workers(Map<String, Map<String, String>> living) {
        List<Fleet.Worker> workers = new ArrayList<>();
        living.forEach((name, facts) -> workers.add(new Fleet.Worker(
                name,
                split(facts.getOrDefault(Members.QUEUES, "")),
                handlers(facts.get(Members.HANDLERS)),
                number(facts.get(Members.SLOTS)),
                number(facts.get(Members.BUSY)))));
        return workers;
    }

    private static @Nullable Set<String> handlers(@Nullable String names) {
        return names == null ? null : split(names);
    }

    private static Set<String> split(String names) {
        return Set.copyOf(List.of(names.split(",")));
    }

    /** Facts are for people: one that is no number must not cost the answer. */
    private static int number(@Nullable String fact) {
        return fact != null && fact.matches("\\d{1,9}") ? Integer.parseInt(fact) : 0;
    }
}
