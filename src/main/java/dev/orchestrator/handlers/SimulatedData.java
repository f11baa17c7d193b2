package dev.orchestrator.handlers;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * A small world behind simulated URLs: {@code /users}, {@code /products}, {@code /orders}, {@code /posts} and
 * {@code /comments} are lists of three, {@code /users/7} is one of them; any other path has an {@code id} and a
 * {@code result}. It depends on nothing but the path: user 7 is the same everywhere, so that samples have a result
 * that can be told in advance.
 */
final class SimulatedData {
    private static final List<String> NAMES = List.of("Ada", "Grace", "Alan", "Barbara", "Edsger", "Radia", "Donald");
    private static final List<String> TIERS = List.of("gold", "silver", "bronze");
    private static final List<String> GOODS = List.of("Notebook", "Lamp", "Chair", "Keyboard", "Bag");
    private static final List<String> STATES = List.of("paid", "shipped", "delivered");
    private static final Map<String, LongFunction<Map<String, Object>>> KINDS = Map.of(
            "users", SimulatedData::user,
            "products", SimulatedData::product,
            "orders", SimulatedData::order,
            "posts", SimulatedData::post,
            "comments", SimulatedData::comment);

    private SimulatedData() {}

    static Map<String, Object> at(URI url) {
        List<String> path = Arrays.stream(url.getPath().split("/"))
                .filter(part -> !part.isBlank())
                .toList();
        for (int last = path.size() - 1; last >= 0; last--) {
            LongFunction<Map<String, Object>> kind = KINDS.get(path.get(last));
            if (kind != null) {
                return last + 1 < path.size() ? kind.apply(number(path.get(last + 1))) : list(path.get(last), kind);
            }
        }
        return fields("id", number(url.toString()), "result", "Simulated answer of " + url);
    }

    private static Map<String, Object> list(String name, LongFunction<Map<String, Object>> kind) {
        List<Map<String, Object>> items =
                LongStream.rangeClosed(1, 3).mapToObj(kind).toList();
        return fields("count", items.size(), name, items);
    }

    private static Map<String, Object> user(long id) {
        String name = pick(NAMES, id);
        String mail = name.toLowerCase(Locale.ROOT) + id + "@example.com";
        return fields("id", id, "name", name, "email", mail, "tier", pick(TIERS, id));
    }

    private static Map<String, Object> product(long id) {
        return fields("id", id, "name", pick(GOODS, id), "price", 10 + id % 90, "stock", id * 7 % 50);
    }

    private static Map<String, Object> order(long id) {
        long quantity = 1 + id % 4;
        return fields(
                "id",
                id,
                "user_id",
                1 + id % 7,
                "product_id",
                id,
                "quantity",
                quantity,
                "total",
                quantity * (10 + id % 90),
                "status",
                pick(STATES, id));
    }

    private static Map<String, Object> post(long id) {
        return fields(
                "id", id, "user_id", 1 + id % 7, "title", "Post " + id, "body", "This is what post " + id + " says.");
    }

    private static Map<String, Object> comment(long id) {
        return fields(
                "id", id, "post_id", 1 + id % 3, "author", pick(NAMES, id), "body", "A comment, number " + id + ".");
    }

    /** The first is number 1. */
    private static <T> T pick(List<T> from, long id) {
        return from.get((int) Math.floorMod(id - 1, (long) from.size()));
    }

    /** The number that the text is, or one from 1 to 1,000 that belongs to it. */
    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 1 + Math.floorMod(text.hashCode(), 1_000);
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
