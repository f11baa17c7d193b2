package dev.orchestrator.adapters.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.orchestrator.domain.definition.Document;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes trees of JDK types. */
final class TreeWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator out;

    private TreeWriter(JsonGenerator out) {
        this.out = out;
    }

    static String write(@Nullable Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            new TreeWriter(generator).value(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void value(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof CharSequence text) {
            out.writeString(text.toString());
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> list) {
            array(list);
        } else if (value instanceof Document document) {
            out.writeRawValue(document.text());
        } else {
            throw notJson(value);
        }
    }

    private void object(Map<?, ?> map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName(String.valueOf(entry.getKey()));
            value(entry.getValue());
        }
        out.writeEndObject();
    }

    private void array(Iterable<?> list) throws IOException {
        out.writeStartArray();
        for (Object element : list) {
            value(element);
        }
        out.writeEndArray();
    }

    private void number(Number number) throws IOException {
        if (number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte) {
            out.writeNumber(number.longValue());
        } else if (number instanceof BigInteger big) {
            out.writeNumber(big);
        } else if (number instanceof BigDecimal big) {
            out.writeNumber(big);
        } else if (number instanceof Double || number instanceof Float) {
            fraction(number);
        } else {
            throw notJson(number);
        }
    }

    /** JSON has no infinity and no NaN; null is what other writers send for them. */
    private void fraction(Number number) throws IOException {
        if (Double.isFinite(number.doubleValue())) {
            out.writeNumber(number.toString());
        } else {
            out.writeNull();
        }
    }

    private static IllegalArgumentException notJson(Object value) {
        return new IllegalArgumentException("not JSON: " + value.getClass().getName());
    }
}
