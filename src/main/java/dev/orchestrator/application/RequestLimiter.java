package dev.orchestrator.application;

import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.ports.in.LimitRequests;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.LimitWatch;
import dev.orchestrator.ports.out.RequestLimits;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Limits each client over all processes, and in this one alone while the others cannot be asked.
 *
 * <p>An answer that stays out for {@link #PATIENCE} is not waited for: the request is judged here, and so are all others
 * but one after each {@link #PAUSE}, until that one is answered in time. What was judged elsewhere is remembered here, so
 * that nobody's bucket is full again only because the store went away.
 *
 * <p>What holds then: each process admits what the rate allows, at most. In any 60 seconds, however often the store comes
 * and goes, all together admit no more than the rate allows times one more than there are processes.
 */
public final class RequestLimiter implements LimitRequests {
    static final Duration PATIENCE = Duration.ofMillis(250);
    static final Duration PAUSE = Duration.ofSeconds(1);
    static final int MOST_CLIENTS = 10_000;

    private static final Logger LOG = System.getLogger(RequestLimiter.class.getName());
    private static final int NANOS_PER_MICRO = 1_000;

    private final EventLoop loop;
    private final RequestLimits shared;
    private final RequestRate rate;
    private final LimitWatch watch;
    private final LocalBuckets local;
    private boolean alone;
    private long askAgainAt;

    public RequestLimiter(EventLoop loop, RequestLimits shared, RequestRate rate, LimitWatch watch) {
        this.loop = loop;
        this.shared = shared;
        this.rate = rate;
        this.watch = watch;
        this.local = new LocalBuckets(rate, MOST_CLIENTS);
    }

    @Override
    public CompletionStage<Judgement> judge(String client) {
        CompletableFuture<Judgement> answer = new CompletableFuture<>();
        loop.execute(() -> judge(new Question(client, answer)));
        return answer;
    }

    private void judge(Question question) {
        if (!alone) {
            question.ask();
        } else if (loop.nanoTime() - askAgainAt >= 0) {
            postpone();
            question.ask();
        } else {
            question.judgeHere();
        }
    }

    private void postpone() {
        askAgainAt = loop.nanoTime() + PAUSE.toNanos();
    }

    private void lost(String why) {
        if (!alone) {
            LOG.log(
                    Level.WARNING,
                    "Requests are limited by this process alone, since the hot store does not judge them: {0}",
                    why);
        }
        alone = true;
        postpone();
    }

    private void found() {
        if (alone) {
            LOG.log(Level.INFO, "Requests are limited over all processes again");
        }
        alone = false;
    }

    private long nowMicros() {
        return loop.nanoTime() / NANOS_PER_MICRO;
    }

    /** One request that waits to be judged. */
    private final class Question {
        private final String client;
        private final CompletableFuture<Judgement> answer;
        private EventLoop.Timer patience = () -> {};

        Question(String client, CompletableFuture<Judgement> answer) {
            this.client = client;
            this.answer = answer;
        }

        void ask() {
            patience = loop.after(PATIENCE, () -> failed("no answer within " + PATIENCE.toMillis() + " ms"));
            Answers.of(() -> shared.judge(client, rate), loop, this::answered);
        }

        private void answered(@Nullable Judgement judgement, @Nullable Throwable failure) {
            patience.cancel();
            if (judgement == null) {
                failed(String.valueOf(failure == null ? null : Answers.cause(failure)));
                return;
            }
            local.learn(client, judgement, nowMicros());
            if (!answer.isDone()) {
                found();
                tell(judgement, false);
            }
        }

        private void failed(String why) {
            if (!answer.isDone()) {
                lost(why);
                judgeHere();
            }
        }

        void judgeHere() {
            tell(local.judge(client, nowMicros()), true);
        }

        private void tell(Judgement judgement, boolean byMyself) {
            watch.judged(judgement.admitted(), byMyself);
            answer.complete(judgement);
        }
    }
}
