package dev.orchestrator.adapters.out.traces;

import io.opentelemetry.api.common.AttributeKey;

/** What spans say of themselves. Ids belong here, other than in metrics. */
final class Attributes {
    static final AttributeKey<String> EXECUTION = AttributeKey.stringKey("workflow.execution.id");
    static final AttributeKey<String> NODE = AttributeKey.stringKey("workflow.node.id");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("workflow.attempt");
    static final AttributeKey<Long> DISPATCH = AttributeKey.longKey("workflow.dispatch");
    static final AttributeKey<String> QUEUE = AttributeKey.stringKey("workflow.queue");
    static final AttributeKey<String> WORKER = AttributeKey.stringKey("workflow.worker");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("workflow.outcome");
    static final AttributeKey<String> FAILURE = AttributeKey.stringKey("error.type");
    /** The execution's status after a decision. */
    static final AttributeKey<String> STATUS = AttributeKey.stringKey("workflow.execution.status");

    static final AttributeKey<String> REJECTION = AttributeKey.stringKey("workflow.rejection");

    private Attributes() {}
}
