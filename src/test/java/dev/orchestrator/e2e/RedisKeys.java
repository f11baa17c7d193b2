package dev.orchestrator.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Looks at what an engine keeps in Redis, over the bare protocol. */
public final class RedisKeys implements AutoCloseable {
    /**
     * What stays on purpose: the store's identity, the names of queues, tombstones and request limits that expire by
     * themselves, and the members alive.
     */
    private static final Predicate<String> MAY_STAY = Pattern.compile(
                    "wf:\\{\\w+}:(inc|server|ready|clock|beats?(:.*)?|rebuild|reconciler|queues|gone:.*)|wf:\\{members}:.*|wf:\\{limit:.*|wf:\\{breakers}:.*")
            .asMatchPredicate();

    private static final String JUMP =
            """
            local by = tonumber(ARGV[1])
            for _, pattern in ipairs({'wf:{*}:deadlines', 'wf:{*}:timers', 'wf:{members}:*'}) do
              for _, key in ipairs(redis.call('KEYS', pattern)) do
                if redis.call('TYPE', key).ok == 'zset' then
                  for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
                    redis.call('ZINCRBY', key, -by, member)
                  end
                end
              end
            end
            for _, key in ipairs(redis.call('KEYS', 'wf:{*}:o:*')) do
              local fields = redis.call('HGETALL', key)
              for i = 1, #fields, 2 do
                local record = cjson.decode(fields[i + 1])
                if string.sub(fields[i], 1, 2) == 'd:' then
                  record[5] = record[5] - by
                  record[8] = record[8] > 0 and record[8] - by or 0
                else
                  record[2] = record[2] - by
                end
                redis.call('HSET', key, fields[i], cjson.encode(record))
              end
            end
            for _, key in ipairs(redis.call('KEYS', 'wf:{*}:clock')) do
              redis.call('INCRBY', key, -by)
            end
            return 'OK'
            """;

    private final Socket socket;
    private final InputStream in;

    public RedisKeys(String url) {
        URI uri = URI.create(url);
        try {
            socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout(5_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (uri.getUserInfo() != null) {
            call("AUTH", uri.getUserInfo().replaceFirst("^[^:]*:", ""));
        }
    }

    /** Everything that an engine at rest must not hold: a task, a completion, a lease, a timer, a live state. */
    public List<String> leftovers() {
        List<String> found = new ArrayList<>();
        for (Object key : (List<?>) call("KEYS", "*")) {
            String name = (String) key;
            if (!MAY_STAY.test(name) && !isEmptyStream(name)) {
                found.add(name);
            }
        }
        return found;
    }

    /** Loses everything at once. */
    public void wipe() {
        call("FLUSHALL");
    }

    /** Lets every client wait for its answers for so long. */
    public void pause(Duration time) {
        call("CLIENT", "PAUSE", Long.toString(time.toMillis()), "ALL");
    }

    /** Lets those wait for so long who run a script or write. */
    public void pauseWrites(Duration time) {
        call("CLIENT", "PAUSE", Long.toString(time.toMillis()), "WRITE");
    }

    public void unpause() {
        call("CLIENT", "UNPAUSE");
    }

    /** The fields of the only entry of a stream, one {@code name=value} a line; empty when there is no entry. */
    public List<String> onlyEntry(String stream) {
        List<?> entries = (List<?>) call("XRANGE", stream, "-", "+");
        if (entries.size() > 1) {
            throw new AssertionError(stream + " holds " + entries.size() + " entries");
        }
        List<String> lines = new ArrayList<>();
        for (Object entry : entries) {
            List<?> fields = (List<?>) ((List<?>) entry).get(1);
            for (int i = 0; i < fields.size(); i += 2) {
                lines.add(fields.get(i) + "=" + fields.get(i + 1));
            }
        }
        return lines;
    }

    /** How many members a sorted set has. */
    public long count(String sortedSet) {
        return (Long) call("ZCARD", sortedSet);
    }

    /**
     * Does to everything in the server what a jump of its clock does: all that is stored lies so much further in the
     * past, or in the future if negative.
     */
    public void jump(Duration forward) {
        call("EVAL", JUMP, "0", Long.toString(forward.toMillis()));
    }

    /** When the engine has looked at the server's clock last, in milliseconds since 1970. */
    public long clockLookedAt() {
        return Long.parseLong((String) call("GET", "wf:{0}:clock"));
    }

    /** The keys of this pattern. */
    public List<String> named(String pattern) {
        return ((List<?>) call("KEYS", pattern))
                .stream().map(String::valueOf).sorted().toList();
    }

    private boolean isEmptyStream(String key) {
        return "stream".equals(call("TYPE", key)) && Long.valueOf(0).equals(call("XLEN", key)) && nothingPending(key);
    }

    private boolean nothingPending(String key) {
        return ((List<?>) call("XINFO", "GROUPS", key))
                .stream().map(List.class::cast).allMatch(group -> Long.valueOf(0)
                        .equals(group.get(group.indexOf("pending") + 1)));
    }

    /** Puts an entry of these bytes into a stream, as any client may. */
    public void add(String stream, byte[]... fields) {
        byte[][] words = new byte[fields.length + 3][];
        words[0] = bytes("XADD");
        words[1] = bytes(stream);
        words[2] = bytes("*");
        System.arraycopy(fields, 0, words, 3, fields.length);
        call(words);
    }

    public void add(String stream, String... fields) {
        add(stream, words(fields));
    }

    /** Sets a member of a sorted set. */
    public void score(String key, long score, String member) {
        call("ZADD", key, Long.toString(score), member);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[][] words(String... texts) {
        return Arrays.stream(texts).map(RedisKeys::bytes).toArray(byte[][]::new);
    }

    /** Sends a command and answers its reply: text, a number, or a list of these. */
    public Object call(String... words) {
        return call(words(words));
    }

    private Object call(byte[][] words) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(bytes("*" + words.length + "\r\n"));
        for (byte[] word : words) {
            request.writeBytes(bytes("$" + word.length + "\r\n"));
            request.writeBytes(word);
            request.writeBytes(bytes("\r\n"));
        }
        try {
            request.writeTo(socket.getOutputStream());
            return reply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object reply() throws IOException {
        String head = line();
        String rest = head.substring(1);
        return switch (head.charAt(0)) {
            case '+' -> rest;
            case '-' -> throw new AssertionError(rest);
            case ':' -> Long.valueOf(rest);
            case '$' -> rest.equals("-1") ? "" : bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IOException(head);
        };
    }

    private List<Object> array(int size) throws IOException {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(reply());
        }
        return items;
    }

    private String bulk(int bytes) throws IOException {
        String text = new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        in.skipNBytes(2);
        return text;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Redis closed the connection");
            }
            line.append((char) next);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
