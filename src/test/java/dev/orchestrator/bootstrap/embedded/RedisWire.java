package dev.orchestrator.bootstrap.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One command over the wire, without a client library: the reply's line, or the values of a bulk or a pair. */
final class RedisWire {
    private RedisWire() {}

    static String call(String url, String command) throws IOException {
        URI uri = URI.create(url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(5_000);
            String password = uri.getUserInfo().replaceFirst("^[^:]*:", "");
            socket.getOutputStream()
                    .write(("AUTH " + password + "\r\n" + command + "\r\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            in.readLine();
            return reply(in);
        }
    }

    private static String reply(BufferedReader in) throws IOException {
        String head = in.readLine();
        if (head.startsWith("*")) {
            return reply(in) + "=" + reply(in);
        }
        return head.startsWith("$") ? in.readLine() : head;
    }
}
