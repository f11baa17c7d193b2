package dev.orchestrator.ports.out;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Who is there: processes announce themselves and fall silent when they die. */
public interface Members {
    /** The role whose members serve queues. */
    String WORKER = "worker";
    /** The fact that names the queues which a worker serves, joined by commas; a queue timeout asks for it. */
    String QUEUES = "queues";
    /** The fact that names the handlers which a worker has, joined by commas. */
    String HANDLERS = "handlers";
    /** The fact that says how many tasks a worker runs at a time. */
    String SLOTS = "slots";
    /** The fact that says how many of its slots are in use. */
    String BUSY = "busy";
    /** The role whose members decide. */
    String ORCHESTRATOR = "orchestrator";

    /** Says that a member of this role lives, for so long; {@code facts} are for people and for queue timeouts. */
    CompletionStage<Void> announce(String role, String member, Map<String, String> facts, Duration validity);

    CompletionStage<Void> leave(String role, String member);

    /** The living members of a role by name, in order, with their facts. */
    CompletionStage<Map<String, Map<String, String>>> living(String role);

    /** The names only, in order. */
    default CompletionStage<List<String>> names(String role) {
        return living(role)
                .thenApply(members -> members.keySet().stream().sorted().toList());
    }
}
