package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    /** SHA-256 of "secret". */
    static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static final String OTHER = "0".repeat(64);

    @Test
    void aKeyIsFoundByItsSecret() {
        ApiKeys keys = ApiKeys.parse(
                "ci:run:" + HASH + "\n# an old one\nold:read:sha256:" + OTHER + ", ops:admin:" + "1".repeat(64));
        assertThat(keys.find("secret")).hasValueSatisfying(key -> {
            assertThat(key.name()).isEqualTo("ci");
            assertThat(key.scope()).isEqualTo(KeyScope.RUN);
            assertThat(key.toString()).doesNotContain(HASH);
        });
        assertThat(keys.find("Secret")).isEmpty();
        assertThat(keys.find("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"read, READ", "run, RUN", "READ+run, RUN", "read+admin, ADMIN", "admin, ADMIN"})
    void aScopeHoldsThoseBeforeIt(String scopes, KeyScope greatest) {
        assertThat(ApiKeys.parse("k:" + scopes + ":" + HASH)
                        .find("secret")
                        .orElseThrow()
                        .scope())
                .isEqualTo(greatest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "# nothing but a comment", "\n\n,"})
    void nothingIsNoKey(String text) {
        assertThat(ApiKeys.parse(text).areNone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "my-plain-key",
                "ci:read",
                "ci:read:plain-key",
                "ci::",
                ":read:",
                "ci:cook:",
                "c i:read:",
                "ci:read+:"
            })
    void aWrongEntryIsNamedAndNotShown(String entry) {
        String text = "ok:read:" + OTHER + "," + (entry.endsWith(":") ? entry + HASH : entry);
        assertThatThrownBy(() -> ApiKeys.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entry ")
                .message()
                .doesNotContain("plain-key")
                .doesNotContain(HASH);
    }

    @Test
    void twoKeysOfOneNameCannotBeToldApart() {
        assertThatThrownBy(() -> ApiKeys.parse("a:read:" + HASH + ",a:run:" + OTHER))
                .hasMessageContaining("entry 2 has the name a");
    }
}
