package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.ports.out.IdempotencyKeys.Used;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every journal promises about the keys of requests. */
public abstract class IdempotencyKeysContract {
    private final String client = "c" + UUID.randomUUID();

    /** Not necessarily empty; shared with the journal below. */
    protected abstract IdempotencyKeys keys();

    protected abstract Journal journal();

    @Test
    void aKeyIsStoredWithItsExecution() {
        Story story = Story.begin();
        assertThat(get(keys().find(client, "k"))).isEmpty();
        append(keyed(story, "k", "r"));
        assertThat(get(keys().find(client, "k")))
                .contains(new Used("r", story.id(), story.submission().id()));
        assertThat(get(keys().find("another" + client, "k"))).isEmpty();
        assertThat(get(keys().find(client, "K"))).isEmpty();
    }

    @Test
    void whoComesSecondMakesNothingAndItsNeighboursStand() {
        Story first = Story.begin();
        Story second = Story.begin();
        Story keyed = Story.begin();
        Story plain = Story.begin();
        append(keyed(first, "k", "r"));
        Appended late = append(keyed(second, "k", "r"), keyed(keyed, "other", "r"), plain.submitted());
        assertThat(late.won()).containsExactlyInAnyOrder(keyed.id(), plain.id());
        assertThat(late.refused()).isEmpty();
        assertThat(get(journal().load(Map.of(second.id(), 0)))).isEmpty();
        assertThat(get(keys().find(client, "k")).orElseThrow().execution()).isEqualTo(first.id());
    }

    @Test
    void ofTwoInOneBatchOneIsMade() {
        Story one = Story.begin();
        Story other = Story.begin();
        Appended appended = append(keyed(one, "k", "r"), keyed(other, "k", "r"));
        assertThat(appended.won()).hasSize(1);
        assertThat(appended.won())
                .containsExactly(get(keys().find(client, "k")).orElseThrow().execution());
    }

    @Test
    void theSameBatchAgainIsWonAgain() {
        Story story = Story.begin();
        Batch batch = batch(keyed(story, "k", "r"));
        assertThat(get(journal().append(batch)).won()).containsExactly(story.id());
        assertThat(get(journal().append(batch)).won()).containsExactly(story.id());
    }

    @Test
    @Defect("Idempotency marked at the end instead of taken at the start")
    void manyAtOnceMakeOne() {
        List<CompletionStage<Appended>> racing = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Append plain = Story.begin().submitted();
            racing.add(journal().append(batch(keyed(Story.begin(), "a", "r"), plain, keyed(Story.begin(), "b", "r"))));
        }
        Set<Object> made = new java.util.HashSet<>();
        int all = racing.stream().mapToInt(it -> get(it).won().size()).sum();
        for (String key : List.of("a", "b")) {
            made.add(get(keys().find(client, key)).orElseThrow().execution());
        }
        assertThat(made).hasSize(2);
        assertThat(all).as("16 without a key and one for each").isEqualTo(18);
    }

    @Test
    void oldOnesAreForgottenAndMayBeUsedAgain() {
        append(keyed(Story.begin(), "k1", "r"), keyed(Story.begin(), "k2", "r"));
        assertThat(get(keys().forget(Story.AT, 10_000))).as("what others left").isGreaterThanOrEqualTo(0);
        assertThat(get(keys().find(client, "k1"))).isPresent();
        Instant later = Story.AT.plusSeconds(1);
        while (get(keys().forget(later, 1)) > 0) {
            // one at a time
        }
        assertThat(get(keys().find(client, "k1"))).isEmpty();
        assertThat(get(keys().find(client, "k2"))).isEmpty();
        Story again = Story.begin();
        assertThat(append(keyed(again, "k1", "r")).won()).containsExactly(again.id());
    }

    private Append keyed(Story story, String key, String request) {
        Append append = story.submitted();
        return new Append(
                append.state(),
                append.entry(),
                append.outputs(),
                append.created().under(new RequestKey(client, key, request)),
                append.snapshot());
    }

    private Appended append(Append... appends) {
        return get(journal().append(batch(appends)));
    }

    private static Batch batch(Append... appends) {
        return new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, Arrays.asList(appends), Set.of());
    }
}
