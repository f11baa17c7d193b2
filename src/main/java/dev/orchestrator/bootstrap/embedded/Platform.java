package dev.orchestrator.bootstrap.embedded;

import java.util.Locale;
import java.util.Optional;

/** The platforms this jar carries servers for, and the names their archives have in it. */
enum Platform {
    LINUX_AMD64("postgres-linux-x86_64.txz", "redis-server-6.2.6-v5-linux-amd64"),
    LINUX_ARM64("postgres-linux-arm_64.txz", "redis-server-6.2.7-linux-arm64");

    private final String postgres;
    private final String redis;

    Platform(String postgres, String redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    static Optional<Platform> here() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Optional<Platform> of(String system, String architecture) {
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            return Optional.empty();
        }
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of(LINUX_AMD64);
            case "aarch64", "arm64" -> Optional.of(LINUX_ARM64);
            default -> Optional.empty();
        };
    }

    static StoreFailure noServer(String store, String variable) {
        return new StoreFailure("This jar carries no " + store + " for " + System.getProperty("os.name") + " on "
                + System.getProperty("os.arch") + ". Set " + variable + " to a server of your own.");
    }

    String postgres() {
        return postgres;
    }

    String redis() {
        return redis;
    }
}
