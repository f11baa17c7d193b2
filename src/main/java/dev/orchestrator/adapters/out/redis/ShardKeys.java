package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.execution.ExecutionId;

/** The names of a shard's keys; all share the hash tag {@code {s}}. */
record ShardKeys(int shard) {
    String incarnation() {
        return key("inc");
    }

    /** On which run of the server the shard was identified last. */
    String server() {
        return key("server");
    }

    /** When the shard was identified last, by the server's clock. */
    String clock() {
        return key("clock");
    }

    /** The run of the server and the incarnation for which tasks may start. */
    String ready() {
        return key("ready");
    }

    /** How often the shard was identified. */
    String beats() {
        return key("beats");
    }

    /** The beat that this process made last. */
    String beatOf(String process) {
        return key("beat:" + process);
    }

    /** Who rebuilds the store, and how far it got. */
    String rebuild() {
        return key("rebuild");
    }

    /** Who looks for executions that are lost. */
    String reconciler() {
        return key("reconciler");
    }

    String view(ExecutionId execution) {
        return key("x:" + execution);
    }

    String open(ExecutionId execution) {
        return key("o:" + execution);
    }

    String tombstone(ExecutionId execution) {
        return key("gone:" + execution);
    }

    String deadlines() {
        return key("deadlines");
    }

    String timers() {
        return key("timers");
    }

    String queue(String queue) {
        return key("q:" + queue);
    }

    /** The names of the queues that were ever read. */
    String queues() {
        return key("queues");
    }

    String lane(int lane) {
        return key("c:" + lane);
    }

    String quarantine() {
        return key("quarantine");
    }

    /** The channel on which ends are published. */
    String ended() {
        return key("ended");
    }

    /** The channel on which the versions of an execution are published. */
    String progress(ExecutionId execution) {
        return key("v:" + execution);
    }

    private String key(String name) {
        return "wf:{" + shard + "}:" + name;
    }
}
