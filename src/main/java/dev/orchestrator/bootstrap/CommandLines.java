package dev.orchestrator.bootstrap;

import dev.orchestrator.bootstrap.embedded.StoreFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The whole command line of the jar. Client commands join here, as subcommands; they never boot the server. */
final class CommandLines {
    /** Wrong usage, or a start that was refused for its settings. */
    static final int USAGE = 2;

    private static final int FAILED = 1;

    private CommandLines() {}

    static CommandLine create(ToIntFunction<ServerOptions> engine, Environment environment) {
        CommandLine line = new CommandLine(new ServerCommand(engine));
        line.registerConverter(Port.class, Port::parse);
        line.registerConverter(Slots.class, Slots::parse);
        line.registerConverter(Path.class, CommandLines::path);
        line.setDefaultValueProvider(argument -> variable(argument, environment));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((problem, command, parsed) -> refuse(problem, command));
        return line;
    }

    /** An empty path would mean the current directory, which nobody asked for. */
    private static Path path(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("it is empty; name a directory");
        }
        return Path.of(text);
    }

    private static @Nullable String variable(ArgSpec argument, Environment environment) {
        return argument instanceof OptionSpec option
                ? variable(option).flatMap(environment::variable).orElse(null)
                : null;
    }

    /** The options of the server that a variable can stand for, by the name of that variable. */
    static Map<String, OptionSpec> variables() {
        Map<String, OptionSpec> variables = new LinkedHashMap<>();
        new CommandLine(new ServerCommand(options -> 0))
                .getCommandSpec()
                .options()
                .forEach(option -> variable(option).ifPresent(name -> variables.put(name, option)));
        return variables;
    }

    /** --management-port is WORKFLOW_MANAGEMENT_PORT, and so on for every option but help and version. */
    private static Optional<String> variable(OptionSpec option) {
        if (option.usageHelp() || option.versionHelp()) {
            return Optional.empty();
        }
        String name = option.longestName().replaceFirst("^-+", "").replace('-', '_');
        return Optional.of("WORKFLOW_" + name.toUpperCase(Locale.ROOT));
    }

    private static int refuse(Exception problem, CommandLine command) throws Exception {
        if (problem instanceof StartRefused || problem instanceof StoreFailure) {
            command.getErr().println(problem.getMessage());
            return problem instanceof StartRefused ? USAGE : FAILED;
        }
        throw problem;
    }
}
