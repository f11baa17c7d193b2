package dev.orchestrator.adapters.out.postgres;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for one table, sent as an array for each column. */
final class Columns {
    private final List<ColumnType> types;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    Columns(List<ColumnType> types) {
        this.types = types;
    }

    void add(@Nullable Object... row) {
        if (row.length != types.size()) {
            throw new IllegalArgumentException(row.length + " values for " + types);
        }
        rows.add(row);
    }

    /** Adds one array per column to the parameters. */
    void appendTo(List<Object> parameters) {
        for (int column = 0; column < types.size(); column++) {
            @Nullable Object[] array = types.get(column).array(rows.size());
            for (int row = 0; row < array.length; row++) {
                array[row] = rows.get(row)[column];
            }
            parameters.add(array);
        }
    }
}
