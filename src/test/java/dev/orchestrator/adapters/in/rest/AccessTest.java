package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    @Test
    void healthIsOpenAndNothingBelowOrBesideIt() {
        assertThat(Access.neededFor("GET", "/health")).isEmpty();
        assertThat(Access.neededFor("HEAD", "/health/ready")).isEmpty();
        assertThat(Access.neededFor("POST", "/health")).contains(KeyScope.ADMIN);
        assertThat(Access.neededFor("GET", "/health/")).contains(KeyScope.READ);
        assertThat(Access.neededFor("GET", "/healthy")).contains(KeyScope.READ);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/no-such-thing, READ",
        "PUT,    /api/v1/workflow, ADMIN",
        "PATCH,  /api/v1/workflow/1, ADMIN",
        "BREW,   /api/v1/workflow, ADMIN",
        "POST,   /api/v1/something-new, ADMIN",
        "POST,   /api/v1/workflow/trigger/1/more, ADMIN",
        "DELETE, /api/v1/workflows/orders, ADMIN",
        "GET,    /api/v1/admin, ADMIN",
        "GET,    /api/v1/administrators, READ",
        "POST,   /api/v1/workflow/, RUN",
    })
    void whatNoRuleNamesNeedsTheGreatest(String method, String path, KeyScope needed) {
        assertThat(Access.neededFor(method, path)).contains(needed);
    }

    /** Routers decode, drop parameters and fold dots; a rule that looks at the text must not be led astray by that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/%61dmin/dlq",
                "/api/v1/./admin/dlq",
                "/api/v1/x/../admin/dlq",
                "//api/v1/admin/dlq",
                "/api/v1//admin/dlq",
                "/api/v1;a=b/admin/dlq",
                "/api/v1/admin;a=b/dlq",
                "/api\\v1\\admin\\dlq",
                "/api/v1/admin\u0000/dlq",
                "api/v1/admin/dlq",
                "*",
            })
    void aPathThatIsNotPlainNeedsTheGreatest(String path) {
        assertThat(Access.neededFor("GET", path)).contains(KeyScope.ADMIN);
    }
}
