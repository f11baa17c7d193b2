package dev.orchestrator.checker;

/** Streams, pending lists, leases and live keys are empty when everything has ended. */
final class NothingIsLeftAtRest implements Rule {
    @Override
    public void judge(Docket docket, Findings findings) {
        docket.evidence().rest().leftovers().forEach(left -> findings.about(this, null)
                .broken(null, "an empty hot store", left));
    }
}
