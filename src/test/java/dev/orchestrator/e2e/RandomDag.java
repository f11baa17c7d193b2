package dev.orchestrator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A definition drawn from chance whose result is known: every node completes, and each echo repeats the numbers of the
 * echoes that it depends on.
 */
final class RandomDag {
    private static final int MOST_NODES = 12;
    private static final int MOST_PARENTS = 3;

    private final RandomGenerator chance;
    private final ArrayNode nodes = Api.JSON.createArrayNode();
    private final ObjectNode outputs = Api.JSON.createObjectNode();
    private final List<Integer> echoes = new ArrayList<>();

    RandomDag(RandomGenerator chance) {
        this.chance = chance;
        int size = chance.nextInt(3, MOST_NODES + 1);
        IntStream.range(0, size).forEach(this::add);
    }

    String definition() {
        ObjectNode definition = Api.JSON.createObjectNode().put("name", "random");
        definition.putObject("dag").set("nodes", nodes);
        return definition.toString();
    }

    int size() {
        return nodes.size();
    }

    /** What the echoes must have answered, by node. */
    JsonNode outputs() {
        return outputs;
    }

    private void add(int index) {
        ObjectNode node = nodes.addObject().put("id", "n" + index);
        // A worker that is killed takes an attempt with it.
        node.putObject("retry").put("max_attempts", 10).put("backoff_seconds", 0.1);
        List<Integer> parents = chance.ints(MOST_PARENTS, 0, Math.max(1, index))
                .filter(parent -> parent < index)
                .distinct()
                .sorted()
                .boxed()
                .toList();
        ArrayNode dependencies = node.putArray("dependencies");
        parents.forEach(parent -> dependencies.add("n" + parent));
        switch (chance.nextInt(5)) {
            case 0 -> node.put("handler", "delay").putObject("config").put("seconds", chance.nextInt(5) / 10.0);
            case 1 -> node.put("handler", "fail").putObject("config").put("fail_times", 1);
            case 2 ->
                node.put("handler", "call_external_service")
                        .putObject("config")
                        .put("url", "https://api.example.com/users/" + index);
            default -> echo(index, parents, node.put("handler", "echo").putObject("config"));
        }
    }

    private void echo(int index, List<Integer> parents, ObjectNode config) {
        ObjectNode output = outputs.putObject("n" + index).put("n", index);
        ArrayNode expected = output.putArray("from");
        ArrayNode from = config.put("n", index).putArray("from");
        parents.stream().filter(echoes::contains).forEach(parent -> {
            from.add("{{ n" + parent + ".n }}");
            expected.add(parent);
        });
        echoes.add(index);
    }
}
