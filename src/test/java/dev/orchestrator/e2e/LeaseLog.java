package dev.orchestrator.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Watches a Redis by MONITOR, and notes when each lease was given and each execution was closed, in microseconds. */
final class LeaseLog implements AutoCloseable {
    private static final String HEAD = "^(\\d+)\\.(\\d{6}) \\[\\d+ lua] ";
    private static final Pattern LEASE = Pattern.compile(
            HEAD + "\"HSET\" \"wf:\\{\\d+}:o:([0-9a-f-]{36})\" \"d:([\\w-]+)\" \"\\[(\\d+),\\\\\"L\\\\\".*");
    private static final Pattern CLOSED = Pattern.compile(HEAD + "\"SET\" \"wf:\\{\\d+}:gone:([0-9a-f-]{36})\".*");

    private final Map<String, Long> leases = new ConcurrentHashMap<>();
    private final Map<String, Long> closed = new ConcurrentHashMap<>();
    private final Socket socket;

    LeaseLog(String url) {
        URI uri = URI.create(url);
        try {
            socket = new Socket(uri.getHost(), uri.getPort());
            String password = uri.getUserInfo().replaceFirst("^[^:]*:", "");
            socket.getOutputStream().write(("AUTH " + password + "\r\nMONITOR\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> answers = List.of(in.readLine(), in.readLine());
            if (!answers.equals(List.of("+OK", "+OK"))) {
                throw new IOException("Redis does not let itself be watched: " + answers);
            }
            Thread reader = new Thread(() -> read(in), "lease-log");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(BufferedReader in) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                note(line.substring(1));
            }
        } catch (IOException over) {
            // The log was closed.
        }
    }

    /** A beat writes the record again, so the first time counts. */
    private void note(String line) {
        Matcher lease = LEASE.matcher(line);
        if (lease.matches()) {
            leases.putIfAbsent(key(lease.group(3), lease.group(4), Integer.parseInt(lease.group(5))), micros(lease));
            return;
        }
        Matcher end = CLOSED.matcher(line);
        if (end.matches()) {
            closed.put(end.group(3), micros(end));
        }
    }

    private static long micros(Matcher line) {
        return Long.parseLong(line.group(1)) * 1_000_000 + Long.parseLong(line.group(2));
    }

    private static String key(String execution, String node, int dispatch) {
        return execution + "|" + node + "|" + dispatch;
    }

    /** When this dispatch was given to a worker; null if it was not seen. */
    Long leasedAt(Ledger.Line start) {
        return leases.get(key(start.execution(), start.node(), start.dispatch()));
    }

    /** When everything open of this execution was taken back; null if it was not seen. */
    Long closedAt(String execution) {
        return closed.get(execution);
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
