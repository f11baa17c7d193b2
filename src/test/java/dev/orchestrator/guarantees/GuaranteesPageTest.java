package dev.orchestrator.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.TestClasses;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of promises claims nothing that no test shows: each has tests that run, and some of them name it. */
class GuaranteesPageTest {
    private static final Path PAGE = Path.of("docs", "guarantees.md");
    private static final Pattern HEADING = Pattern.compile("### (G\\d+)\\. .+");
    private static final Pattern NAME = Pattern.compile("`(\\w+(?:Test|IT|Contract)\\.\\w+)`");

    @Test
    void thePageHasEveryPromise() throws Exception {
        assertThat(promises().keySet()).containsExactly("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10");
    }

    @Test
    void everyPromiseHasTestsThatRun() throws Exception {
        TestClasses tests = TestClasses.ofThisBuild();
        promises().forEach((id, names) -> assertThat(names)
                .as("what shows " + id)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(tests.find(name)).as(name).isPresent()));
    }

    @Test
    void everyPromiseIsNamedByOneOfItsTests() throws Exception {
        TestClasses tests = TestClasses.ofThisBuild();
        promises().forEach((id, names) -> assertThat(names.stream().flatMap(name -> named(tests.find(name))))
                .as("the promises that the tests of " + id + " name")
                .contains(id));
    }

    @Test
    void aTestNamesOnlyPromisesOfThePage() throws Exception {
        Map<String, List<String>> promises = promises();
        TestClasses.ofThisBuild().all().forEach(test -> named(Optional.of(test))
                .forEach(id -> assertThat(promises.getOrDefault(id, List.of()).stream()
                                .map(name -> name.substring(name.indexOf('.') + 1)))
                        .as("the tests of " + id)
                        .contains(test.getName())));
    }

    private static Stream<String> named(Optional<Method> test) {
        return test.map(method -> method.getAnnotation(Guarantee.class)).stream()
                .flatMap(guarantee -> Arrays.stream(guarantee.value()));
    }

    /** The names of tests under the heading of each promise. */
    private static Map<String, List<String>> promises() throws Exception {
        Map<String, List<String>> promises = new LinkedHashMap<>();
        String[] sections = Files.readString(PAGE).split("(?m)^(?=##)");
        for (String section : sections) {
            var heading = HEADING.matcher(section);
            if (heading.lookingAt()) {
                promises.put(
                        heading.group(1),
                        NAME.matcher(section)
                                .results()
                                .map((MatchResult name) -> name.group(1))
                                .collect(Collectors.toList()));
            }
        }
        return promises;
    }
}
