package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whose word counts. What headers may hold is tested over HTTP. */
class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", " ", "fd00::/8"));

    private static String client(TrustedProxies proxies, String peer, String header, String value) {
        try {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(header, value);
            return proxies.clientOf(InetAddress.getByName(peer), headers).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyElseIsBelieved() {
        assertThat(client(PROXIES, "192.0.2.1", "x-forwarded-for", "198.51.100.7"))
                .isEqualTo("192.0.2.1");
        assertThat(client(PROXIES, "11.0.0.1", "Forwarded", "for=198.51.100.7")).isEqualTo("11.0.0.1");
        assertThat(client(TrustedProxies.NONE, "10.0.0.1", "X-Forwarded-For", "198.51.100.7"))
                .isEqualTo("10.0.0.1");
        assertThat(client(PROXIES, "10.0.0.1", "X-Forwarded-For", "198.51.100.7"))
                .isEqualTo("198.51.100.7");
        assertThat(client(PROXIES, "fd00::1", "X-Forwarded-For", "198.51.100.7"))
                .isEqualTo("198.51.100.7");
    }

    @Test
    void whatIsNoNetworkIsRefusedByName() {
        for (String wrong : List.of("proxy.example.com", "10.0.0.0/33", "10.1", "fd00::/129", "*")) {
            assertThatThrownBy(() -> TrustedProxies.of(List.of(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void randomTextNeverFails() {
        Random random = new Random(7);
        String letters = "0123456789abcdef.:,;=\"[]% for\\\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(40), 0, letters.length()).forEach(at -> text.append(letters.charAt(at)));
            for (String header : List.of("X-Forwarded-For", "Forwarded")) {
                assertThat(client(PROXIES, "10.0.0.1", header, text.toString())).isNotEmpty();
            }
        }
    }
}
