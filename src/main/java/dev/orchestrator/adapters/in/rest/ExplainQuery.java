package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.ports.in.ExplainExecutions;
import dev.orchestrator.ports.in.ExplainExecutions.Question;
import org.jspecify.annotations.Nullable;

/** Reads what of an execution is to be explained. */
final class ExplainQuery {
    private static final int DEFAULT_LIMIT = 100;

    private ExplainQuery() {}

    static Question read(@Nullable String node, @Nullable String limit) {
        QueryProblems problems = new QueryProblems();
        Question question = new Question(
                problems.read("node", node, "the id of a node", NodeId::new).orElse(null),
                problems.read("limit", limit, "a number from 1 to " + ExplainExecutions.MOST_NODES, ExplainQuery::limit)
                        .orElse(DEFAULT_LIMIT));
        problems.refuse();
        return question;
    }

    private static Integer limit(String text) {
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > ExplainExecutions.MOST_NODES) {
            throw new IllegalArgumentException("out of range");
        }
        return limit;
    }
}
