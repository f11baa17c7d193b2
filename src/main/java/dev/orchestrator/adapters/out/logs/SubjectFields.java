package dev.orchestrator.adapters.out.logs;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Task;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gives a line of the log the fields of what it is about: of a {@link Subject}, an {@link ExecutionId} or a
 * {@link Task.Key} among its parameters, else of the task that the thread works for. It lets every line pass.
 *
 * <p>The fields go where the formatters look for them, into the line's own copy of the MDC. No thread carries an MDC of
 * ours: an event loop works for many executions, and threads inherit what their makers carry.
 */
@LoggingFilter(name = "subject-fields")
public final class SubjectFields implements Filter {
    /** In lines of text: the ids at a glance. */
    static final String ABOUT = "about";
    /** As the tracing of HTTP requests names them. */
    private static final String REQUEST_TRACE = "traceId";

    private static final String REQUEST_SPAN = "spanId";
    private final boolean json;

    public SubjectFields(@ConfigProperty(name = "quarkus.log.console.json.enabled") boolean json) {
        this.json = json;
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line instanceof ExtLogRecord record) {
            Subject subject = subjectOf(record.getParameters());
            if (subject == null) {
                subject = WorkingThread.subject();
            }
            if (subject != null) {
                describe(record, subject);
            }
            nameTrace(record);
        }
        return true;
    }

    private static @Nullable Subject subjectOf(Object @Nullable [] parameters) {
        if (parameters == null) {
            return null;
        }
        for (Object parameter : parameters) {
            Subject subject = asSubject(parameter);
            if (subject != null) {
                return subject;
            }
        }
        return null;
    }

    private static @Nullable Subject asSubject(@Nullable Object parameter) {
        if (parameter instanceof Subject subject) {
            return subject;
        } else if (parameter instanceof Task.Key key) {
            return Subject.of(key);
        }
        return parameter instanceof ExecutionId id ? Subject.of(id) : null;
    }

    private void describe(ExtLogRecord record, Subject subject) {
        subject.fields().forEach(record::putMdc);
        if (!json) {
            record.putMdc(ABOUT, "(" + subject.brief() + ") ");
        }
        if (record.getThrown() == null && subject.cause() != null) {
            record.setThrown(subject.cause());
        }
    }

    /** The fields have one name, whoever traces. */
    private static void nameTrace(ExtLogRecord record) {
        String trace = record.getMdc(REQUEST_TRACE);
        if (trace != null && record.getMdc(Subject.TRACE) == null) {
            record.putMdc(Subject.TRACE, trace);
            String span = record.getMdc(REQUEST_SPAN);
            if (span != null) {
                record.putMdc(Subject.SPAN, span);
            }
        }
    }
}
