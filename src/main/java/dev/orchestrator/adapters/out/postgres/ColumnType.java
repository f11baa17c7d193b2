package dev.orchestrator.adapters.out.postgres;

import java.lang.reflect.Array;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A type of a column, and the class whose arrays the driver sends as an array of it. Others fail or arrive wrong. */
enum ColumnType {
    UUID(UUID.class),
    INT(Integer.class),
    TIMESTAMPTZ(OffsetDateTime.class),
    TEXT(String.class);

    private final Class<?> element;

    ColumnType(Class<?> element) {
        this.element = element;
    }

    Object[] array(int size) {
        return (Object[]) Array.newInstance(element, size);
    }

    /** The name of the array type in SQL. */
    String sql() {
        return name().toLowerCase(java.util.Locale.ROOT) + "[]";
    }
}
