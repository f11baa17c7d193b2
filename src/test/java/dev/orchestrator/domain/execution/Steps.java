package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Story.Step;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words of {@link Story}. Where no dispatch is named, the node's latest is meant. */
final class Steps {
    static final Report REPORT = new Report("w1", Story.START, Story.START);

    private Steps() {}

    static Step triggered() {
        return triggered(Map.of());
    }

    static Step triggered(Map<String, Object> params) {
        return story -> story.take(new Command.Trigger(params, null));
    }

    static Step triggered(RequestKey key) {
        return story -> story.take(new Command.Trigger(Map.of(), null).under(key));
    }

    /** The worker asks with this nonce whether it may start the node. */
    static Step asked(String node, String nonce) {
        return story -> story.when(asked(node, story.node(node).dispatch(), nonce));
    }

    static Step asked(String node, int dispatch, String nonce) {
        Claim claim = new Claim("w1", nonce, Duration.ofSeconds(25));
        return story -> story.take(new Command.Start(new NodeId(node), dispatch, claim));
    }

    /** What another worker says of the node's latest dispatch. */
    static Step reportedBy(String worker, String node, Outcome outcome) {
        Report report = new Report(worker, Story.START, Story.START);
        return story -> story.take(
                new Command.Complete(new NodeId(node), story.node(node).dispatch(), outcome, report));
    }

    static Step succeeded(String... nodes) {
        return story -> {
            for (String node : nodes) {
                story.when(gave(node, Map.of("value", node)));
            }
        };
    }

    static Step gave(String node, Object output) {
        return reported(node, new Outcome.Succeeded(new Value(output)));
    }

    static Step failed(String node) {
        return failed(node, ErrorCategory.RETRYABLE);
    }

    static Step failed(String node, ErrorCategory category) {
        return failed(node, new Failure(category, "BOOM", "it broke"), null);
    }

    static Step failed(String node, Failure failure, @Nullable Duration retryAfter) {
        return reported(node, new Outcome.Failed(failure, retryAfter));
    }

    static Step deferred(String node, Instant until) {
        return reported(node, new Outcome.Deferred(until, "not yet"));
    }

    static Step held(String node, Instant until) {
        return reported(node, new Outcome.Deferred(until, "HTTP_503", "handler/host"));
    }

    static Step lost(String node) {
        return reported(node, new Outcome.Lost());
    }

    static Step nobodyTook(String node, boolean served) {
        return story -> {
            story.pass(story.state()
                    .workflow()
                    .dag()
                    .find(new NodeId(node))
                    .policy()
                    .queueTimeout());
            story.when(notTaken(node, served));
        };
    }

    /** The same at once. */
    static Step notTaken(String node, boolean served) {
        return story -> story.take(new Command.Complete(
                new NodeId(node), story.node(node).dispatch(), new Outcome.QueueTimedOut(served), Report.NONE));
    }

    static Step reported(String node, Outcome outcome) {
        return story -> story.when(reported(node, story.node(node).dispatch(), outcome));
    }

    static Step reported(String node, int dispatch, Outcome outcome) {
        return story -> story.take(new Command.Complete(new NodeId(node), dispatch, outcome, REPORT));
    }

    /** Its timer fires, no earlier than clocks may differ. */
    static Step woken(String node) {
        return story -> {
            Instant due = story.node(node).wakeAt();
            story.passUntil(due == null ? story.now() : due.minus(Decider.CLOCKS_AGREE));
            story.when(woken(node, story.node(node).dispatch()));
        };
    }

    static Step woken(String node, int dispatch) {
        return story -> story.take(new Command.Wake(new NodeId(node), dispatch));
    }

    /** The timeout fires when it is due. */
    static Step timedOut() {
        return story -> {
            story.passUntil(story.state().lifecycle().timeoutAt());
            story.when(timedOut(story.state().lifecycle().run()));
        };
    }

    static Step timedOut(int run) {
        return story -> story.take(new Command.TimeOut(run));
    }

    static Step cancelled() {
        return story -> story.take(new Command.Cancel("enough"));
    }

    static Step revived(String node) {
        return story -> story.take(new Command.Revive(new NodeId(node)));
    }

    static Step revived(String node, Map<String, Object> config) {
        return story ->
                story.take(new Command.Revive(new NodeId(node), story.node(node).dispatch(), config));
    }

    static Step revivedAfter(String node, int dispatch) {
        return story -> story.take(new Command.Revive(new NodeId(node), dispatch, null));
    }

    static Step later(Duration time) {
        return story -> story.pass(time);
    }

    static Step later(long seconds) {
        return later(Duration.ofSeconds(seconds));
    }

    static Step luck(double chance) {
        return story -> story.chance(chance);
    }
}
