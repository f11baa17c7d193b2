package dev.orchestrator.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.e2e.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Definitions of many kinds, whose nodes tell the ledger what they do. */
public final class Shapes {
    private final Path ledger;
    private final AtomicInteger number = new AtomicInteger();

    Shapes(Path ledger) {
        this.ledger = ledger.toAbsolutePath();
    }

    /** One of the mix. */
    Order any(RandomGenerator chance) {
        int pick = chance.nextInt(100);
        if (pick < 18) {
            return Order.of(chain(chance.nextInt(2, 7), chance), ExecutionStatus.COMPLETED);
        } else if (pick < 30) {
            return params(chance);
        } else if (pick < 42) {
            return Order.of(fan(chance.nextInt(2, 16), chance), ExecutionStatus.COMPLETED);
        } else if (pick < 52) {
            return Order.of(branches(chance), ExecutionStatus.COMPLETED);
        } else if (pick < 62) {
            return Order.of(flaky(chance), ExecutionStatus.COMPLETED);
        } else if (pick < 67) {
            return Order.of(fatal("fail_fast", chance), ExecutionStatus.FAILED);
        } else if (pick < 72) {
            return Order.of(fatal("continue", chance), ExecutionStatus.FAILED);
        }
        return rarer(pick, chance);
    }

    private Order rarer(int pick, RandomGenerator chance) {
        if (pick < 76) {
            return Order.of(exhausted(chance), ExecutionStatus.FAILED);
        } else if (pick < 80) {
            return Order.of(curable(chance), null).retrying("b");
        } else if (pick < 82) {
            return Order.of(slowNode(chance), ExecutionStatus.FAILED);
        } else if (pick < 84) {
            return Order.of(slowExecution(chance), ExecutionStatus.FAILED);
        } else if (pick < 88) {
            return Order.of(deferring(chance), ExecutionStatus.COMPLETED);
        } else if (pick < 93) {
            return Order.of(once(chance), ExecutionStatus.COMPLETED);
        }
        return Order.of(fan(chance.nextInt(2, 12), chance), null)
                .cancelledAfter(Duration.ofMillis(chance.nextInt(1_500)));
    }

    /** Each node passes on what the one before gave. */
    public ObjectNode chain(int length, RandomGenerator chance) {
        ObjectNode definition = definition("chain");
        for (int i = 0; i < length; i++) {
            ObjectNode node =
                    i == 0 ? node(definition, "n0", chance) : node(definition, "n" + i, chance, "n" + (i - 1));
            if (i > 0) {
                config(node).putArray("from").add("{{ n" + (i - 1) + ".n }}").add("{{ n" + (i - 1) + ".from ?? 0 }}");
            }
        }
        return definition;
    }

    private Order params(RandomGenerator chance) {
        ObjectNode definition = definition("params");
        config(node(definition, "a", chance)).put("text", "{{ params.who }}").put("n", "{{ params.n }}");
        config(node(definition, "b", chance, "a")).put("text", "Hello {{ a.text }}, {{ a.n }} times");
        Map<String, Object> params = Map.of("who", "Ada \"the first\"", "n", chance.nextInt(1_000));
        return Order.of(definition, ExecutionStatus.COMPLETED).with(params);
    }

    /** One, many behind it, and one behind all of them. */
    public ObjectNode fan(int width, RandomGenerator chance) {
        ObjectNode definition = definition("fan");
        node(definition, "root", chance);
        String[] middle = IntStream.range(0, width).mapToObj(i -> "m" + i).toArray(String[]::new);
        for (String id : middle) {
            config(node(definition, id, chance, "root")).put("from", "{{ root.n }}");
        }
        ArrayNode from = config(node(definition, "join", chance, middle)).putArray("from");
        List.of(middle).forEach(id -> from.add("{{ " + id + ".from }}"));
        return definition;
    }

    private ObjectNode branches(RandomGenerator chance) {
        ObjectNode definition = definition("branches");
        config(node(definition, "order", chance)).put("n", chance.nextInt(200));
        ObjectNode decision = node(definition, "large", chance, "order").put("handler", "decision");
        decision.putObject("config")
                .put("value_a", "{{ order.n }}")
                .put("operator", ">")
                .put("value_b", 100);
        node(definition, "review", chance, "large").put("condition", "{{ large.result }} == True");
        node(definition, "approve", chance, "large").put("condition", "{{ large.result }} == False");
        node(definition, "notify", chance, "approve");
        config(node(definition, "done", chance, "review", "notify"))
                .putArray("from")
                .add("{{ review.n ?? 'none' }}")
                .add("{{ notify.n ?? 'none' }}");
        node(definition, "echo", chance, "done")
                .put("handler", "echo")
                .putObject("config")
                .put("n", "{{ done.n }}");
        return definition;
    }

    private ObjectNode flaky(RandomGenerator chance) {
        ObjectNode definition = definition("flaky");
        node(definition, "a", chance);
        config(node(definition, "b", chance, "a")).put("fail_times", chance.nextInt(1, 3));
        node(definition, "c", chance, "b");
        return definition;
    }

    private ObjectNode fatal(String onFailure, RandomGenerator chance) {
        ObjectNode definition = definition(onFailure).put("on_failure", onFailure);
        node(definition, "a", chance);
        config(node(definition, "broken", chance, "a")).put("fatal_below", 1_000);
        node(definition, "healthy", chance, "a");
        node(definition, "after", chance, "broken");
        node(definition, "alarm", chance, "broken", "healthy").put("trigger_rule", "one_failed");
        node(definition, "some", chance, "broken", "healthy").put("trigger_rule", "any_success");
        node(definition, "cleanup", chance, "after", "alarm", "some").put("trigger_rule", "all_done");
        return definition;
    }

    private ObjectNode exhausted(RandomGenerator chance) {
        ObjectNode definition = definition("exhausted");
        config(node(definition, "a", chance)).put("fail_times", 1_000);
        retry(node(definition, "b", chance), 2);
        ((ObjectNode) definition.at("/dag/nodes/0/retry")).put("max_attempts", 3);
        return definition;
    }

    private ObjectNode curable(RandomGenerator chance) {
        ObjectNode definition = definition("curable");
        node(definition, "a", chance);
        config(node(definition, "b", chance, "a")).put("fatal_below", 2);
        config(node(definition, "c", chance, "b")).put("from", "{{ b.n }}");
        return definition;
    }

    private ObjectNode slowNode(RandomGenerator chance) {
        ObjectNode definition = definition("slow_node");
        ObjectNode slow = retry(node(definition, "a", chance), 1).put("timeout_seconds", 1);
        config(slow).put("millis", 30_000);
        return definition;
    }

    private ObjectNode slowExecution(RandomGenerator chance) {
        ObjectNode definition = definition("slow_execution").put("timeout_seconds", 1);
        config(node(definition, "a", chance)).put("millis", 30_000);
        node(definition, "b", chance, "a");
        return definition;
    }

    private ObjectNode deferring(RandomGenerator chance) {
        ObjectNode definition = definition("deferring");
        config(node(definition, "a", chance)).put("defer_millis", chance.nextInt(100, 800));
        ((ObjectNode) definition.at("/dag/nodes/0")).put("handler", "moody");
        node(definition, "wait", chance, "a")
                .put("handler", "delay")
                .putObject("config")
                .put("seconds", chance.nextInt(1, 8) / 10.0);
        node(definition, "b", chance, "wait");
        return definition;
    }

    private ObjectNode once(RandomGenerator chance) {
        ObjectNode definition = definition("once");
        node(definition, "a", chance);
        node(definition, "b", chance, "a").put("at_most_once", true);
        node(definition, "c", chance, "b");
        return definition;
    }

    /** An empty one with a name of its own. */
    public ObjectNode definition(String kind) {
        ObjectNode definition = Api.JSON.createObjectNode().put("name", kind + "-" + number.incrementAndGet());
        definition.putObject("dag").putArray("nodes");
        return definition;
    }

    /** Adds a node that does a little work, and survives a few faults. */
    public ObjectNode node(ObjectNode definition, String id, RandomGenerator chance, String... dependencies) {
        ObjectNode node = ((ArrayNode) definition.at("/dag/nodes")).addObject().put("id", id);
        node.put("handler", chance.nextInt(5) == 0 ? "moody_blocking" : "moody");
        ArrayNode list = node.putArray("dependencies");
        List.of(dependencies).forEach(list::add);
        config(node)
                .put("ledger", ledger.toString())
                .put("n", chance.nextInt(1_000))
                .put("millis", chance.nextInt(5, 150));
        return retry(node, 8);
    }

    private static ObjectNode retry(ObjectNode node, int attempts) {
        node.putObject("retry")
                .put("max_attempts", attempts)
                .put("backoff_seconds", 0.1)
                .put("max_backoff_seconds", 1)
                .put("jitter", 0.5);
        return node;
    }

    public static ObjectNode config(ObjectNode node) {
        return node.has("config") ? (ObjectNode) node.get("config") : node.putObject("config");
    }
}
