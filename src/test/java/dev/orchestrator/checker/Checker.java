package dev.orchestrator.checker;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges the evidence of a run by all rules. */
public final class Checker {
    static final List<Rule> RULES = List.of(
            new EveryAcknowledgedSubmissionIsTerminal(),
            new NothingExistsThatWasNotSubmitted(),
            new TheJournalHasNoGaps(),
            new OneTerminalEventPerAttempt(),
            new WhatEndedStaysAsItEnded(),
            new ApiJournalAndNotificationAgree(),
            new FoldOfTheJournalIsStatusAndApi(),
            new EveryCompletedNodeHasItsAttemptInTheLedger(),
            new EveryReportIsJournaledInTime(),
            new AtMostOnceNodesRunAtMostOnce(),
            new NoStartBeforeItsDependenciesOutcomes(),
            new EveryNodeStartsAsItsTriggerRuleSays(),
            new EveryEndIsWhatTheNodesSay(),
            new NoStartAfterItsNodesTerminalEvent(),
            new AttemptsAreCountedWithoutGaps(),
            new EveryAttemptAskedForIsMade(),
            new BackoffIsAsAsked(),
            new NothingIsLeftAtRest(),
            new OneDeadLetterPerExhaustedNode(),
            new NoReaderSawAVersionGoBack(),
            new NothingIsSeenBeforeItIsDurable(),
            new NoStartAfterACancelWasAnswered(),
            new EveryAnswerIsInTheJournal(),
            new EachInputIsItsTemplatesOverTheJournaledOutputs(),
            new TheReconcilerFindsNothingWithoutFaults(),
            new EveryExecutionEndsAsAskedWithoutFaults());

    private Checker() {}

    /** The words of all rules. */
    public static Set<String> rules() {
        return RULES.stream().map(Rule::name).collect(Collectors.toSet());
    }

    public static Verdict check(Evidence evidence) {
        Docket docket = new Docket(evidence);
        Findings findings = new Findings();
        RULES.forEach(rule -> rule.judge(docket, findings));
        return new Verdict(
                findings.kept(), findings.count(), Accounting.of(docket, findings.excused()), Recovery.of(docket));
    }
}
