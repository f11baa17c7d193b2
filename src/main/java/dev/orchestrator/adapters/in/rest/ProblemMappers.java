package dev.orchestrator.adapters.in.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers everything that went wrong with a problem document. Clients see no stack trace, only its id in the log. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response refused(RequestRefused refused) {
        return Answers.refused(refused.refusal());
    }

    /** What JAX-RS itself refuses: an unknown path, a method that is not allowed. */
    @ServerExceptionMapper
    Response chosenByTheHttpLayer(WebApplicationException e, UriInfo uri) {
        Response chosen = e.getResponse();
        ErrorCode code = ErrorCode.ofStatus(chosen.getStatus());
        Refusal refusal = Refusal.of(code, code.title()).withStatus(chosen.getStatus());
        if (code != ErrorCode.METHOD_NOT_ALLOWED) {
            return Answers.refused(refusal);
        }
        String allowed = String.join(", ", MethodsOfPaths.at(uri.getPath()));
        return Answers.refused(refusal.withHeader(HttpHeaders.ALLOW, allowed).withContext("allow", allowed));
    }

    @ServerExceptionMapper
    Response wrapped(CompletionException e) {
        Throwable cause = Outages.causeOf(e);
        return cause instanceof RequestRefused refused ? refused(refused) : mistake(cause);
    }

    @ServerExceptionMapper
    Response mistake(Throwable mistake) {
        return Answers.refused(logged(mistake));
    }

    static Refusal logged(Throwable mistake) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(mistake, "Request failed, error id %s", id);
        return Refusal.of(
                        ErrorCode.INTERNAL_ERROR, "The server made a mistake; its log has it under the error id " + id)
                .withContext("error_id", id);
    }
}
