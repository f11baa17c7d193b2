package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.handlers.BuiltInHandlers;
import dev.orchestrator.handlers.EchoHandler;
import dev.orchestrator.handlers.Latencies;
import dev.orchestrator.twins.NoNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlerRegistryTest {
    @Test
    void findsPlugInsBesideTheGivenHandlers() {
        HandlerRegistry registry = HandlerRegistry.discover(
                getClass().getClassLoader(), BuiltInHandlers.all(Latencies.DEFAULT, NoNetwork.outside()));
        assertThat(registry.names()).contains("shout", "echo").isSorted();
        assertThat(registry.find("shout")).isInstanceOf(Shout.class);
        assertThat(registry.find("whisper")).isNull();
    }

    @Test
    void refusesTwoOfOneName() {
        assertThatThrownBy(() -> HandlerRegistry.of(List.of(new EchoHandler(), new EchoHandler())))
                .hasMessageContaining("'echo'");
    }
}
