package dev.orchestrator.domain.definition;

import org.jspecify.annotations.Nullable;

/** A place in a JSON document, written as RFC 6901 says; cheap to carry along, text only when asked for. */
record Pointer(@Nullable Pointer parent, String token) {
    static final Pointer ROOT = new Pointer(null, "");

    boolean isRoot() {
        return parent == null;
    }

    Pointer member(String name) {
        return new Pointer(this, name);
    }

    Pointer item(int index) {
        return new Pointer(this, Integer.toString(index));
    }

    /** The same place, seen from a document in which this one stands at a place of its own. */
    Pointer under(Pointer place) {
        return parent == null ? place : new Pointer(parent.under(place), token);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    /** As deep as the document, whose depth is bounded before any pointer is made. */
    private void write(StringBuilder out) {
        if (parent != null) {
            parent.write(out);
            out.append('/').append(Wording.printable(token).replace("~", "~0").replace("/", "~1"));
        }
    }
}
