package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreUrlsTest {
    private static final String REACTIVE = "quarkus.datasource.reactive.";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "postgresql://u:p@h:5433/d                | h:5433/d            | u   | p",
                "postgres://u:p@h/d                       | h:5432/d            | u   | p",
                "postgresql+asyncpg://u:p@my_db:5432/d    | my_db:5432/d        | u   | p",
                "postgresql://u:p%40%2F%23%25+x@h/d       | h:5432/d            | u   | p@/#%+x",
                "postgresql://u:p@ss/w@h/d                | h:5432/d            | u   | p@ss/w",
                "postgresql://u%3Ax:a:b@h/d               | h:5432/d            | u:x | a:b",
                "postgresql://u@h/d                       | h:5432/d            | u   | -",
                "postgresql://u:p@h                       | h:5432/u            | u   | p",
                "postgresql://h/d                         | h:5432/d            | -   | -",
                "postgresql://u:p@[::1]:5432/d            | [::1]:5432/d        | u   | p",
                "postgresql://u:p@h/my%20db               | h:5432/my%20db      | u   | p",
            })
    void aDatabaseUrlServesBothClients(String url, String place, String user, String password) {
        Map<String, String> properties = DatabaseUrl.properties(url);
        assertThat(properties)
                .containsEntry(REACTIVE + "url", "postgresql://" + place)
                .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + place + "?sslmode=prefer");
        assertThat(properties.get("quarkus.datasource.username")).isEqualTo(user);
        assertThat(properties.get("quarkus.datasource.password")).isEqualTo(password);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "sslmode=disable, disable, true",
        "sslmode=require, require, true",
        "ssl=require, require, true",
        "ssl=true, require, true",
        "sslmode=verify-full, verify-full, false",
    })
    void encryptionIsWhatLibpqWouldDo(String query, String mode, String trustAll) {
        assertThat(DatabaseUrl.properties("postgresql://u:p@h/d?" + query))
                .containsEntry(REACTIVE + "postgresql.ssl-mode", mode)
                .containsEntry(REACTIVE + "trust-all", trustAll)
                .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://h:5432/d?sslmode=" + mode);
    }

    @Test
    void aCertificateReachesBothClients() {
        Map<String, String> properties =
                DatabaseUrl.properties("postgresql://u:p@h/d?sslmode=verify-full&sslrootcert=/etc/ca.pem");
        assertThat(properties)
                .containsEntry(REACTIVE + "trust-certificate-pem.certs", "/etc/ca.pem")
                .containsEntry(REACTIVE + "hostname-verification-algorithm", "HTTPS");
        assertThat(properties.get("quarkus.datasource.jdbc.url")).endsWith("&sslrootcert=%2Fetc%2Fca.pem");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "redis://h, redis://h:6379/0",
        "redis://h:6380/3, redis://h:6380/3",
        "redis://:s%40crt@h/1, redis://:s%40crt@h:6379/1",
        "redis://u:p@h_1:6379, redis://u:p@h_1:6379/0",
        "rediss://u:p/w@h:6380/0, rediss://u:p%2Fw@h:6380/0",
    })
    void aRedisUrlIsNormalised(String url, String hosts) {
        assertThat(RedisUrl.properties(url)).containsEntry("quarkus.redis.hosts", hosts);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://u:secret@h/d                        | must start with postgresql://",
                "u:secret@h/d                                | is not a URL",
                "postgresql://u:secret@/d                    | names no host",
                "postgresql://u:secret@[::1/d                | names no host",
                "postgresql://u:secret@h:99999/d             | has no valid port",
                "postgresql://u:secret@h:port/d              | has no valid port",
                "postgresql://u:secret@a,b/d                 | names more than one host",
                "postgresql://u:secret%zz@h/d                | has a % that does not start an escape",
                "postgresql://h                              | names no database",
                "postgresql://u:secret@h/d?sslmode=sometimes | has no valid sslmode",
                "postgresql://u:secret@h/d?pool=secret       | has the unknown parameter pool",
            })
    void aBadDatabaseUrlIsNamedButNotShown(String url, String problem) {
        assertThatThrownBy(() -> DatabaseUrl.properties(url))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("DATABASE_URL " + problem)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "http://:secret@h        | must start with redis://",
                "redis://:secret@h/name  | names no valid database",
                "redis://:secret@h?x=1   | has the unknown parameter x",
            })
    void aBadRedisUrlIsNamedButNotShown(String url, String problem) {
        assertThatThrownBy(() -> RedisUrl.properties(url))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("REDIS_URL " + problem)
                .hasMessageNotContaining("secret");
    }
}
