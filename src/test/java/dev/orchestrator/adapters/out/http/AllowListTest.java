package dev.orchestrator.adapters.out.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.handlers.WebUrl;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "intranet | http://intranet/ | true",
                "INTRANET | http://intranet:81/ | true",
                "intranet:80 | http://intranet/ | true",
                "intranet:80 | http://intranet:81/ | false",
                "intranet:443 | https://intranet/ | true",
                "*.corp | http://a.b.corp/ | true",
                "*.corp | http://corp/ | false",
                "*.corp | http://evilcorp/ | false",
                "corp | http://a.corp/ | false",
                "127.0.0.1 | http://127.0.0.1:9/ | true",
                "127.0.0.1:8 | http://127.0.0.1:9/ | false",
                "127.0.0.0/8 | http://127.9.9.9/ | true",
                "127.0.0.0/8 | http://localhost/ | true",
                "::1 | http://[::1]/ | true",
                "[::1]:80 | http://[::1]/ | true",
                "[::1]:80 | http://[::1]:81/ | false",
                "fc00::/7 | http://[fd12::1]/ | true",
                "10.0.0.0/8 | http://11.0.0.1/ | false"
            })
    void namesWhatIsLetThrough(String entry, String url, boolean allowed) {
        assertThat(AllowList.of(List.of("other", entry)).names(WebUrl.parse(url).orElseThrow()))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "http://a", "10.0.0.0/33", "10.0.0/8", "0x7f.1", "a b", "*.*.corp", "host:port", "1.2.3"})
    void refusesWhatIsNoEntry(String entry) {
        assertThatThrownBy(() -> AllowList.of(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WORKFLOW_HTTP_ALLOWED_HOSTS")
                .hasMessageContaining("'" + entry + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, ''",
        "93.184.216.34, ''",
        "172.32.0.1, ''",
        "192.169.0.1, ''",
        "2606:4700::1111, ''",
        "2002:808:808::, ''",
        "64:ff9b::808:808, ''",
        "172.16.0.1, private",
        "100.127.255.255, shared with a carrier",
        "198.19.255.255, for benchmarks",
        "168.63.129.16, a metadata service",
        "240.0.0.1, reserved",
        "::ffff:0:127.0.0.1, loopback",
        "2606:4700::5efe:7f00:1, loopback",
        "febf::1, link-local",
        "fec0::1, private",
        "3fff::1, for documentation",
        "100::1, for discarding"
    })
    void knowsWhatIsPublic(String address, String kind) throws Exception {
        assertThat(SpecialNetworks.kindOf(InetAddress.getByName(address)).orElse(""))
                .isEqualTo(kind);
    }
}
