package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.ports.in.LimitRequests;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often a client makes executions. Judges before the body is read, so that who asks too often costs nothing
 * else; every answer to a request that was judged tells how the client stands.
 *
 * <p>A trigger is not limited: it can start each execution only once. Neither is what makes none.
 */
@Singleton
class RateLimitGuard {
    /** Right after {@link AccessGuard}, which knows the caller. */
    private static final int SECOND = -999;

    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");
    private static final Pattern SUBMISSIONS =
            Pattern.compile(ApiPaths.WORKFLOW + "/*|" + ApiPaths.WORKFLOWS + "/+[^/]+/+executions/*");

    private final SubmissionLimit settings;
    private final LimitRequests limits;

    RateLimitGuard(SubmissionLimit settings, LimitRequests limits) {
        this.settings = settings;
        this.limits = limits;
    }

    void onApiPort(@Observes Router router) {
        if (settings.enabled()) {
            router.route().order(SECOND).method(HttpMethod.POST).handler(this::judge);
        }
    }

    /** As JAX-RS will read the path, however it is written: it must not find a resource that was not counted. */
    private static boolean isSubmission(RoutingContext context) {
        String path = PARAMETERS.matcher(context.normalizedPath()).replaceAll("");
        return SUBMISSIONS.matcher(path).matches();
    }

    private void judge(RoutingContext context) {
        if (!isSubmission(context)) {
            context.next();
            return;
        }
        LimitedClient client = LimitedClient.of(context, settings.proxies());
        Context here = Vertx.currentContext();
        limits.judge(client.id())
                .whenComplete(
                        (judgement, mistake) -> here.runOnContext(go -> judged(context, client, judgement, mistake)));
    }

    private static void judged(
            RoutingContext context, LimitedClient client, @Nullable Judgement judgement, @Nullable Throwable mistake) {
        if (judgement == null) {
            EarlyRefusal.send(context, ProblemMappers.logged(new IllegalStateException("not judged", mistake)));
            return;
        }
        LimitHeaders.put(judgement, Instant.now(), context.response().headers());
        if (judgement.admitted()) {
            context.next();
        } else {
            EarlyRefusal.send(context, tooMany(client, judgement));
        }
    }

    private static Refusal tooMany(LimitedClient client, Judgement judgement) {
        RequestRate rate = judgement.rate();
        long seconds = Math.max(1, LimitHeaders.secondsUp(judgement.untilNext()));
        return Refusal.of(
                        ErrorCode.RATE_LIMITED,
                        "Too many submissions by " + client.shown() + ": " + rate.perMinute()
                                + " a minute are allowed, " + rate.burst() + " at once after a pause; try again in "
                                + seconds + " s")
                .withContext("retry_after_seconds", seconds)
                .withHeader("Retry-After", Long.toString(seconds));
    }
}
