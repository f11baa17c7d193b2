package dev.orchestrator.adapters.out.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An entry as it was read from a stream. */
record StreamEntry(String stream, String id, Map<String, String> fields) {
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
                result.add(new StreamEntry(stream, entry.get(0).toString(), fields(entry.get(1))));
            }
        }
        return result;
    }

    private static Map<String, String> fields(Response flat) {
        Map<String, String> result = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            result.put(flat.get(i).toString(), flat.get(i + 1).toString());
        }
        return result;
    }
}
