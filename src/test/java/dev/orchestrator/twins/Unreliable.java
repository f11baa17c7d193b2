package dev.orchestrator.twins;

import dev.orchestrator.ports.out.EventLoop;
import java.time.Duration;

/** A line to a store on which calls may come to grief. */
public interface Unreliable extends EventLoop {
    /** What befalls the next call. */
    Mishap mishap();

    /** How long after its caller gave it up a late call arrives. */
    Duration lateness();
}
