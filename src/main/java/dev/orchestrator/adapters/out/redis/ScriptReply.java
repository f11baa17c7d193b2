package dev.orchestrator.adapters.out.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** What a script answered: a word, and what follows it. */
record ScriptReply(Word word, Response response) {
    static ScriptReply of(Response response) {
        return new ScriptReply(Word.valueOf(response.get(0).toString()), response);
    }

    int number(int index) {
        return response.get(index).toInteger();
    }

    String text(int index) {
        return response.get(index).toString();
    }

    /** The list at this place, as it came. */
    Response list(int index) {
        return response.get(index);
    }

    /** The list at this place. */
    List<String> texts(int index) {
        return texts(response.get(index), 0);
    }

    /** All that follows the word. */
    List<String> rest() {
        return texts(response, 1);
    }

    /** The lists that the list at this place is made of. */
    List<List<String>> rows(int index) {
        List<List<String>> result = new ArrayList<>();
        response.get(index).forEach(row -> result.add(texts(row, 0)));
        return result;
    }

    private static List<String> texts(Response list, int from) {
        List<String> result = new ArrayList<>(list.size());
        for (int i = from; i < list.size(); i++) {
            result.add(list.get(i).toString());
        }
        return result;
    }

    ScriptReply expect(Word expected) {
        if (word != expected) {
            throw new IllegalStateException("Redis answered " + word + " where " + expected + " was expected");
        }
        return this;
    }

    /** The words that scripts answer with. */
    enum Word {
        WIPED,
        APPLIED,
        STALE,
        GAP,
        DONE,
        NONE,
        LIVE,
        TAKEN,
        BEATEN,
        GRANTED,
        ASKED,
        SENT,
        DOUBLE,
        PROMOTED,
        RECLAIMED,
        RETURNED,
        MISSING,
        MEASURED,
        QUARANTINED,
        FOUND,
        COUNTED,
        KNOWN,
        NEW,
        MEMBERS,
        ADMITTED,
        REFUSED,
        GO,
        STAY,
        OPENED,
        CLOSED,
        LISTED,
        LEADS,
        FOLLOWS,
        REBUILT
    }
}
