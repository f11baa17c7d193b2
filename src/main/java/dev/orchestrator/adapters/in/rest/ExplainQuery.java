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
                ListQuery.limit(problems, limit, DEFAULT_LIMIT, ExplainExecutions.MOST_NODES));
        problems.refuse();
        return question;
    }
}
