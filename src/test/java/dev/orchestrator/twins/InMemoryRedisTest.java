package dev.orchestrator.twins;

import dev.orchestrator.ports.out.AtMostOnceContract;
import dev.orchestrator.ports.out.BreakersContract;
import dev.orchestrator.ports.out.CompletionQueueContract;
import dev.orchestrator.ports.out.EndSignalsContract;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.LiveStateContract;
import dev.orchestrator.ports.out.MembersContract;
import dev.orchestrator.ports.out.ProgressSignalsContract;
import dev.orchestrator.ports.out.RequestLimitsContract;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueueContract;
import dev.orchestrator.ports.out.UpkeepContract;
import dev.orchestrator.ports.out.WhereaboutsContract;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The in-memory hot store keeps the contracts. */
class InMemoryRedisTest {
    @Nested
    class BreakersTest extends BreakersContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class LiveStateTest extends LiveStateContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class AtMostOnceTest extends AtMostOnceContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class TaskQueueTest extends TaskQueueContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class CompletionQueueTest extends CompletionQueueContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class UpkeepTest extends UpkeepContract {
        private final InMemoryHotStore hot = new InMemoryHotStore();

        @Override
        protected HotStore newStore() {
            return hot;
        }

        @Override
        protected Duration leaseEnd(Task.Key key) {
            return hot.leaseEnd(key);
        }
    }

    @Nested
    class MembersTest extends MembersContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class EndSignalsTest extends EndSignalsContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class ProgressSignalsTest extends ProgressSignalsContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class RequestLimitsTest extends RequestLimitsContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }

    @Nested
    class WhereaboutsTest extends WhereaboutsContract {
        @Override
        protected HotStore newStore() {
            return new InMemoryHotStore();
        }
    }
}
