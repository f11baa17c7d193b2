package dev.orchestrator.adapters.json;

import dev.orchestrator.domain.definition.Document;
import org.jspecify.annotations.Nullable;

/** A document that is parsed when first looked into, and then kept. Equal when the texts are. */
public final class JsonDocument implements Document {
    private static final Object UNREAD = new Object();

    private final String text;
    /** Two threads may both parse; the results are equal, and either stays. */
    private volatile @Nullable Object tree;

    private JsonDocument(String text, @Nullable Object tree) {
        this.text = text;
        this.tree = tree;
    }

    /** Takes text that is known to be JSON; {@link #tree} throws {@link JsonRefused} when it is not. */
    public static JsonDocument of(String text) {
        return new JsonDocument(text, UNREAD);
    }

    /** Writes a tree of JDK types; it must not be changed afterwards. */
    public static JsonDocument ofTree(@Nullable Object tree) {
        return new JsonDocument(Json.write(tree), tree);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public @Nullable Object tree() {
        Object known = tree;
        if (known == UNREAD) {
            known = Json.STORED.parse(text);
            tree = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonDocument that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
