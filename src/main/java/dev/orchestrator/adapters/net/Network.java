package dev.orchestrator.adapters.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A block of addresses, as {@code 10.0.0.0/8} or {@code fc00::/7}; an address alone is a block of one. */
public record Network(InetAddress base, int prefix) {
    private static final int BITS = Byte.SIZE;

    /** Empty when the text is no address with or without a prefix. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        return Addresses.literal(slash < 0 ? text : text.substring(0, slash))
                .flatMap(base -> prefix(base, slash < 0 ? "" : text.substring(slash + 1), slash >= 0)
                        .map(prefix -> new Network(base, prefix)));
    }

    private static Optional<Integer> prefix(InetAddress base, String digits, boolean given) {
        int most = base.getAddress().length * BITS;
        if (!given) {
            return Optional.of(most);
        }
        return Optional.of(digits)
                .filter(text -> text.matches("\\d{1,3}"))
                .map(Integer::valueOf)
                .filter(bits -> bits <= most);
    }

    public boolean contains(byte[] address) {
        byte[] own = base.getAddress();
        if (own.length != address.length) {
            return false;
        }
        int whole = prefix / BITS;
        int rest = prefix % BITS;
        boolean sameBytes = Arrays.equals(own, 0, whole, address, 0, whole);
        return sameBytes && (rest == 0 || (own[whole] ^ address[whole]) >> (BITS - rest) == 0);
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
