package dev.orchestrator.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The engine's settings as application.properties tells them: under headings of two hashes, for each a comment that says
 * what it means and a line with its default, which is a comment itself where there is none.
 */
final class SettingsReference {
    private static final String FILE = "/application.properties";
    private static final Pattern HEADING = Pattern.compile("## (.+)");
    private static final Pattern KEY = Pattern.compile("#?(workflow\\.[a-z.-]+)=(.*)");
    private static final Pattern ALIAS = Pattern.compile("\\$\\{([A-Z_]+):(.*)}(.*)");
    private static final Pattern COMMENT = Pattern.compile("# (.+)");

    private SettingsReference() {}

    /**
     * @param aliases the original engine's names
     * @param otherwise the default, or empty
     * @param meaning a sentence, or several; the one before speaks for a key that has none of its own
     */
    record Entry(String group, String key, List<String> aliases, String otherwise, String meaning) {
        String variable() {
            return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        }
    }

    static List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        String group = "";
        String meaning = "";
        for (String line : text().split("\n", -1)) {
            Matcher heading = HEADING.matcher(line);
            Matcher key = KEY.matcher(line);
            Matcher comment = COMMENT.matcher(line);
            if (heading.matches()) {
                group = heading.group(1);
            } else if (key.matches()) {
                entries.add(entry(group, key.group(1), key.group(2), meaning));
            } else if (comment.matches()) {
                meaning = comment.group(1);
            }
        }
        return entries;
    }

    /** A default may be another name with a default of its own. */
    private static Entry entry(String group, String key, String value, String meaning) {
        List<String> aliases = new ArrayList<>();
        String otherwise = value;
        for (Matcher alias = ALIAS.matcher(otherwise); alias.matches(); alias = ALIAS.matcher(otherwise)) {
            aliases.add(alias.group(1));
            otherwise = alias.group(2) + alias.group(3);
        }
        return new Entry(group, key, aliases, otherwise, meaning);
    }

    private static String text() {
        try (InputStream file = SettingsReference.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the jar has no " + FILE);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
