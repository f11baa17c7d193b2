package dev.orchestrator.adapters.out.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.formatters.StructuredFormatter.ExceptionOutputType;

/** What the engine logs, as the console would show it: with the filter, the formatters and the format that it has. */
public final class LogCapture extends ExtHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Logger logger = LogContext.getLogContext().getLogger("dev.orchestrator");
    private final Level before = logger.getLevel();
    private final List<String> lines = new ArrayList<>();

    private LogCapture(Level level, boolean json) {
        setFilter(new SubjectFields(json));
        setFormatter(json ? jsonFormatter() : new PatternFormatter(setting("quarkus.log.console.format")));
        logger.setLevel(level);
        logger.addHandler(this);
    }

    public static LogCapture json(Level level) {
        return new LogCapture(level, true);
    }

    public static LogCapture text(Level level) {
        return new LogCapture(level, false);
    }

    private static JsonFormatter jsonFormatter() {
        JsonFormatter formatter = new JsonFormatter();
        formatter.setExceptionOutputType(ExceptionOutputType.valueOf(
                setting("quarkus.log.console.json.exception-output-type").toUpperCase(java.util.Locale.ROOT)));
        return formatter;
    }

    private static String setting(String name) {
        Properties settings = new Properties();
        try (InputStream in = LogCapture.class.getResourceAsStream("/application.properties")) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings.getProperty(name);
    }

    @Override
    protected synchronized void doPublish(ExtLogRecord record) {
        lines.add(getFormatter().format(record));
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    public List<JsonNode> parsed() {
        return lines().stream().map(LogCapture::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}
