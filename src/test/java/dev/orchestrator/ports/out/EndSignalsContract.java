package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every source of end signals promises. */
public abstract class EndSignalsContract extends HotStoreContract {
    @Test
    void allProcessesHearOfAnEnd() {
        List<ExecutionId> here = new CopyOnWriteArrayList<>();
        List<ExecutionId> there = new CopyOnWriteArrayList<>();
        ports.ends().listen(here::add);
        store.connect().ends().listen(there::add);
        int[] number = {0};
        store.until(() -> {
            // A hint may be lost while a listener still connects, so ends go on until both heard one.
            Run run = run(++number[0], "a");
            applied(run.trigger());
            assertThat(here).doesNotContain(run.id());
            applied(run.cancel());
            return !here.isEmpty() && !there.isEmpty();
        });
        assertThat(here).allMatch(ended -> (ended.value().getLeastSignificantBits() & 0xffff) <= number[0]);
    }
}
