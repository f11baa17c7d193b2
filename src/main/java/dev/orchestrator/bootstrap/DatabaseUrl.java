package dev.orchestrator.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** DATABASE_URL, as people write it for other programs, turned into the settings of both database clients. */
final class DatabaseUrl {
    static final String VARIABLE = "DATABASE_URL";

    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres", "postgresql+asyncpg");
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final Set<String> PARAMETERS = Set.of("sslmode", "ssl", "sslrootcert", "application_name");

    private DatabaseUrl() {}

    static Map<String, String> properties(String text) {
        StoreUrl url = StoreUrl.parse(VARIABLE, text.strip(), DEFAULT_PORT);
        check(url);
        String database = url.path().isEmpty() && url.user() != null ? url.user() : url.path();
        if (database.isEmpty()) {
            throw StartRefused.setting(VARIABLE, "names no database: it ends in /name");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        String place = "postgresql://" + url.host() + ":" + url.port() + "/" + PercentEncoding.encode(database);
        properties.put("quarkus.datasource.reactive.url", place + reactiveQuery(url));
        properties.put("quarkus.datasource.jdbc.url", "jdbc:" + place + jdbcQuery(url));
        if (url.user() != null) {
            properties.put("quarkus.datasource.username", url.user());
        }
        if (url.password() != null) {
            properties.put("quarkus.datasource.password", url.password());
        }
        properties.putAll(encryption(url));
        return properties;
    }

    private static void check(StoreUrl url) {
        if (!SCHEMES.contains(url.scheme())) {
            throw StartRefused.setting(VARIABLE, "must start with postgresql://, postgres:// or postgresql+asyncpg://");
        }
        for (String parameter : url.parameters().keySet()) {
            if (!PARAMETERS.contains(parameter)) {
                throw StartRefused.setting(
                        VARIABLE, "has the unknown parameter " + parameter + "; known: " + new TreeSet<>(PARAMETERS));
            }
        }
        if (!SSL_MODES.contains(sslMode(url))) {
            throw StartRefused.setting(VARIABLE, "has no valid sslmode; one of " + new TreeSet<>(SSL_MODES));
        }
    }

    /** libpq says sslmode, asyncpg says ssl; without either both try TLS and do without where there is none. */
    private static String sslMode(StoreUrl url) {
        Map<String, String> parameters = url.parameters();
        String mode = parameters.getOrDefault("sslmode", parameters.getOrDefault("ssl", "prefer"));
        return switch (mode) {
            case "true" -> "require";
            case "false" -> "disable";
            default -> mode;
        };
    }

    private static String reactiveQuery(StoreUrl url) {
        String name = url.parameters().get("application_name");
        return name == null ? "" : "?application_name=" + PercentEncoding.encode(name);
    }

    private static String jdbcQuery(StoreUrl url) {
        StringBuilder query = new StringBuilder("?sslmode=").append(sslMode(url));
        String certificate = url.parameters().get("sslrootcert");
        if (certificate != null) {
            query.append("&sslrootcert=").append(PercentEncoding.encode(certificate));
        }
        String name = url.parameters().get("application_name");
        if (name != null) {
            query.append("&ApplicationName=").append(PercentEncoding.encode(name));
        }
        return query.toString();
    }

    /** As in libpq, only the verify modes look at the server's certificate. */
    private static Map<String, String> encryption(StoreUrl url) {
        String mode = sslMode(url);
        String client = "quarkus.datasource.reactive.";
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(client + "postgresql.ssl-mode", mode);
        properties.put(client + "trust-all", Boolean.toString(!mode.startsWith("verify-")));
        if (mode.equals("verify-full")) {
            properties.put(client + "hostname-verification-algorithm", "HTTPS");
        }
        String certificate = url.parameters().get("sslrootcert");
        if (certificate != null && mode.startsWith("verify-")) {
            properties.put(client + "trust-certificate-pem", "true");
            properties.put(client + "trust-certificate-pem.certs", certificate);
        }
        return properties;
    }
}
