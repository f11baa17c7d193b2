package dev.orchestrator.chaos;

import dev.orchestrator.e2e.RedisKeys;
import java.util.List;
import java.util.random.RandomGenerator;

/** The kinds of keys of which one may get lost. */
enum LostKey {
    LIVE_STATE("wf:{0}:x:*"),
    OPEN_RECORDS("wf:{0}:o:*"),
    TASK_STREAM("wf:{0}:q:*"),
    TASK("wf:{0}:q:*"),
    COMPLETIONS("wf:{0}:c:*"),
    COMPLETION("wf:{0}:c:*"),
    DEADLINES("wf:{0}:deadlines"),
    TIMERS("wf:{0}:timers"),
    TOMBSTONE("wf:{0}:gone:*"),
    WORKERS("wf:{members}:*"),
    QUEUES("wf:{0}:queues"),
    BEATS("wf:{0}:beats"),
    READY("wf:{0}:ready"),
    INCARNATION("wf:{0}:inc");

    private final String pattern;

    LostKey(String pattern) {
        this.pattern = pattern;
    }

    /** Answers what was lost; nothing when there is no such key now. */
    String lose(RedisKeys keys, RandomGenerator chance) {
        List<String> all = keys.named(pattern);
        if (all.isEmpty()) {
            return "";
        }
        String key = all.get(chance.nextInt(all.size()));
        if (this == TASK || this == COMPLETION) {
            return entryOf(key, keys);
        }
        keys.call("DEL", key);
        return key;
    }

    private static String entryOf(String stream, RedisKeys keys) {
        List<?> entries = (List<?>) keys.call("XRANGE", stream, "-", "+", "COUNT", "1");
        if (entries.isEmpty()) {
            return "";
        }
        String id = (String) ((List<?>) entries.get(0)).get(0);
        keys.call("XDEL", stream, id);
        return id + " of " + stream;
    }
}
