package dev.orchestrator.adapters.out.redis;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, and how it is trusted.
 *
 * @param url {@code redis://[[user]:password@]host[:port][/db]}, or {@code rediss://} for TLS
 * @param certificate a PEM file to trust with TLS instead of the JVM's own authorities
 * @param trustAll whether any certificate will do; for tests only
 */
public record RedisServer(String url, @Nullable String certificate, boolean trustAll) {
    /** One name for the metrics of all: without it each connection would make a series of its own. */
    private static final String POOL = "engine";

    private static final int CONNECT_MILLIS = 3_000;
    /** What Vert.x lets wait for replies on one connection; {@link RedisLink} stays below. */
    private static final int MOST_HANDLERS = 2_048;

    public RedisServer(String url) {
        this(url, null, false);
    }

    RedisOptions options() {
        NetClientOptions net =
                new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpKeepAlive(true);
        if (url.startsWith("rediss:")) {
            net.setHostnameVerificationAlgorithm(trustAll ? "" : "HTTPS").setTrustAll(trustAll);
            if (certificate != null) {
                net.setPemTrustOptions(new PemTrustOptions().addCertPath(certificate));
            }
        }
        // Without HELLO it is protocol 2, which every supported server and proxy speaks.
        return new RedisOptions()
                .setPoolName(POOL)
                .setConnectionString(url)
                .setNetClientOptions(net)
                .setProtocolNegotiation(false)
                .setMaxWaitingHandlers(MOST_HANDLERS)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1);
    }

    /** The address without what is secret in it. */
    @Override
    public String toString() {
        return url.replaceFirst("//.*@", "//");
    }
}
