package dev.orchestrator.bootstrap.embedded;

/** The stores that can be embedded, each by itself. */
public enum Store {
    POSTGRES("PostgreSQL"),
    REDIS("Redis");

    private final String title;

    Store(String title) {
        this.title = title;
    }

    /** Its name as people write it. */
    public String title() {
        return title;
    }
}
