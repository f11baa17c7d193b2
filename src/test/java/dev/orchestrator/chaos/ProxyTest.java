package dev.orchestrator.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.chaos.Proxy.Cut;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy between real sockets: a client that shouts, and a server that echoes. */
@Timeout(60)
class ProxyTest {
    private static final int SILENCE_MILLIS = 200;

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Proxy proxy;

    @BeforeEach
    void start() {
        int port = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(piece -> {
                    heard.add(piece.toString());
                    socket.write(piece);
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        proxy = Proxy.to(port);
    }

    @AfterEach
    void stop() {
        proxy.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void passesBothWays() throws IOException {
        try (Socket one = connect();
                Socket other = connect()) {
            assertThat(ask(one, "one")).isEqualTo("one");
            assertThat(ask(other, "other")).isEqualTo("other");
            assertThat(proxy.connections()).isEqualTo(2);
        }
    }

    @Test
    void passesMoreThanItsBuffersHold() throws IOException, InterruptedException {
        byte[] much = new byte[40 << 20];
        try (Socket socket = connect()) {
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(much);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            writer.start();
            assertThat(socket.getInputStream().readNBytes(much.length)).hasSize(much.length);
            writer.join();
        }
    }

    @Test
    void aCutClosesAndRefusesUntilItIsHealed() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "before");
            proxy.cut();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        proxy.heal();
        try (Socket socket = connect()) {
            assertThat(ask(socket, "after")).isEqualTo("after");
        }
    }

    @Test
    void aResetIsNoOrderlyEnd() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "before");
            proxy.reset();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void whatIsFrozenArrivesInTheEndEvenFromWhoGaveUp() throws IOException, InterruptedException {
        Socket patient = connect();
        ask(patient, "before");
        try (Socket hasty = connect()) {
            ask(hasty, "before");
            heard.clear();
            proxy.freeze();
            hasty.getOutputStream().write("hasty".getBytes(US_ASCII));
        }
        patient.getOutputStream().write("patient".getBytes(US_ASCII));
        assertThat(heard.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        proxy.heal();
        assertThat(new String(patient.getInputStream().readNBytes("patient".length()), US_ASCII))
                .isEqualTo("patient");
        assertThat(new String[] {heard.take(), heard.take()}).containsExactlyInAnyOrder("hasty", "patient");
        patient.close();
    }

    @Test
    void aBlackHoleTakesAndNeverAnswersAndItsConnectionsStayDead() throws IOException {
        try (Socket old = connect()) {
            ask(old, "before");
            proxy.blackHole();
            try (Socket late = connect()) {
                assertSilent(old);
                assertSilent(late);
            }
            proxy.heal();
            assertSilent(old);
            try (Socket fresh = connect()) {
                assertThat(ask(fresh, "after")).isEqualTo("after");
            }
        }
    }

    @Test
    void latencyAndALowRateTakeTheirTime() throws IOException {
        try (Socket socket = connect()) {
            proxy.slow(Duration.ofMillis(50), Duration.ofMillis(10));
            long start = System.nanoTime();
            ask(socket, "slow");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
            proxy.limit(1_000);
            start = System.nanoTime();
            ask(socket, "x".repeat(100));
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    @Test
    void aLostReplyIsOfARequestThatArrived() throws IOException, InterruptedException {
        proxy.cutWhere(piece -> isCommit(piece) ? Cut.BEFORE_REPLY : Cut.NOWHERE);
        try (Socket socket = connect()) {
            assertThat(ask(socket, "begin")).isEqualTo("begin");
            socket.getOutputStream().write("commit".getBytes(US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(heard.take()).isEqualTo("begin");
        assertThat(heard.take()).isEqualTo("commit");
        assertThat(proxy.strikes()).isEqualTo(1);
    }

    @Test
    void aLostRequestNeverArrives() throws IOException {
        proxy.cutWhere(piece -> isCommit(piece) ? Cut.BEFORE_REQUEST : Cut.NOWHERE);
        try (Socket socket = connect()) {
            socket.getOutputStream().write("commit".getBytes(US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void repliesEndAfterSoManyBytes() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "before");
            proxy.cutRepliesAfter(3);
            socket.getOutputStream().write("abcdef".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("abc");
        }
    }

    private static boolean isCommit(Buffer piece) {
        return piece.toString().equals("commit");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", proxy.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return new String(socket.getInputStream().readNBytes(text.length()), US_ASCII);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.getOutputStream().write("lost".getBytes(US_ASCII));
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
