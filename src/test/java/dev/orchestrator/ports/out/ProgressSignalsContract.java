package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every source of hints about progress promises. */
public abstract class ProgressSignalsContract extends HotStoreContract {
    @Test
    void allProcessesThatFollowHearOfAVersion() {
        Run run = run(1, "a", "b<a");
        List<Integer> here = new CopyOnWriteArrayList<>();
        List<Integer> there = new CopyOnWriteArrayList<>();
        ports.progress().follow(run.id(), here::add);
        store.connect().progress().follow(run.id(), there::add);
        applied(run.trigger());
        // A hint may be lost while a listener still connects, so it is restored until both heard of it.
        store.until(() -> {
            applied(run.restore());
            return !here.isEmpty() && !there.isEmpty();
        });
        int triggered = run.state().version();
        assertThat(here).containsOnly(triggered);
        applied(run.complete("a", Run.DONE));
        applied(run.cancel());
        store.until(() -> here.contains(triggered + 2) && there.contains(triggered + 2));
        assertThat(here).contains(triggered + 1);
    }

    @Test
    void whoLeftHearsNothingAndWhoCameBackDoes() {
        Run run = run(1, "a", "b<a");
        Run other = run(2, "a");
        List<Integer> left = new CopyOnWriteArrayList<>();
        List<Integer> stayed = new CopyOnWriteArrayList<>();
        ports.progress().follow(run.id(), left::add);
        ports.progress().follow(other.id(), stayed::add);
        applied(run.trigger());
        applied(other.trigger());
        store.until(() -> {
            applied(run.restore());
            applied(other.restore());
            return !left.isEmpty() && !stayed.isEmpty();
        });
        ports.progress().leave(run.id());
        stayed.clear();
        applied(run.complete("a", Run.DONE));
        applied(other.cancel());
        store.until(() -> !stayed.isEmpty());
        assertThat(left).doesNotContain(run.state().version());
        ports.progress().follow(run.id(), left::add);
        store.until(() -> {
            applied(run.restore());
            return left.contains(run.state().version());
        });
    }
}
