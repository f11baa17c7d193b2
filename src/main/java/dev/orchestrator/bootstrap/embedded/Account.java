package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The user PostgreSQL runs as: ourselves, or, since it refuses root, a stand-in without privileges. */
enum Account {
    SELF("", -1),
    /** Root on the outside, nobody to PostgreSQL; files stay root's. */
    NAMESPACE("unshare -U", 0),
    /** For containers, which mostly forbid new user namespaces. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups", 65534);

    private final String prefix;
    private final int owner;

    Account(String prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    static Account unprivileged() throws IOException {
        if (!isRoot()) {
            return SELF;
        }
        for (Account account : List.of(NAMESPACE, NOBODY)) {
            if (Executables.succeeds(account.command(List.of("true")).toArray(String[]::new))) {
                return account;
            }
        }
        throw new StoreFailure(
                "PostgreSQL does not run as root, and neither unshare nor setpriv (util-linux) works here."
                        + " Start the engine as another user, or set DATABASE_URL.");
    }

    static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self) && Files.getAttribute(self, "unix:uid").equals(0);
    }

    List<String> command(List<String> arguments) {
        List<String> line = new ArrayList<>(arguments);
        if (!prefix.isEmpty()) {
            line.addAll(0, List.of(prefix.split(" ")));
        }
        return line;
    }

    /** Gives the tree to this account where another one owned it before; the root last, as it tells who owns the rest. */
    void own(Path root) throws IOException {
        if (owner < 0 || Files.getAttribute(root, "unix:uid").equals(owner)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
