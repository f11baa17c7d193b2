package dev.orchestrator.defects;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of known defects tells the truth: each line has tests that run, and one of them names it. */
class DefectsPageTest {
    private static final Path PAGE = Path.of("docs", "defects.md");
    private static final Pattern NAME = Pattern.compile("`(\\w+\\.\\w+)`");
    /** The lines that were known when the page was made; more may come. */
    private static final int LEAST_LINES = 50;

    private record Line(String defect, String design, List<String> tests) {}

    @Test
    void everyLineHasTestsThatRun() throws Exception {
        TestClasses tests = TestClasses.ofThisBuild();
        assertThat(lines()).hasSizeGreaterThanOrEqualTo(LEAST_LINES).allSatisfy(line -> {
            assertThat(line.design).as(line.defect).isNotEmpty();
            assertThat(line.tests).as(line.defect).isNotEmpty();
            assertThat(line.tests)
                    .as("what would catch: %s", line.defect)
                    .allSatisfy(name -> assertThat(tests.find(name)).as(name).isPresent());
        });
    }

    @Test
    void everyLineIsNamedByOneOfItsTests() throws Exception {
        TestClasses tests = TestClasses.ofThisBuild();
        assertThat(lines()).allSatisfy(line -> assertThat(line.tests.stream().flatMap(name -> named(tests.find(name))))
                .as("the lines that the tests of this one name")
                .contains(line.defect));
    }

    @Test
    void aTestNamesOnlyLinesOfThePage() throws Exception {
        Set<String> known = lines().stream().map(Line::defect).collect(Collectors.toSet());
        assertThat(TestClasses.ofThisBuild().all().flatMap(test -> named(Optional.of(test))))
                .isSubsetOf(known);
    }

    @Test
    void whatDoesNotRunIsNotFound() throws Exception {
        TestClasses tests = TestClasses.ofThisBuild();
        assertThat(tests.find("DefectsPageTest.whatDoesNotRunIsNotFound")).isPresent();
        assertThat(tests.find("JournalContract.whatIsEmptyIsAnOutputToo")).isPresent();
        assertThat(tests.find("DefectsPageTest.lines")).isEmpty();
        assertThat(tests.find("DefectsPageTest.noSuchTest")).isEmpty();
        assertThat(tests.find("NoSuchTest.at")).isEmpty();
    }

    private static Stream<String> named(Optional<Method> test) {
        return test.map(method -> method.getAnnotation(Defect.class)).stream()
                .flatMap(defect -> Arrays.stream(defect.value()));
    }

    private static List<Line> lines() throws Exception {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| defect |"))
                .map(line -> line.split(" *\\| *", -1))
                .map(cells -> new Line(cells[1].replace("`", ""), cells[2], names(cells[3])))
                .toList();
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell)
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
    }
}
