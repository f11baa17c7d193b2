package dev.orchestrator.adapters.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses that are written out. Only the plain forms count: old ones such as 0177.1 mean different things to different programs. */
public final class Addresses {
    private static final String BYTE = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    /** What browsers and resolvers may read as a number, so that no look-up of a name may follow. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)");

    private Addresses() {}

    /** The address that the text is, with or without brackets; no name is looked up. */
    public static Optional<InetAddress> literal(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean isLiteral = V4.matcher(bare).matches() && !bracketed
                || bare.contains(":") && V6.matcher(bare).matches();
        try {
            return isLiteral ? Optional.of(InetAddress.getByName(bare)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Tells whether the host is meant as an address, well written or not. */
    public static boolean isNumeric(String host) {
        return host.startsWith("[") || ENDS_IN_NUMBER.matcher(host).matches();
    }
}
