package dev.orchestrator.bootstrap;

import picocli.CommandLine.IVersionProvider;

/** The version of this jar, which the build writes into its manifest. */
public final class Version implements IVersionProvider {
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"workflow-orchestrator " + current()};
    }
}
