package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void theChosenStartInOrderAndStopInReverse() {
        Services services = new Services(
                List.of(
                        new Recorded("b", 2, Role.WORKER, ""),
                        new Recorded("a", 1, Role.API, ""),
                        new Recorded("c", 3, Role.REAPER, "")),
                Set.of(Role.API, Role.WORKER));
        services.start();
        services.stop();
        services.stop();
        assertThat(told).containsExactly("start a", "start b", "drain b", "drain a", "stop b", "stop a");
    }

    @Test
    void allAreToldWhileTheyStillServe() {
        Services services = new Services(
                List.of(new Recorded("a", 1, Role.API, "leave"), new Recorded("b", 2, Role.API, "")), Set.of(Role.API));
        services.start();
        services.leave();
        services.stop();
        assertThat(told).containsSubsequence("start b", "leave b", "leave a", "drain b", "stop a");
    }

    @Test
    void oneThatFailsToStartStopsAll() {
        Services services = new Services(
                List.of(
                        new Recorded("a", 1, Role.API, ""),
                        new Recorded("b", 2, Role.API, "start"),
                        new Recorded("c", 3, Role.API, "")),
                Set.of(Role.API));
        assertThatThrownBy(services::start).hasMessageContaining("Recorded did not start: b cannot start");
        assertThat(told).containsExactly("start a", "start b", "drain b", "drain a", "stop b", "stop a");
    }

    @Test
    void oneThatFailsToDrainKeepsNobody() {
        Services services = new Services(
                List.of(new Recorded("a", 1, Role.API, ""), new Recorded("b", 2, Role.API, "drain")), Set.of(Role.API));
        services.start();
        services.stop();
        assertThat(told).endsWith("drain b", "drain a", "stop b", "stop a");
    }

    private final class Recorded implements Service {
        private final String name;
        private final int order;
        private final Role role;
        private final String failing;

        Recorded(String name, int order, Role role, String failing) {
            this.name = name;
            this.order = order;
            this.role = role;
            this.failing = failing;
        }

        @Override
        public Set<Role> roles() {
            return Set.of(role);
        }

        @Override
        public int order() {
            return order;
        }

        @Override
        public void start() {
            tell("start");
        }

        @Override
        public void leave() {
            tell("leave");
        }

        @Override
        public void drain() {
            tell("drain");
        }

        @Override
        public void stop() {
            tell("stop");
        }

        private void tell(String verb) {
            told.add(verb + " " + name);
            if (verb.equals(failing)) {
                throw new IllegalStateException(name + " cannot " + verb);
            }
        }
    }
}
