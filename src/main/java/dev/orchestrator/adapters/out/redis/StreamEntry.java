package dev.orchestrator.adapters.out.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry as it was read from a stream.
 *
 * @param isText whether all of it is UTF-8; where it is not, the fields show the damage
 */
record StreamEntry(String stream, String id, Map<String, String> fields, boolean isText) {
    /** The reply of XREADGROUP: streams, each with its entries. */
    static List<StreamEntry> ofStreams(Response streams) {
        List<StreamEntry> result = new ArrayList<>();
        for (Response stream : streams) {
            result.addAll(ofEntries(stream.get(0).toString(), stream.get(1)));
        }
        return result;
    }

    /** Entries of one stream; those that were deleted meanwhile come as null and are left out. */
    static List<StreamEntry> ofEntries(String stream, Response entries) {
        List<StreamEntry> result = new ArrayList<>();
        for (Response entry : entries) {
            if (entry != null && entry.size() == 2 && entry.get(1) != null) {
                result.add(entry(stream, entry.get(0).toString(), entry.get(1)));
            }
        }
        return result;
    }

    private static StreamEntry entry(String stream, String id, Response flat) {
        Map<String, String> fields = new HashMap<>();
        boolean isText = flat.size() % 2 == 0;
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            String name = flat.get(i).toString();
            String value = flat.get(i + 1).toString();
            fields.put(name, value);
            isText &= Utf8.is(name, flat.get(i)) && Utf8.is(value, flat.get(i + 1));
        }
        return new StreamEntry(stream, id, fields, isText);
    }
}
