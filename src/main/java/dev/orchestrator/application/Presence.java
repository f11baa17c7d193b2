package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Members;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps one member of one role in the list of those who live, until it leaves. */
public final class Presence {
    private static final Logger LOG = System.getLogger(Presence.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(3);
    /** Two announcements may get lost before anybody counts the member as gone. */
    private static final Duration VALIDITY = PAUSE.multipliedBy(3);

    private final Members members;
    private final EventLoop loop;
    private final String role;
    private final String member;
    private final Supplier<Map<String, String>> facts;
    private EventLoop.Timer next = () -> {};
    private boolean left;
    private boolean failing;

    /** @param facts asked on the loop before each announcement */
    public Presence(Members members, EventLoop loop, String role, String member, Supplier<Map<String, String>> facts) {
        this.members = members;
        this.loop = loop;
        this.role = role;
        this.member = member;
        this.facts = facts;
    }

    public void start() {
        loop.execute(this::announce);
    }

    /** Announces what has changed now, and not at the next turn. */
    public void refresh() {
        loop.execute(() -> {
            next.cancel();
            announce();
        });
    }

    /** Never fails: who cannot say good-bye is forgotten when its last announcement runs out. */
    public CompletionStage<@Nullable Void> leave() {
        CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
        loop.execute(() -> {
            left = true;
            next.cancel();
            Answers.of(() -> members.leave(role, member), loop, (nothing, failure) -> gone.complete(null));
        });
        return gone;
    }

    private void announce() {
        if (left) {
            return;
        }
        next = loop.after(PAUSE, this::announce);
        Answers.of(
                () -> members.announce(role, member, facts.get(), VALIDITY),
                loop,
                (nothing, failure) -> announced(failure));
    }

    private void announced(@Nullable Throwable failure) {
        if (failure != null && !failing) {
            LOG.log(Level.WARNING, "cannot announce {0} {1}: {2}", role, member, failure);
        }
        failing = failure != null;
    }
}
