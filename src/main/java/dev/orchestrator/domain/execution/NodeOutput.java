package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;

/** An output that a decision accepted, to be stored beside the journal under (node, dispatch). */
public record NodeOutput(NodeId node, int dispatch, Document document) {}
