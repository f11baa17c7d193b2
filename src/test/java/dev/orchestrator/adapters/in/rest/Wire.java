package dev.orchestrator.adapters.in.rest;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends exactly these bytes, also such as no HTTP client would send. */
final class Wire {
    private static final int PATIENCE_MILLIS = 20_000;

    private Wire() {}

    record Answer(int status, String head, String body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** A request with a length and, where the headers do not say otherwise, nothing else. */
    static Answer send(String method, String target, String headers, byte[] body) {
        String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
        return raw(head(method, target, headers + length), body);
    }

    /** The same body in pieces of unknown number. */
    static Answer sendChunked(String method, String target, String headers, byte[] body) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        int step = 10_000;
        for (int from = 0; from < body.length; from += step) {
            int size = Math.min(step, body.length - from);
            chunks.writeBytes(ascii(Integer.toHexString(size) + "\r\n"));
            chunks.write(body, from, size);
            chunks.writeBytes(ascii("\r\n"));
        }
        chunks.writeBytes(ascii("0\r\n\r\n"));
        return raw(head(method, target, headers + "Transfer-Encoding: chunked\r\n"), chunks.toByteArray());
    }

    static Answer raw(String head, byte[] body) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(ascii(head));
            out.write(body);
            out.flush();
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("no answer to " + head, e);
        }
    }

    private static String head(String method, String target, String headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, end < 0 ? "" : text.substring(end + 4));
    }
}
