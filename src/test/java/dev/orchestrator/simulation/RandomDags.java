package dev.orchestrator.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Draws definitions that are valid by construction, as the JSON trees that a user would send: all trigger rules,
 * conditions and references (with and without defaults) to params and to any ancestor, retries, time limits. The same
 * generator state gives the same definition.
 */
public final class RandomDags {
    public static final int MOST_NODES = 200;

    private static final List<String> RULES = List.of("all_success", "all_done", "any_success", "one_failed");
    private static final List<String> CATEGORIES = List.of("retryable", "permanent", "timeout", "worker_lost");
    private static final List<String> OPERATORS = List.of("==", "!=", "<", "<=", ">", ">=");
    /** Members that tests give the outputs of nodes and the params; {@code absent} never is there. */
    private static final List<String> MEMBERS = List.of("value", "flag", "items[0].name", "items.0", "text", "absent");

    private final RandomGenerator random;
    private final List<String> ids = new ArrayList<>();
    private final List<List<Integer>> ancestors = new ArrayList<>();

    private RandomDags(RandomGenerator random) {
        this.random = random;
    }

    /** A definition of 1 to {@link #MOST_NODES} nodes, mostly few. */
    public static Map<String, Object> definition(RandomGenerator random) {
        return definition(random, 1 + random.nextInt(1 + random.nextInt(MOST_NODES)));
    }

    /** A definition of so many nodes. */
    public static Map<String, Object> definition(RandomGenerator random, int nodes) {
        RandomDags dags = new RandomDags(random);
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("name", "random-" + random.nextInt(1_000));
        dags.sometimes(definition, "on_failure", dags.pick(List.of("fail_fast", "continue")));
        dags.sometimes(definition, "timeout_seconds", 1 + random.nextInt(86_400));
        definition.put("dag", Map.of("nodes", dags.nodes(nodes)));
        return definition;
    }

    private List<Map<String, Object>> nodes(int count) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(pick(List.of("n", "step-", "Task_")) + i);
            nodes.add(node(i));
        }
        return nodes;
    }

    private Map<String, Object> node(int index) {
        List<Integer> parents = parents(index);
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", ids.get(index));
        node.put("handler", pick(List.of("echo", "input", "output", "decision", "fail")));
        if (!parents.isEmpty() || random.nextBoolean()) {
            node.put("dependencies", parents.stream().map(ids::get).toList());
        }
        node.put("config", config(index, "decision".equals(node.get("handler"))));
        sometimes(node, "condition", condition(index, 2));
        sometimes(node, "trigger_rule", pick(RULES));
        sometimes(node, "retry", retry());
        sometimes(node, "timeout_seconds", 0.5 + random.nextInt(100));
        sometimes(node, "queue_timeout_seconds", 1 + random.nextInt(1_000));
        sometimes(node, "queue", pick(List.of("fast", "slow")));
        sometimes(node, "at_most_once", random.nextBoolean());
        return node;
    }

    /** Mostly near ones, so that chains, fans and diamonds all occur. */
    private List<Integer> parents(int index) {
        int wanted = index == 0 || random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(Math.min(index, 4));
        int reach = random.nextBoolean() ? Math.min(index, 5) : index;
        List<Integer> parents = random.ints(wanted, index - reach, Math.max(index, 1))
                .distinct()
                .boxed()
                .toList();
        ancestors.add(parents.stream()
                .flatMap(parent -> Stream.concat(Stream.of(parent), ancestors.get(parent).stream()))
                .distinct()
                .toList());
        return parents;
    }

    private Map<String, Object> config(int index, boolean decision) {
        Map<String, Object> config = new LinkedHashMap<>();
        if (decision) {
            config.put("value_a", template(index));
            config.put("operator", pick(OPERATORS));
            config.put("value_b", random.nextBoolean() ? template(index) : random.nextInt(5));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            config.put("key" + i, value(index, 2));
        }
        return config;
    }

    private Object value(int index, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> random.nextInt(100);
            case 1 -> random.nextBoolean();
            case 2 -> "plain text, $5 and {braces}";
            case 3, 4 -> template(index);
            case 5 -> List.of(value(index, depth - 1), value(index, depth - 1));
            default -> Map.of("inner", value(index, depth - 1));
        };
    }

    private String template(int index) {
        String reference = reference(index);
        return switch (random.nextInt(5)) {
            case 0 -> "{{ " + reference + " }}";
            case 1 -> "${" + reference + "}";
            case 2 -> "before {{" + reference + " ?? 'none'}} after";
            case 3 -> "{{ " + reference + " ?? 0 }}";
            default -> "{{ " + reference + " ?? null }}:{{ execution.id }}";
        };
    }

    private String reference(int index) {
        List<Integer> above = ancestors.get(index);
        if (above.isEmpty() || random.nextInt(5) == 0) {
            return "params." + pick(MEMBERS);
        }
        String id = ids.get(pick(above));
        return switch (random.nextInt(6)) {
            case 0 -> id;
            case 1 -> id + ".output." + pick(MEMBERS);
            default -> id + "." + pick(MEMBERS);
        };
    }

    private String condition(int index, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> "{{ " + reference(index) + " }}";
            case 1 -> "{{ " + reference(index) + " }} == True";
            case 2 -> "${" + reference(index) + "} " + pick(OPERATORS) + " " + random.nextInt(10);
            case 3 -> "'x' != {{" + reference(index) + "}}";
            case 4 -> "!(" + condition(index, depth - 1) + ")";
            case 5 -> "(" + condition(index, depth - 1) + ") && " + condition(index, depth - 1);
            default -> "(" + condition(index, depth - 1) + " or " + condition(index, depth - 1) + ")";
        };
    }

    private Map<String, Object> retry() {
        Map<String, Object> retry = new LinkedHashMap<>();
        sometimes(retry, "max_attempts", 1 + random.nextInt(5));
        sometimes(retry, "backoff_seconds", random.nextInt(100) / 10.0);
        sometimes(retry, "max_backoff_seconds", 10 + random.nextInt(50));
        sometimes(retry, "jitter", random.nextInt(11) / 10.0);
        sometimes(retry, "on", CATEGORIES.subList(0, random.nextInt(CATEGORIES.size() + 1)));
        return retry;
    }

    private void sometimes(Map<String, Object> object, String name, Object value) {
        if (random.nextInt(4) == 0) {
            object.put(name, value);
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
