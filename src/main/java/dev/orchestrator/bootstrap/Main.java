package dev.orchestrator.bootstrap;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the jar begins. Arguments are read first: what is no server never boots one. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Before the first logger exists, or the framework's log settings would not hold.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Environment environment = Environment.ofProcess();
        Engine engine = new Engine(environment);
        System.exit(CommandLines.create(engine::run, environment).execute(args));
    }
}
