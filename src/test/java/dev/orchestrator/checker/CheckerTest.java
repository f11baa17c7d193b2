package dev.orchestrator.checker;

import static dev.orchestrator.checker.Sketch.A;
import static dev.orchestrator.checker.Sketch.B;
import static dev.orchestrator.checker.Sketch.C;
import static dev.orchestrator.checker.Sketch.D;
import static dev.orchestrator.checker.Sketch.ID;
import static dev.orchestrator.checker.Sketch.REPORT;
import static dev.orchestrator.checker.Sketch.at;
import static dev.orchestrator.checker.Sketch.completed;
import static dev.orchestrator.checker.Sketch.end;
import static dev.orchestrator.checker.Sketch.entry;
import static dev.orchestrator.checker.Sketch.queued;
import static dev.orchestrator.checker.Sketch.sighting;
import static dev.orchestrator.checker.Sketch.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.checker.Evidence.What;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.SkipReason;
import dev.orchestrator.ports.out.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, on evidence made by hand: the good one passes, a bad one is named. */
class CheckerTest {
    @Test
    void aGoodRunPasses() {
        Verdict verdict = Checker.check(new Sketch().evidence());
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.accounts()).isEqualTo(new Verdict.Accounts(1, 1, 0, 0, 0, 0, 1, 6, 0, 0));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("spoiled")
    void aBadRunIsNamed(String rule, String what, Consumer<Sketch> spoil) {
        Sketch sketch = new Sketch();
        spoil.accept(sketch);
        Verdict verdict = Checker.check(sketch.evidence());
        assertThat(verdict.rules()).as("%s", verdict).contains(rule);
        assertThat(verdict.passed()).isFalse();
    }

    @Test
    void everyRuleHasItsBadRun() {
        assertThat(spoiled().map(it -> (String) it.get()[0]).collect(Collectors.toSet()))
                .isEqualTo(Checker.RULES.stream().map(Rule::name).collect(Collectors.toSet()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowed")
    void whatMustBeAllowedIs(String what, Consumer<Sketch> change) {
        Sketch sketch = new Sketch();
        change.accept(sketch);
        assertThat(Checker.check(sketch.evidence()).violations()).isEmpty();
    }

    @Test
    void whatRanTwiceIsCounted() {
        Sketch sketch = new Sketch();
        sketch.ledger.add(start(A, 2, 2, 3.4, Map.of()));
        sketch.ledger.add(end(A, 1, 1, 1.9, 1));
        Verdict verdict = Checker.check(sketch.evidence());
        assertThat(verdict.accounts().duplicatedRuns()).isEqualTo(2);
        assertThat(verdict.passed()).as("%s", verdict).isTrue();
    }

    @Test
    void recoveryIsTheTimeFromTheFaultToTheNextVersion() {
        Sketch sketch = new Sketch();
        sketch.faults.add(new Evidence.Fault("kill", at(2.2), at(2.2)));
        sketch.faults.add(new Evidence.Fault("cut", at(3), at(3.9)));
        sketch.faults.add(new Evidence.Fault("when nothing runs", at(6), at(7)));
        assertThat(Checker.check(sketch.evidence()).recoveries())
                .containsExactly(Duration.ofMillis(100), Duration.ofMillis(1_000));
    }

    @Test
    void aFloodOfViolationsIsCountedAndNotKept() {
        Sketch sketch = new Sketch();
        for (int i = 0; i < 1_000; i++) {
            sketch.leftovers.add("key" + i);
        }
        Verdict verdict = Checker.check(sketch.evidence());
        assertThat(verdict.broken()).isEqualTo(1_000);
        assertThat(verdict.violations()).hasSize(Findings.MOST_PER_RULE);
    }

    static Stream<Arguments> spoiled() {
        return Stream.of(
                bad(EveryAcknowledgedSubmissionIsTerminal.class, "is never ended", s -> {
                    s.stopAfter(8);
                    s.row = ExecutionStatus.RUNNING;
                }),
                bad(
                        EveryAcknowledgedSubmissionIsTerminal.class,
                        "is not stored",
                        s -> s.requests.add(request(other()))),
                bad(NothingExistsThatWasNotSubmitted.class, "nobody submitted it", s -> s.requests.clear()),
                bad(
                        NothingExistsThatWasNotSubmitted.class,
                        "runs without being stored",
                        s -> s.ledger.add(
                                new Evidence.Line(What.START, other(), A, 1, 1, "w1", at(1), null, null, null))),
                bad(TheJournalHasNoGaps.class, "a version is missing", s -> s.entries.remove(3)),
                bad(
                        OneTerminalEventPerAttempt.class,
                        "completes twice",
                        s -> s.says(8, completed(B, 2), completed(B, 2))),
                bad(
                        WhatEndedStaysAsItEnded.class,
                        "fails after it completed",
                        s -> s.change(8, it -> plus(it, new Event.NodeFailed(A, 2, Sketch.BROKEN, true, REPORT)))),
                bad(WhatEndedStaysAsItEnded.class, "an old report counts", s -> s.says(5, completed(A, 1))),
                bad(
                        WhatEndedStaysAsItEnded.class,
                        "goes on after its end",
                        s -> s.change(7, it -> {
                            it.remove(0);
                            return it;
                        })),
                bad(
                        ApiJournalAndNotificationAgree.class,
                        "other results",
                        s -> s.results.set(
                                0,
                                new Evidence.Results(
                                        ID, Map.of(A, Sketch.output(9), B, Sketch.output(2), C, Sketch.output(3))))),
                bad(
                        ApiJournalAndNotificationAgree.class,
                        "told of a cancel",
                        s -> s.notices.add(new Evidence.Notice(ID, ExecutionStatus.CANCELLED, at(12)))),
                bad(FoldOfTheJournalIsStatusAndApi.class, "another row", s -> s.row = ExecutionStatus.FAILED),
                bad(
                        FoldOfTheJournalIsStatusAndApi.class,
                        "a version of nowhere",
                        s -> s.sightings.add(sighting(10, 13, ExecutionStatus.COMPLETED, Map.of()))),
                bad(
                        FoldOfTheJournalIsStatusAndApi.class,
                        "another state of a node",
                        s -> s.sightings.set(
                                1, sighting(2, 1.5, ExecutionStatus.RUNNING, Map.of(A, NodeState.COMPLETED)))),
                bad(
                        EveryCompletedNodeHasItsAttemptInTheLedger.class,
                        "nobody ran it",
                        s -> s.ledger.removeIf(line -> line.node().equals(C) && line.what() == What.END)),
                bad(
                        EveryCompletedNodeHasItsAttemptInTheLedger.class,
                        "a placeholder for an output",
                        s -> s.outputs.put(new Evidence.Dispatch(A, 2), Sketch.output(0))),
                bad(EveryReportIsJournaledInTime.class, "a report is dropped", s -> s.ledger.add(end(A, 2, 2, -60, 1))),
                bad(
                        AtMostOnceNodesRunAtMostOnce.class,
                        "the same dispatch twice",
                        s -> s.ledger.add(start(C, 1, 2, 10.4, Map.of()))),
                bad(
                        NoStartBeforeItsDependenciesOutcomes.class,
                        "starts before its commit",
                        s -> s.durableAt.put(5, at(4.15))),
                bad(
                        NoStartBeforeItsDependenciesOutcomes.class,
                        "a dispatch of nowhere",
                        s -> s.ledger.add(start(C, 1, 3, 11.5, Map.of()))),
                bad(
                        EveryNodeStartsAsItsTriggerRuleSays.class,
                        "a join is early",
                        s -> s.change(5, it -> plus(it, queued(D, 1, 1)))),
                bad(EveryNodeStartsAsItsTriggerRuleSays.class, "a join is forgotten", s -> s.says(9, completed(C, 2))),
                bad(
                        EveryNodeStartsAsItsTriggerRuleSays.class,
                        "a true condition skips",
                        s -> s.outputs.put(new Evidence.Dispatch(B, 2), Sketch.output(7))),
                bad(
                        EveryEndIsWhatTheNodesSay.class,
                        "success with a node open",
                        s -> s.says(9, completed(C, 2), new Event.Ended(ExecutionStatus.COMPLETED, ""))),
                bad(
                        EveryEndIsWhatTheNodesSay.class,
                        "an end is forgotten",
                        s -> s.says(9, completed(C, 2), new Event.NodeSkipped(D, SkipReason.CONDITION_FALSE))),
                bad(
                        NoStartAfterItsNodesTerminalEvent.class,
                        "starts long after",
                        s -> s.ledger.add(start(B, 1, 2, 13.5, Map.of("v", 1)))),
                bad(AttemptsAreCountedWithoutGaps.class, "an attempt too many", s -> s.says(4, queued(A, 3, 2))),
                bad(AttemptsAreCountedWithoutGaps.class, "the counter stands", s -> s.says(4, queued(A, 1, 2))),
                bad(EveryAttemptAskedForIsMade.class, "gives up early", s -> {
                    s.says(3, new Event.NodeFailed(A, 1, Sketch.FLAKY, true, REPORT));
                }),
                bad(
                        EveryAttemptAskedForIsMade.class,
                        "repeats what is permanent",
                        s -> s.says(3, new Event.NodeRetryScheduled(A, 1, Sketch.BROKEN, at(3.2), REPORT))),
                bad(
                        BackoffIsAsAsked.class,
                        "waits too short",
                        s -> s.says(3, new Event.NodeRetryScheduled(A, 1, Sketch.FLAKY, at(2.9), REPORT))),
                bad(
                        BackoffIsAsAsked.class,
                        "waits too long",
                        s -> s.says(3, new Event.NodeRetryScheduled(A, 1, Sketch.FLAKY, at(4), REPORT))),
                bad(
                        BackoffIsAsAsked.class,
                        "is sent before its time",
                        s -> s.entries.set(3, entry(4, 3.1, queued(A, 2, 2)))),
                bad(NothingIsLeftAtRest.class, "a key is left", s -> s.leftovers.add("wf:{0}:lease")),
                bad(
                        OneDeadLetterPerExhaustedNode.class,
                        "a letter stays open",
                        s -> s.letters.set(0, new Evidence.Letter(ID, B, 1, DeadLetters.Status.OPEN))),
                bad(OneDeadLetterPerExhaustedNode.class, "no letter is written", s -> s.stopAfter(6)),
                bad(
                        NoReaderSawAVersionGoBack.class,
                        "a reader sees less",
                        s -> s.sightings.add(sighting(8, 14, ExecutionStatus.RUNNING, Map.of()))),
                bad(NothingIsSeenBeforeItIsDurable.class, "is acknowledged early", s -> s.durableAt.put(2, at(1.1))),
                bad(NothingIsSeenBeforeItIsDurable.class, "is shown early", s -> s.durableAt.put(4, at(3.6))),
                bad(
                        NoStartAfterACancelWasAnswered.class,
                        "is leased afterwards",
                        s -> s.cancels.add(new Evidence.Cancel(ID, at(9), true))),
                bad(
                        EveryAnswerIsInTheJournal.class,
                        "no cancel happened",
                        s -> s.cancels.add(new Evidence.Cancel(ID, at(13), true))),
                bad(
                        EveryAnswerIsInTheJournal.class,
                        "two won one letter",
                        s -> s.retries.add(new Evidence.Retry(ID, B, at(10), true))),
                bad(
                        EveryAnswerIsInTheJournal.class,
                        "other params",
                        s -> s.requests.set(0, new Evidence.Request("test", ID, Map.of("p", 2), true, at(1), null))),
                bad(
                        EachInputIsItsTemplatesOverTheJournaledOutputs.class,
                        "a placeholder",
                        s -> s.ledger.set(4, start(B, 1, 1, 4.1, Map.of("v", "{{ a.x }}")))),
                bad(TheReconcilerFindsNothingWithoutFaults.class, "was driven again", s -> s.reconciled = 1),
                bad(
                        EveryExecutionEndsAsAskedWithoutFaults.class,
                        "ends otherwise",
                        s -> s.requests.set(
                                0, new Evidence.Request("test", ID, null, true, at(1), ExecutionStatus.FAILED))));
    }

    static Stream<Arguments> allowed() {
        return Stream.of(
                good(
                        "a submission without an answer",
                        s -> s.requests.set(0, new Evidence.Request("test", null, null, false, null, null))),
                good(
                        "a start within a heartbeat after the end",
                        s -> s.ledger.add(start(B, 1, 2, 12.5, Map.of("v", 1)))),
                good("a start as late as a fault was long", s -> {
                    s.faults.add(new Evidence.Fault("stopped", at(10.5), at(30)));
                    s.ledger.add(start(B, 1, 2, 31, Map.of("v", 1)));
                }),
                good(
                        "nodes one version ahead",
                        s -> s.sightings.set(
                                1, sighting(2, 1.9, ExecutionStatus.RUNNING, Map.of(A, NodeState.RETRYING)))),
                good("a discarded letter", s -> {
                    s.stopAfter(6);
                    s.row = ExecutionStatus.FAILED;
                    s.notices.remove(1);
                    s.results.clear();
                    s.retries.clear();
                    s.ledger.removeIf(line -> line.at().isAfter(at(7)));
                    s.letters.set(0, new Evidence.Letter(ID, B, 1, DeadLetters.Status.DISCARDED));
                }),
                good("what the reconciler found after a fault", s -> {
                    s.faults.add(new Evidence.Fault("wiped", at(2), at(2)));
                    s.reconciled = 3;
                }));
    }

    private static Arguments bad(Class<? extends Rule> rule, String what, Consumer<Sketch> spoil) {
        String name = Checker.RULES.stream()
                .filter(rule::isInstance)
                .map(Rule::name)
                .findFirst()
                .orElseThrow();
        return Arguments.of(name, name + ": " + what, spoil);
    }

    private static Arguments good(String what, Consumer<Sketch> change) {
        return Arguments.of(what, change);
    }

    private static List<Event> plus(List<Event> events, Event more) {
        events.add(more);
        return events;
    }

    private static Evidence.Request request(ExecutionId id) {
        return new Evidence.Request("test", id, null, true, at(1), null);
    }

    private static ExecutionId other() {
        return new ExecutionId(new UUID(1, 2));
    }
}
