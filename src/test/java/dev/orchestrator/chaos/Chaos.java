package dev.orchestrator.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Strikes a real installation under load, and judges what became of what it had acknowledged. */
@Command(
        name = "scripts/chaos",
        sortOptions = false,
        description = {
            "Starts an installation of target/app.jar (each role in processes of its own, real Redis and PostgreSQL, no"
                    + " Docker), lets clients work with it, strikes, mends, waits until all has ended, and checks what"
                    + " clients were told, what is stored and what handlers wrote down.",
            "Exits with 0 when every scenario passed, 1 when one did not, 2 when the call was wrong.%n"
        })
public final class Chaos implements Callable<Integer> {
    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "what is to fail; all when none is named")
    private List<String> names = new ArrayList<>();

    @Option(names = "--seconds", paramLabel = "N", description = "how long each strikes, 5 to 3600 (default 60)")
    private int seconds = 60;

    @Option(names = "--rate", paramLabel = "R", description = "executions submitted per second, 0.1 to 200 (default 8)")
    private @Nullable Double rate;

    @Option(names = "--seed", paramLabel = "S", description = "what is drawn by chance (default 1)")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "for the evidence (default target/chaos)")
    private Path out = Path.of(System.getProperty("project.dir", "."), "target", "chaos");

    @Option(names = "--list", description = "names the scenarios")
    private boolean list;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos()).execute(arguments));
    }

    @Override
    public Integer call() {
        if (list) {
            Scenarios.all().forEach(it -> System.out.printf("%-28s %s%n", it.name(), it.about()));
            return 0;
        }
        List<Scenario> chosen = chosen();
        List<Outcome> outcomes = run(chosen);
        System.out.println();
        Table.of(outcomes).forEach(System.out::println);
        System.out.println();
        System.out.println(Table.json(outcomes));
        boolean all = outcomes.size() == chosen.size() && outcomes.stream().allMatch(Outcome::passed);
        return all ? 0 : 1;
    }

    private List<Scenario> chosen() {
        check(seconds >= 5 && seconds <= 3_600, "--seconds takes 5 to 3600");
        check(rate == null || (rate >= 0.1 && rate <= 200), "--rate takes 0.1 to 200");
        List<String> unknown = names.stream()
                .filter(name ->
                        Scenarios.all().stream().noneMatch(it -> it.name().equals(name)))
                .toList();
        check(
                unknown.isEmpty(),
                "unknown: " + String.join(", ", unknown) + ". There are: "
                        + String.join(
                                ", ",
                                Scenarios.all().stream().map(Scenario::name).toList()));
        return Scenarios.all().stream()
                .filter(it -> names.isEmpty() || names.contains(it.name()))
                .toList();
    }

    private void check(boolean holds, String otherwise) {
        if (!holds && spec != null) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private List<Outcome> run(List<Scenario> scenarios) {
        Thread ending = new Thread(Field::abandon, "ending");
        Runtime.getRuntime().addShutdownHook(ending);
        Path data = temporary();
        List<Outcome> outcomes = new ArrayList<>();
        try (Field field = new Field(out, data)) {
            for (Scenario scenario : scenarios) {
                System.out.printf("%s: %s%n", scenario.name(), scenario.about());
                Outcome outcome =
                        field.run(scenario, Duration.ofSeconds(seconds), rate == null ? scenario.rate() : rate, seed);
                outcome.lines().stream().filter(it -> !it.isEmpty()).forEach(System.out::println);
                outcomes.add(outcome);
            }
        } finally {
            delete(data);
        }
        return outcomes;
    }

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("chaos");
            // Others may pass through: PostgreSQL runs as another user where the engine is root.
            directory.toFile().setExecutable(true, false);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
