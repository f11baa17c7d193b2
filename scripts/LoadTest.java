import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A closed loop: each client submits a workflow, waits for its end, and only then submits the next. Run by load_test.sh. */
final class LoadTest {
    private static final Pattern STATUS = Pattern.compile("\"status\":\"([A-Z]+)\"");
    private static final Pattern EXECUTION = Pattern.compile("\"execution_id\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicInteger next = new AtomicInteger();
    private final String server;
    private final String key;
    private final String definition;
    private final int nodes;

    private LoadTest(String server, String key, int nodes) {
        this.server = server;
        this.key = key;
        this.nodes = nodes;
        this.definition = chain(nodes);
    }

    public static void main(String[] args) throws Exception {
        String server = args[0];
        int clients = Integer.parseInt(args[1]);
        int workflows = Integer.parseInt(args[2]);
        int nodes = Integer.parseInt(args[3]);
        boolean remote = Boolean.parseBoolean(args[4]);
        if (!remote && !InetAddress.getByName(URI.create(server).getHost()).isLoopbackAddress()) {
            System.err.println("load_test: " + server + " is not this machine; --remote says that its owner agrees.");
            System.exit(2);
        }
        String key = System.getenv().getOrDefault("WORKFLOW_API_KEY", "");
        System.exit(new LoadTest(server, key, nodes).run(clients, workflows) ? 0 : 1);
    }

    /** Nodes that only echo, one after the other, so that what is measured is the engine. */
    private static String chain(int nodes) {
        StringBuilder text = new StringBuilder("{\"name\":\"load_test\",\"dag\":{\"nodes\":[");
        for (int i = 0; i < nodes; i++) {
            String after = i == 0 ? "" : ",\"dependencies\":[\"n" + (i - 1) + "\"]";
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"n" + i + "\",\"handler\":\"echo\",\"config\":{\"number\":" + i + "}" + after + "}");
        }
        return text.append("]}}").toString();
    }

    private boolean run(int clients, int workflows) throws Exception {
        warmUp(clients, Math.min(workflows, 20 * clients));
        next.set(0);
        long begin = System.nanoTime();
        long[] nanos = all(clients, workflows);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(nanos);
        report(clients, nanos, workflows - nanos.length, seconds);
        return nanos.length == workflows;
    }

    private void warmUp(int clients, int workflows) throws Exception {
        System.err.printf("Warming up with %d workflows …%n", workflows);
        if (all(clients, workflows).length == 0) {
            System.err.println("load_test: not one workflow ended well.");
            System.exit(1);
        }
    }

    private long[] all(int clients, int workflows) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            Callable<List<Long>> client = () -> client(workflows);
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> one : threads.invokeAll(java.util.Collections.nCopies(clients, client))) {
                all.addAll(one.get());
            }
            return all.stream().mapToLong(Long::longValue).toArray();
        } finally {
            threads.shutdown();
        }
    }

    private List<Long> client(int workflows) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        while (next.getAndIncrement() < workflows) {
            long begin = System.nanoTime();
            try {
                if (endsWell()) {
                    nanos.add(System.nanoTime() - begin);
                }
            } catch (IOException e) {
                System.err.println("load_test: " + e);
            }
        }
        return nanos;
    }

    /** From the submission to the answer that it completed; the server holds the answer until then. */
    private boolean endsWell() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request("/api/v1/workflow?trigger=true&wait=20")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(definition))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 429) {
            stopForTheLimit(answer);
        }
        Matcher execution = EXECUTION.matcher(answer.body());
        if (answer.statusCode() != 201 || !execution.find()) {
            System.err.println("load_test: HTTP " + answer.statusCode() + " " + answer.body());
            return false;
        }
        return "COMPLETED".equals(status(answer.body())) || endsLater(execution.group(1));
    }

    /** Waiting as told would measure the limit. Of many clients that are refused one speaks. */
    private synchronized void stopForTheLimit(HttpResponse<String> answer) {
        System.err.printf(
                "load_test: the engine limits how often a client submits (%s a minute), so this would measure the limit.%n"
                        + "Start it with RATE_LIMIT_ENABLED=false, or a higher RATE_LIMIT_REQUESTS_PER_MINUTE; in the sample"
                        + " stack set it in .env and run scripts/init.sh again.%n",
                answer.headers().firstValue("X-RateLimit-Limit").orElse("so many"));
        System.exit(1);
    }

    private boolean endsLater(String execution) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String status;
        do {
            Thread.sleep(20);
            status = status(http.send(request("/api/v1/workflow/" + execution).build(), BodyHandlers.ofString())
                    .body());
        } while ((status.equals("RUNNING") || status.equals("PENDING")) && System.nanoTime() < end);
        if (!status.equals("COMPLETED")) {
            System.err.println("load_test: " + execution + " is " + status);
        }
        return status.equals("COMPLETED");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(PATIENCE);
        return key.isEmpty() ? request : request.header("X-API-Key", key);
    }

    private static String status(String body) {
        Matcher status = STATUS.matcher(body);
        return status.find() ? status.group(1) : "";
    }

    private void report(int clients, long[] nanos, int failed, double seconds) {
        double rate = nanos.length / seconds;
        String format = "%-22s %12.1f%n";
        System.out.printf(Locale.ROOT, "%-22s %12d%n%-22s %12d%n%-22s %12d%n%-22s %12d%n", "clients", clients, "completed",
                nanos.length, "failed", failed, "nodes in each", nodes);
        System.out.printf(Locale.ROOT, format + format + format, "seconds", seconds, "workflows/s", rate, "nodes/s", rate * nodes);
        for (int percent : new int[] {50, 90, 99, 100}) {
            System.out.printf(Locale.ROOT, format, percent == 100 ? "slowest, ms" : "p" + percent + ", ms", at(nanos, percent));
        }
        System.out.printf(
                Locale.ROOT,
                "{\"clients\":%d,\"completed\":%d,\"failed\":%d,\"nodes\":%d,\"seconds\":%.3f,\"workflows_per_second\":%.1f,"
                        + "\"nodes_per_second\":%.1f,\"p50_ms\":%.2f,\"p90_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f}%n",
                clients, nanos.length, failed, nodes, seconds, rate, rate * nodes,
                at(nanos, 50), at(nanos, 90), at(nanos, 99), at(nanos, 100));
    }

    /** Milliseconds that so many percent did not exceed: the nearest rank. */
    private static double at(long[] nanos, int percent) {
        return nanos.length == 0 ? 0 : nanos[(int) Math.ceil(percent / 100.0 * nanos.length) - 1] / 1e6;
    }
}
