package dev.orchestrator.domain.explanation;

import dev.orchestrator.domain.explanation.Reason.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a sentence or two, for people, what a reason says in fields. */
public final class Sentences {
    /** Within this time what has no reason to wait is found and sent again, while an orchestrator is up. */
    public static final Duration REDRIVEN_WITHIN = Duration.ofSeconds(60);

    private static final int LONGEST_TEXT = 200;

    private final Instant now;
    private final Reason.Cases<String> cases = new Reason.Cases<>(
            it -> "Its execution was not triggered yet.",
            Sentences::waits,
            this::queued,
            this::noWorker,
            this::noHandler,
            this::backingOff,
            this::deferred,
            this::breakerOpen,
            this::leased,
            Sentences::reported,
            it -> "Its timer fired at " + at(it.since()) + "; " + decides(it.orchestrated()),
            it -> "It was decided at " + at(it.since()) + " and is on its way to the queue.",
            Sentences::lost,
            it -> "It was sent to the queue '" + it.queue() + "' at " + at(it.since())
                    + "; Redis does not answer, so whether a worker has it is not known.");

    /** @param now the time that decides whether something is over */
    public Sentences(Instant now) {
        this.now = now;
    }

    public String of(Reason reason) {
        return reason.match(cases);
    }

    public String of(Standing standing) {
        return switch (standing.code()) {
            case NOT_TRIGGERED ->
                "It was submitted at " + at(standing.lifecycle().submittedAt()) + " and waits for its trigger.";
            case RUNNING ->
                out(standing) + " It times out at " + at(standing.lifecycle().timeoutAt()) + ".";
            case TIMING_OUT -> out(standing) + " Its timeout fired, and an orchestrator is about to end it.";
            case NO_ORCHESTRATOR -> out(standing) + " No orchestrator is up: nothing is decided until one starts.";
            case ENDED -> ended(standing);
        };
    }

    private static String out(Standing standing) {
        return number(standing.out(), "node") + (standing.out() == 1 ? " is out, " : " are out, ") + standing.waiting()
                + (standing.waiting() == 1 ? " waits" : " wait") + " for others.";
    }

    private static String ended(Standing standing) {
        String reason = standing.lifecycle().reason();
        Standing.Culprit culprit = standing.culprit();
        String why = culprit == null
                ? reason.isEmpty() ? "" : ": " + reason
                : ": node '" + culprit.node() + "' failed with "
                        + culprit.failure().code() + ", "
                        + shortened(culprit.failure().message());
        return "It ended " + standing.lifecycle().status() + " at "
                + at(standing.lifecycle().endedAt()) + why + ".";
    }

    private static String waits(Reason.WaitsForDependencies it) {
        String names = it.open().stream().map(Sentences::named).collect(Collectors.joining(", "));
        int more = it.upstream().waiting() - it.open().size();
        return "It waits for " + names + (more > 0 ? " and " + more + " more" : "") + " (trigger rule "
                + it.rule().name().toLowerCase(Locale.ROOT) + ").";
    }

    private static String named(Dependency dependency) {
        return "'" + dependency.id() + "' (" + dependency.state() + ")";
    }

    private String queued(Reason.Queued it) {
        Fleet.Serving serving = it.serving();
        return "It waits in the queue '" + it.queue() + "'" + behind(it.ahead()) + "; "
                + number(serving.workers(), "worker") + " with " + number(serving.slots(), "slot")
                + (serving.workers() == 1 ? " serves it. " : " serve it. ") + fails(it.until(), "QUEUE_TIMEOUT");
    }

    private String noWorker(Reason.NoWorker it) {
        return "No living worker serves its queue '" + it.queue() + "'. " + fails(it.until(), "NO_HANDLER");
    }

    private String noHandler(Reason.NoHandler it) {
        return "No worker of its queue '" + it.queue() + "' has the handler '" + it.handler()
                + "': whichever takes it fails it with NO_HANDLER. " + fails(it.until(), "QUEUE_TIMEOUT");
    }

    private String fails(Instant until, String code) {
        return isOver(until)
                ? "Its queue timeout passed at " + at(until) + ": the reaper is about to report that."
                : "If nobody takes it by " + at(until) + " it fails with " + code + ".";
    }

    private String backingOff(Reason.BackingOff it) {
        return "Attempt " + it.attempt() + " of " + it.maxAttempts() + " failed with "
                + it.failure().code() + " (" + shortened(it.failure().message()) + "); the next "
                + due("starts", it.until());
    }

    private String deferred(Reason.Deferred it) {
        return "Its handler asked to be called later (" + shortened(it.wish()) + "); it " + due("goes on", it.until());
    }

    private String breakerOpen(Reason.BreakerOpen it) {
        return "It is held by " + it.breaker() + ": " + shortened(it.why()) + ". No attempt is used; it "
                + due("asks again", it.until()) + standing(it.circuit());
    }

    private static String standing(@Nullable Circuit circuit) {
        if (circuit == null) {
            return "";
        }
        String probe = circuit.nextProbeAt() == null ? "" : ", its next probe is due at " + at(circuit.nextProbeAt());
        return " The breaker is now " + circuit.state().replace('_', '-') + probe + ".";
    }

    private static String reported(Reason.Reported it) {
        String who = it.overdue()
                ? it.worker() == null ? "Nobody took it in time" : "The lease of the worker " + it.worker() + " ran out"
                : "The worker " + it.worker() + " reported how it went";
        return who + ", as was said at " + at(it.since()) + "; " + decides(it.orchestrated());
    }

    private String due(String verb, Instant at) {
        return isOver(at) ? "was due at " + at(at) + ": its timer is about to fire." : verb + " at " + at(at) + ".";
    }

    private String leased(Reason.Leased it) {
        String who = "The worker " + it.worker() + " has it since " + at(it.since());
        Instant until = it.until();
        if (until != null && isOver(until)) {
            return who + "; its lease ran out at " + at(until) + ": the reaper is about to take it back.";
        }
        if (it.starting() && it.alive()) {
            return who + " and waits until its start is journaled, for it may be started once.";
        }
        String lease = until == null ? "" : it.alive() ? ", with a lease until " + at(until) : "";
        return it.alive()
                ? who + lease + "; the attempt's time is up at " + at(it.deadline()) + "."
                : who + " and has fallen silent; it is taken back when the lease ends"
                        + (until == null ? "." : " at " + at(until) + ".");
    }

    private static String lost(Reason.Lost it) {
        String when = it.orchestrated()
                ? "it is sent again within " + REDRIVEN_WITHIN.toSeconds() + " s."
                : "it is sent again when an orchestrator is up; none is.";
        return "It is out since " + at(it.since()) + ", and Redis has nothing of it (emptied, or a key was lost): "
                + when;
    }

    private static String decides(boolean orchestrated) {
        return orchestrated
                ? "an orchestrator is about to decide what follows."
                : "no orchestrator is up to decide what follows.";
    }

    private static String behind(@Nullable Ahead ahead) {
        if (ahead == null) {
            return "";
        }
        return ahead.exact() && ahead.count() == 0
                ? " and is the next"
                : " behind " + (ahead.exact() ? "" : "at least ") + number(ahead.count(), "task");
    }

    private boolean isOver(Instant at) {
        return !at.isAfter(now);
    }

    private static String number(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String shortened(String text) {
        String stripped = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return stripped.length() <= LONGEST_TEXT ? stripped : stripped.substring(0, LONGEST_TEXT) + "…";
    }

    private static String at(@Nullable Instant at) {
        return at == null
                ? "an unknown time"
                : at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
