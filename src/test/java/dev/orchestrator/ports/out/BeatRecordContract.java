package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every record of beats keeps. */
public abstract class BeatRecordContract {
    /** One process' view of the same record. */
    protected abstract BeatRecord record();

    @Test
    void theGreatestIsRememberedWhoeverTellsItAndWhen() {
        BeatRecord one = record();
        BeatRecord other = record();
        assertThat(get(one.remembered())).isEqualTo(Beats.NONE);
        assertThat(get(one.remember(beats(0, 5, 1, 3)))).isEqualTo(beats(0, 5, 1, 3));
        assertThat(get(other.remember(beats(0, 4, 1, 9)))).isEqualTo(beats(0, 5, 1, 9));
        assertThat(get(one.remembered())).isEqualTo(beats(0, 5, 1, 9));
    }

    private static Beats beats(int shard, long count, int otherShard, long otherCount) {
        return new Beats(Map.of(shard, count, otherShard, otherCount));
    }
}
