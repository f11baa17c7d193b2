package dev.orchestrator.adapters.out.http;

import dev.orchestrator.adapters.net.Addresses;
import dev.orchestrator.handlers.HttpQuery.Reach;
import dev.orchestrator.handlers.HttpReply.Unanswered;
import dev.orchestrator.handlers.WebUrl;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides which addresses a call may connect to. The name is looked up once and every answer is judged; who connects
 * takes one of these and asks no more, so that a second answer for the same name cannot lead elsewhere.
 */
final class Guard {
    private final AllowList allowed;
    private final Names names;

    Guard(AllowList allowed, Names names) {
        this.allowed = allowed;
        this.names = names;
    }

    /** What may be done: connect to one of these addresses, or nothing. */
    record Judgement(List<InetAddress> addresses, Optional<Unanswered> refusal) {
        private static Judgement refused(boolean retryable, String code, String message) {
            return new Judgement(List.of(), Optional.of(new Unanswered(retryable, code, message)));
        }
    }

    /** Never fails. */
    CompletionStage<Judgement> judge(WebUrl url, Reach reach) {
        Optional<InetAddress> literal = Addresses.literal(url.host());
        if (literal.isPresent()) {
            return CompletableFuture.completedFuture(judged(url, reach, List.of(literal.get())));
        }
        if (Addresses.isNumeric(url.host())) {
            return CompletableFuture.completedFuture(Judgement.refused(
                    false,
                    "HOST_NOT_ALLOWED",
                    "The host " + url.host() + " reads as a number; write an address in its usual form, as 192.0.2.1"));
        }
        return names.resolve(url.host())
                .thenApply(addresses -> judged(url, reach, addresses))
                .exceptionally(unknown -> Judgement.refused(
                        true, "HOST_NOT_FOUND", "The host " + url.host() + " has no address that could be found"));
    }

    private Judgement judged(WebUrl url, Reach reach, List<InetAddress> addresses) {
        if (reach == Reach.TRUSTED || allowed.names(url)) {
            return new Judgement(addresses, Optional.empty());
        }
        for (InetAddress address : addresses) {
            Optional<String> kind = SpecialNetworks.kindOf(address);
            if (kind.isPresent() && !allowed.holds(address, url.port())) {
                return Judgement.refused(false, "HOST_NOT_ALLOWED", refusal(url, address, kind.get()));
            }
        }
        return new Judgement(addresses, Optional.empty());
    }

    private static String refusal(WebUrl url, InetAddress address, String kind) {
        return "The host " + url.host() + " is not called: its address " + address.getHostAddress() + " is " + kind
                + "; the operator can allow it (WORKFLOW_HTTP_ALLOWED_HOSTS)";
    }
}
