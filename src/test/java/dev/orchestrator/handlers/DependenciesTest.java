package dev.orchestrator.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.twins.NoNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What handlers say they depend on: that is what has a circuit breaker. */
class DependenciesTest {
    private final CallExternalService service =
            new CallExternalService(Latencies.DEFAULT.external(), new NoNetwork(), NoNetwork.JSON);

    @ParameterizedTest
    @CsvSource({
        "https://API.example.com/users?x=1, api.example.com:443",
        "http://api.example.com, api.example.com:80",
        "http://api.example.com:8080/, api.example.com:8080",
        "http://[::1]:9/, [::1]:9",
        "http://127.0.0.1/, 127.0.0.1:80",
        "https://bücher.example/, xn--bcher-kva.example:443"
    })
    void aServiceIsItsHostAndPort(String url, String server) {
        assertThat(service.dependsOn(TestTask.with(Map.of("url", url)))).contains(server);
    }

    @Test
    void whatIsMadeUpDependsOnNothing() {
        Map<String, Object> reserved = Map.of("url", "https://api.example.com/");
        assertThat(service.dependsOn(TestTask.with(reserved).simulated(true))).isEmpty();
        Map<String, Object> failing = Map.of("url", "https://api.example.org/", "simulate_failure", true);
        assertThat(service.dependsOn(TestTask.with(failing).simulated(true))).isEmpty();
        Map<String, Object> real = Map.of("url", "https://api.example.org/");
        assertThat(service.dependsOn(TestTask.with(real).simulated(true))).contains("api.example.org:443");
    }

    @Test
    void whatCannotBeCalledDependsOnNothing() {
        assertThat(service.dependsOn(TestTask.with(Map.of()))).isEmpty();
        assertThat(service.dependsOn(TestTask.with(Map.of("url", "ftp://x/")))).isEmpty();
    }

    @Test
    void aModelIsItsProvidersServer() {
        Optional<LanguageModel> provider = LanguageModel.at(
                "https://llm.example.org/v1", Optional.empty(), Optional.empty(), Duration.ofSeconds(1));
        CallLlm model = new CallLlm(Latencies.DEFAULT.llm(), provider, new NoNetwork(), NoNetwork.JSON);
        assertThat(model.dependsOn(TestTask.with(Map.of()).simulated(true))).contains("llm.example.org:443");
        assertThat(model.dependsOn(
                        TestTask.with(Map.of("simulate_failure", true)).simulated(true)))
                .isEmpty();
        CallLlm none = new CallLlm(Latencies.DEFAULT.llm(), Optional.empty(), new NoNetwork(), NoNetwork.JSON);
        assertThat(none.dependsOn(TestTask.with(Map.of()))).isEmpty();
    }

    @Test
    void theOthersDependOnNothing() {
        List<TaskHandler> all = BuiltInHandlers.all(Latencies.DEFAULT, NoNetwork.outside());
        all.stream()
                .filter(handler -> !(handler instanceof CallExternalService))
                .forEach(handler -> assertThat(
                                handler.dependsOn(TestTask.with(Map.of("url", "https://api.example.org/"))))
                        .as(handler.name())
                        .isEmpty());
    }
}
