package dev.orchestrator.ports.in;

import java.util.List;

/**
 * An execution as its user sees it.
 *
 * @param version grows with every change; no reader sees it fall
 * @param nodes every node, in the order of the definition
 */
public record ExecutionView(ExecutionSummary summary, int version, List<NodeView> nodes) {}
