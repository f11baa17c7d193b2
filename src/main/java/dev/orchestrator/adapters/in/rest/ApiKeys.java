package dev.orchestrator.adapters.in.rest;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API keys that are let in. Without any, everyone is.
 *
 * <p>Only the SHA-256 of a key is known here. That is enough for keys that are long and random: there is nothing to guess,
 * so a slow hash would only make each request slow.
 */
public final class ApiKeys {
    /** For a process that serves no API, and for an open one. */
    public static final ApiKeys NONE = new ApiKeys(List.of());

    private static final int MOST = 1_000;
    private static final Pattern ENTRY =
            Pattern.compile("([A-Za-z0-9_.-]{1,64}):([A-Za-z]+(?:\\+[A-Za-z]+)*):(?i:sha256:)?([0-9A-Fa-f]{64})");

    private final List<ApiKey> keys;

    private ApiKeys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads entries such as {@code ci:read+run:<SHA-256 in hex>}, with commas, blanks or line ends between them; after a #
     * the rest of a line is a comment.
     *
     * @throws IllegalArgumentException that names the entry and what is wrong with it, and never shows what it holds
     */
    public static ApiKeys parse(String text) {
        List<ApiKey> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String entry : text.replaceAll("(?m)#.*$", " ").strip().split("[,\\s]+", -1)) {
            if (!entry.isEmpty()) {
                ApiKey key = entry(entry, keys.size() + 1);
                keys.add(key);
                require(names.add(key.name()), keys.size(), "has the name " + key.name() + ", as another has");
                require(keys.size() <= MOST, keys.size(), "is one too many: at most " + MOST + " are read");
            }
        }
        return new ApiKeys(keys);
    }

    private static ApiKey entry(String text, int number) {
        Matcher parts = ENTRY.matcher(text);
        require(
                parts.matches(),
                number,
                "is not of the form name:scopes:hash, where scopes are read, run or admin joined by +, and hash is the"
                        + " SHA-256 of the key in 64 hex digits");
        EnumSet<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        for (String word : parts.group(2).split("\\+", -1)) {
            scopes.add(scope(word, number));
        }
        return new ApiKey(
                parts.group(1),
                Collections.max(scopes),
                HexFormat.of().parseHex(parts.group(3).toLowerCase(Locale.ROOT)));
    }

    private static KeyScope scope(String word, int number) {
        for (KeyScope scope : KeyScope.values()) {
            if (scope.word().equalsIgnoreCase(word)) {
                return scope;
            }
        }
        throw wrong(number, "has the unknown scope " + word + "; scopes are read, run and admin");
    }

    private static void require(boolean holds, int number, String problem) {
        if (!holds) {
            throw wrong(number, problem);
        }
    }

    private static IllegalArgumentException wrong(int number, String problem) {
        return new IllegalArgumentException("entry " + number + " " + problem);
    }

    /** Whether everyone is let in. */
    public boolean areNone() {
        return keys.isEmpty();
    }

    /** The key whose secret this is. Takes the same time whichever it is, and when it is none. */
    Optional<ApiKey> find(String secret) {
        byte[] hash = Sha256.of(secret);
        ApiKey found = null;
        for (ApiKey key : keys) {
            if (MessageDigest.isEqual(key.hash(), hash)) {
                found = key;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * @param scope the greatest that the key has
     * @param hash the SHA-256 of its secret
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content nowhere but in find
    record ApiKey(String name, KeyScope scope, byte[] hash) {
        @Override
        public String toString() {
            return name;
        }
    }
}
