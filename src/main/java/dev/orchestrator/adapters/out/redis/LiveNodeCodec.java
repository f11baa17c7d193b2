package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.LiveNode;

/** How a node stands in the live hash: {@code state|attempt|dispatch|1 if a timer holds it back}. */
final class LiveNodeCodec {
    private LiveNodeCodec() {}

    /** Empty for a node that nothing is to be shown of. */
    static String encode(NodeExecution node) {
        if (node.state() == NodeState.PENDING) {
            return "";
        }
        return letter(node.state()) + "|" + node.attempt() + "|" + node.dispatch() + "|"
                + (node.wakeAt() == null ? "0" : "1");
    }

    static LiveNode decode(String text) {
        String[] parts = text.split("\\|", -1);
        return new LiveNode(state(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), null, null);
    }

    private static String letter(NodeState state) {
        return switch (state) {
            case PENDING -> "P";
            case QUEUED -> "Q";
            case RUNNING -> "L";
            case RETRYING -> "R";
            case COMPLETED -> "C";
            case FAILED -> "F";
            case SKIPPED -> "S";
            case CANCELLED -> "X";
        };
    }

    private static NodeState state(String letter) {
        for (NodeState state : NodeState.values()) {
            if (letter(state).equals(letter)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no state " + letter);
    }
}
