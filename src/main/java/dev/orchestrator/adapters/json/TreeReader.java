package dev.orchestrator.adapters.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.orchestrator.adapters.json.JsonRefused.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds one tree from a token stream. The parser's depth limit bounds the recursion. */
final class TreeReader {
    private final JsonParser parser;

    TreeReader(JsonParser parser) {
        this.parser = parser;
    }

    @Nullable
    Object readAll() throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw refuse(Kind.MALFORMED, "The text is empty");
            }
            Object value = value();
            if (parser.nextToken() != null) {
                throw refuse(Kind.MALFORMED, "There is something after the value" + where());
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw refuse(Kind.TOO_LARGE, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw refuse(Kind.MALFORMED, firstLine(e) + where(e.getLocation()));
        }
    }

    private @Nullable Object value() throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> fit(parser.getText());
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value starts with " + token);
        };
    }

    private Map<String, @Nullable Object> object() throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            fit(name);
            if (map.containsKey(name)) {
                throw refuse(Kind.MALFORMED, "The key '" + name + "' comes twice" + where());
            }
            parser.nextToken();
            map.put(name, value());
        }
        return map;
    }

    private List<@Nullable Object> array() throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value());
        }
        return list;
    }

    private Number decimal() throws IOException {
        Number number = Decimals.read(parser.getText());
        if (number == null) {
            throw refuse(Kind.TOO_LARGE, "The number " + parser.getText() + " is out of range" + where());
        }
        return number;
    }

    private String fit(String text) {
        if (!StorableText.is(text)) {
            throw refuse(Kind.UNFIT_TEXT, "The text holds a NUL or half of a surrogate pair" + where());
        }
        return text;
    }

    private JsonRefused refuse(Kind kind, String message) {
        return new JsonRefused(kind, parser.getParsingContext().pathAsPointer().toString(), message);
    }

    private String where() {
        return where(parser.currentLocation());
    }

    private static String where(@Nullable JsonLocation at) {
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    private static String firstLine(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
