package dev.orchestrator.bootstrap;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every setting of the engine. What each means, its default and its other names stand in application.properties. */
@ConfigMapping(prefix = "workflow")
public interface Settings {
    Set<Role> roles();

    /** Tasks a worker runs at a time. */
    int concurrency();

    /** Queues a worker serves; those of its handlers when empty. */
    Optional<List<String>> queues();

    /** Whether executions triggered here answer reserved hosts and models by themselves. */
    @WithConverter(FlagConverter.class)
    boolean simulate();

    @WithConverter(FlagConverter.class)
    boolean simulateDelays();

    /** How long a worker may be silent before its task is given to another; heartbeats come three times as often. */
    Duration lease();

    /** How long a stopping process may take to finish what it has. */
    Duration drain();

    /** API keys, by their hashes. */
    Optional<String> apiKeys();

    Optional<Path> apiKeysFile();

    /** Addresses and networks of proxies whose word about the client's address counts. */
    Optional<List<String>> trustedProxies();

    RateLimit rateLimit();

    /** How long the keys of requests are known. */
    Duration idempotencyRetention();

    Retention retention();

    /** Redis shards, fixed at installation. */
    int shards();

    /** Completion lanes in each shard. */
    int lanes();

    /** How long messages of a newer release wait for a process that reads them. */
    Duration newerMessagesWait();

    /** Whether traces are sent, to where OTEL_EXPORTER_OTLP_ENDPOINT says. */
    @WithConverter(FlagConverter.class)
    boolean tracing();

    Reaper reaper();

    Retry retry();

    Timeouts timeouts();

    SimulatedLatency latency();

    Limits limits();

    /** Where jars with handlers are. */
    Optional<Path> plugins();

    /** Where secrets are mounted as files. */
    Optional<Path> secretsDirectory();

    Http http();

    CircuitBreaker circuitBreaker();

    Llm llm();

    Events events();

    /** How often a client may submit. */
    interface RateLimit {
        @WithConverter(FlagConverter.class)
        boolean enabled();

        /** In the long run. */
        int requestsPerMinute();

        /** At once after a pause; as many as in a minute when not set. */
        Optional<Integer> burst();
    }

    /** How long ended executions stay. */
    interface Retention {
        /** In PostgreSQL; 0 for ever. */
        Duration age();

        /** Their traces in Redis. */
        Duration redis();
    }

    /** Looking for leases that ran out. */
    interface Reaper {
        Duration interval();
    }

    /** What a node that says nothing about retries gets. */
    interface Retry {
        /** Attempts in all, the first one included. */
        int maxAttempts();

        Duration backoff();

        Duration maxBackoff();

        /** The largest part of a delay that chance adds to it, 0 to 1. */
        double jitter();
    }

    /** What a definition that says nothing about time gets. */
    interface Timeouts {
        /** For one attempt of a node. */
        Duration node();

        /** For waiting for a worker. */
        Duration queue();

        /** For an execution, from its trigger. */
        Duration execution();
    }

    /** How long simulated answers take, by handler. */
    interface SimulatedLatency {
        Range external();

        Range llm();

        Range inputOutput();

        Range decision();
    }

    /** Chance decides between the two. */
    interface Range {
        Duration least();

        Duration most();
    }

    /** Bounds that are checked before memory is spent: bytes of body, config and output, characters of a rendered config,
     * and counts of nodes, edges and levels of JSON. */
    interface Limits {
        long body();

        int nodes();

        int edges();

        int depth();

        int config();

        int renderedConfig();

        int output();
    }

    /** Calls of services outside. */
    interface Http {
        /** Hosts and networks that are called although they are inside: names, host:port, *.suffix, addresses, CIDR. */
        Optional<List<String>> allowedHosts();

        /** The most bytes of an answer. */
        int maxResponse();

        Duration connectTimeout();

        /** Connections to one address at a time. */
        int connectionsPerHost();
    }

    /** Circuit breakers of what handlers depend on. */
    interface CircuitBreaker {
        @WithConverter(FlagConverter.class)
        boolean enabled();

        /** Failures without a success between that open one. */
        int failureThreshold();

        /** How long it is open. */
        Duration recovery();

        /** Calls that must go well before it closes. */
        int halfOpenProbes();
    }

    /** The provider of language models; none when it has no URL. */
    interface Llm {
        /** The base of an endpoint that speaks the form of OpenAI, such as https://api.openai.com/v1. */
        Optional<String> url();

        Optional<String> apiKey();

        /** For nodes that name none. */
        Optional<String> model();

        /** For one answer; an attempt that has less time left waits no longer than that. */
        Duration timeout();
    }

    /** Streams of events to those who follow executions. */
    interface Events {
        /** After so long without a word a comment is sent. */
        Duration heartbeat();

        /** A client that takes nothing for so long is let go. */
        Duration writeStall();

        /** How many streams a process serves at a time; who comes then is told to try elsewhere or later. */
        int maxStreams();
    }
}
