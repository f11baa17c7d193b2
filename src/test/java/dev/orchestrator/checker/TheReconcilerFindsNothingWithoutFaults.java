package dev.orchestrator.checker;

/** Without faults no execution is ever without a reason to wait. */
final class TheReconcilerFindsNothingWithoutFaults implements Rule {
    @Override
    public void judge(Docket docket, Findings findings) {
        long found = docket.evidence().rest().reconciled();
        boolean holds = found == 0 || !docket.evidence().faults().isEmpty();
        findings.about(this, null).expect(holds, null, "no execution driven again", found);
    }
}
