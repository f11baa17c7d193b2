package dev.orchestrator.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** REDIS_URL, as people write it for other programs, turned into the settings of the Redis client. */
final class RedisUrl {
    static final String VARIABLE = "REDIS_URL";

    private static final int DEFAULT_PORT = 6379;
    private static final String CERTIFICATES = "ssl_cert_reqs";

    private RedisUrl() {}

    static Map<String, String> properties(String text) {
        StoreUrl url = StoreUrl.parse(VARIABLE, text.strip(), DEFAULT_PORT);
        check(url);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                "quarkus.redis.hosts",
                url.scheme() + "://" + credentials(url) + url.host() + ":" + url.port() + "/"
                        + (url.path().isEmpty() ? "0" : url.path()));
        if ("none".equals(url.parameters().get(CERTIFICATES))) {
            properties.put("quarkus.redis.tls.trust-all", "true");
            properties.put("quarkus.redis.tls.hostname-verification-algorithm", "NONE");
        }
        return properties;
    }

    private static void check(StoreUrl url) {
        if (!Set.of("redis", "rediss").contains(url.scheme())) {
            throw StartRefused.setting(VARIABLE, "must start with redis:// or rediss://");
        }
        if (!url.path().matches("\\d{0,4}")) {
            throw StartRefused.setting(VARIABLE, "names no valid database: it ends in a number such as /0");
        }
        for (String parameter : url.parameters().keySet()) {
            if (!parameter.equals(CERTIFICATES)) {
                throw StartRefused.setting(
                        VARIABLE, "has the unknown parameter " + parameter + "; known: " + CERTIFICATES);
            }
        }
    }

    private static String credentials(StoreUrl url) {
        String user = url.user() == null ? "" : PercentEncoding.encode(url.user());
        String password = url.password() == null ? "" : ":" + PercentEncoding.encode(url.password());
        return user.isEmpty() && password.isEmpty() ? "" : user + password + "@";
    }
}
