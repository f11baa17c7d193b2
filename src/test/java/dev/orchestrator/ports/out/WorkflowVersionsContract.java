package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.ports.out.WorkflowVersions.Registered;
import dev.orchestrator.ports.out.WorkflowVersions.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of named workflows promises. */
public abstract class WorkflowVersionsContract {
    private static final Instant AT = Instant.parse("2030-01-31T12:00:00.123456Z");

    /** Not necessarily empty. */
    protected abstract WorkflowVersions versions();

    private final String name = "w" + UUID.randomUUID();

    @Test
    void anotherContentIsTheNextVersionAndTheSameIsNone() {
        Submission one = content(name, 1);
        Submission two = content(name, 2);
        assertThat(register(one)).isEqualTo(new Registered(new Version(name, 1, one.id(), AT), true));
        assertThat(get(versions().register(one, AT.plusSeconds(1))))
                .isEqualTo(new Registered(new Version(name, 1, one.id(), AT), false));
        assertThat(register(two).version().number()).isEqualTo(2);
        assertThat(register(one).version().number()).as("back to what it was").isEqualTo(3);
        assertThat(register(content("another" + name, 1)).version().number()).isEqualTo(1);
    }

    @Test
    void versionsAreFoundByNumberAndTheLatestWithout() {
        register(content(name, 1));
        Version second = register(content(name, 2)).version();
        assertThat(get(versions().find(name, null))).contains(second);
        assertThat(get(versions().find(name, 2))).contains(second);
        assertThat(get(versions().find(name, 1)).orElseThrow().number()).isEqualTo(1);
        assertThat(get(versions().find(name, 3))).isEmpty();
        assertThat(get(versions().find("no" + name, null))).isEmpty();
    }

    @Test
    void aWorkflowTellsItsLatestVersion() {
        Submission one = content(name, 1);
        register(one);
        register(content(name, 2));
        assertThat(get(versions().of(name, one.id())).orElseThrow().number()).isEqualTo(1);
        register(one);
        assertThat(get(versions().of(name, one.id())).orElseThrow().number()).isEqualTo(3);
        assertThat(get(versions().of("no" + name, one.id()))).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        IntStream.rangeClosed(1, 5).forEach(number -> register(content(name, number)));
        assertThat(numbers(versions().versions(name, null, 3))).containsExactly(5, 4, 3);
        assertThat(numbers(versions().versions(name, 3, 3))).containsExactly(2, 1);
        assertThat(numbers(versions().versions(name, 1, 3))).isEmpty();
    }

    @Test
    void namesComeInOrderEachWithItsLatestVersion() {
        List<String> names = List.of(name + "-B", name + "-a", name + ".c", name + "_d");
        names.forEach(each -> IntStream.rangeClosed(1, 3).forEach(number -> register(content(each, number))));
        List<String> inOrder = names.stream().sorted().toList();
        List<Version> page = get(versions().latest(name, 3));
        assertThat(page).extracting(Version::name).isEqualTo(inOrder.subList(0, 3));
        assertThat(page).extracting(Version::number).containsOnly(3);
        assertThat(get(versions().latest(inOrder.get(2), 1)))
                .extracting(Version::name)
                .containsExactly(inOrder.get(3));
    }

    @Test
    void aDefinitionComesBackAsItWasSent() {
        Submission stored = content(name, 7);
        register(stored);
        assertThat(get(versions().definition(stored.id())).orElseThrow().text()).isEqualTo("{\"z\":7,\"a\":1.5}");
        assertThat(get(versions().definition(new WorkflowId(UUID.randomUUID()))))
                .isEmpty();
    }

    @Test
    void manyAtOnceGetNumbersWithoutGapsOrDoubles() {
        List<CompletionStage<Registered>> racing = new ArrayList<>();
        IntStream.range(0, 32).forEach(i -> racing.add(versions().register(content(name, i / 2), AT)));
        List<Integer> numbers =
                racing.stream().map(it -> get(it).version().number()).toList();
        List<Version> stored = get(versions().versions(name, null, 100));
        assertThat(stored)
                .extracting(Version::number)
                .containsExactlyElementsOf(IntStream.iterate(stored.size(), n -> n - 1)
                        .limit(stored.size())
                        .boxed()
                        .toList());
        assertThat(stored.size()).isBetween(16, 32);
        assertThat(stored).extracting(Version::number).containsAll(numbers);
    }

    private Registered register(Submission submission) {
        return get(versions().register(submission, AT));
    }

    private static List<Integer> numbers(CompletionStage<List<Version>> versions) {
        return get(versions).stream().map(Version::number).toList();
    }

    private static Submission content(String name, int number) {
        String text = "{\"v\":1,\"definition\":{\"z\":" + number + ",\"a\":1.5},\"defaults\":{}}";
        UUID id = UUID.nameUUIDFromBytes((name.replaceFirst("^another", "") + text).getBytes());
        return new Submission(new WorkflowId(id), name, text);
    }
}
