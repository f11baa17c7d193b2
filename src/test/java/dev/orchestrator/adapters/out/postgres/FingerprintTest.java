package dev.orchestrator.adapters.out.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "took 12.5 s of 10 | took 3.25 s of 10",
                "no order 0199d4a0-5c1e-7a6b-9d1f-2f6f0a3f8c11 | no order 0199D4A0-6C1E-7A6B-9D1F-2F6F0A3F8C12",
                "at 0xDEADBEEF | at 0x1f",
                "commit 9f86d081884c7d65 is gone | commit 60303ae22b998861 is gone",
                "no user 'ada' here | no user 'bob o. k.' here",
                "no field \"a b\" | no field \"c\"",
                "no `x` | no `why`",
                "GET https://api.example.com/orders/abc?x=y failed | GET https://api.example.com/users/def failed",
                "no key cus_Na7xkVbnGq2HDy81 | no key cus_NffrFeUfNV2Hib77"
            })
    void whatDiffersFromCaseToCaseMakesNoKindOfItsOwn(String one, String other) {
        assertThat(of(one)).isEqualTo(of(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no order | no user",
                "https://a.example.com/x failed | https://b.example.com/x failed",
                "it can't open, and doesn't try | it can't close, and doesn't try",
                "the deadline passed | the face value passed",
                "connection refused | connection reset"
            })
    void whatSaysSomethingElseIsAnotherKind(String one, String other) {
        assertThat(of(one)).isNotEqualTo(of(other));
    }

    @Test
    void handlerCategoryAndCodeCount() {
        Failure failure = new Failure(ErrorCategory.PERMANENT, "A", "x");
        assertThat(Fingerprint.of("h", failure))
                .hasSize(16)
                .isNotEqualTo(Fingerprint.of("i", failure))
                .isNotEqualTo(Fingerprint.of("h", new Failure(ErrorCategory.TIMEOUT, "A", "x")))
                .isNotEqualTo(Fingerprint.of("h", new Failure(ErrorCategory.PERMANENT, "B", "x")));
    }

    @Test
    void aLongMessageTakesNoLongTime() {
        String hostile = "'".repeat(500) + "a1".repeat(250) + "-".repeat(500) + "\"".repeat(499);
        assertThat(Fingerprint.withoutDetails(hostile)).isNotEmpty();
    }

    private static String of(String message) {
        return Fingerprint.of("h", new Failure(ErrorCategory.PERMANENT, "A", message));
    }
}
