package dev.orchestrator.adapters.out.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The moves that Redis makes as a whole; what each takes and answers stands in the head of its file. */
enum RedisScript {
    APPLY_CHANGE(6),
    ACKNOWLEDGE_MESSAGES(1),
    READ_EXECUTION(3),
    START_TASKS(3),
    BEAT_LEASES(2),
    ASK_START(4),
    COMPLETE_TASK(4),
    HAND_BACK_TASKS(2),
    PROMOTE_TIMERS(2),
    RECLAIM_EXPIRED(2),
    RETURN_UNSTARTED(2),
    FIND_MISSING(3),
    MEASURE_QUEUES(2),
    QUARANTINE_MESSAGE(1),
    QUARANTINE_TASK(1),
    LIST_QUARANTINE(1),
    RELEASE_QUARANTINE(1),
    EXPLAIN_OPEN(4),
    COUNT_AHEAD(2),
    LEAD_REBUILD(2),
    LEAD_RECONCILING(2),
    LIST_LIVE(1),
    FORGET_EXECUTIONS(3),
    ADMIT_STARTS(3),
    IDENTIFY_STORE(6, false),
    ANNOUNCE_MEMBER(2, false),
    LIST_MEMBERS(2, false),
    LEAVE_ROLE(2, false),
    JUDGE_REQUEST(1, false),
    ASK_BREAKER(2, false, "breaker"),
    REPORT_BREAKER(2, false, "breaker"),
    CLOSE_BREAKER(2, false, "breaker"),
    LIST_BREAKERS(1, false, "breaker");

    private final int keys;
    private final boolean fenced;
    private final String text;
    private final String sha;

    RedisScript(int keys) {
        this(keys, true, "common");
    }

    RedisScript(int keys, boolean fenced) {
        this(keys, fenced, "");
    }

    /**
     * @param fenced whether the script begins by comparing the incarnation
     * @param before the file that stands before it, or nothing
     */
    RedisScript(int keys, boolean fenced, String before) {
        this.keys = keys;
        this.fenced = fenced;
        this.text = (before.isEmpty() ? "" : read(before)) + read(name().toLowerCase(Locale.ROOT));
        this.sha = sha1(text);
    }

    boolean isFenced() {
        return fenced;
    }

    int keys() {
        return keys;
    }

    String text() {
        return text;
    }

    String sha() {
        return sha;
    }

    private static String read(String file) {
        try (InputStream in = RedisScript.class.getResourceAsStream("/redis/" + file + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("no script redis/" + file + ".lua");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
