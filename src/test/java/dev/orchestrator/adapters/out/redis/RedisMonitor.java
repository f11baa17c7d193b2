package dev.orchestrator.adapters.out.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Watches what clients send to a server; what scripts do inside does not count. */
final class RedisMonitor implements AutoCloseable {
    static final String END = "the-end";

    private final Socket socket;
    private final BufferedReader in;

    private RedisMonitor(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static RedisMonitor of(RealHotStore store) throws IOException {
        URI uri = URI.create(store.url());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(30_000);
        RedisMonitor monitor = new RedisMonitor(socket);
        String password = uri.getUserInfo().replaceFirst("^[^:]*:", "");
        socket.getOutputStream().write(("AUTH " + password + "\r\nMONITOR\r\n").getBytes(StandardCharsets.UTF_8));
        monitor.in.readLine();
        monitor.in.readLine();
        return monitor;
    }

    /** The names of the commands sent so far; the given call must send {@link #END}. */
    List<String> clientCommandsUntil(Runnable end) throws IOException {
        end.run();
        List<String> commands = new ArrayList<>();
        for (String line = in.readLine(); !line.contains(END); line = in.readLine()) {
            if (!line.contains(" lua]")) {
                commands.add(line.replaceFirst("^[^\"]*\"(\\w+)\".*", "$1").toUpperCase(Locale.ROOT));
            }
        }
        return commands;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
