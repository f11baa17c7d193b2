package dev.orchestrator.bootstrap;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the process was given besides arguments: environment variables and -D properties, blank ones left out. */
record Environment(Map<String, String> variables, Map<String, String> properties) {

    static Environment ofProcess() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(name -> properties.put(name, System.getProperty(name)));
        return new Environment(System.getenv(), properties);
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** A setting by its property or by the variable that stands for it, as the framework would find it. */
    Optional<String> setting(String name) {
        return Optional.ofNullable(properties.get(name))
                .filter(value -> !value.isBlank())
                .or(() -> variable(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT)));
    }

    /** Root gets a directory that other accounts can reach, since PostgreSQL may have to run as one. */
    Path dataDirectory() {
        if ("root".equals(properties.get("user.name"))) {
            return Path.of("/var/lib/workflow-orchestrator");
        }
        Path home = Path.of(properties.getOrDefault("user.home", "."));
        return variable("XDG_DATA_HOME")
                .map(Path::of)
                .orElse(home.resolve(".local/share"))
                .resolve("workflow-orchestrator");
    }
}
