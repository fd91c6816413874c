package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.io.session.Admission;
import ringside.io.session.EdgeFailures;
import ringside.io.session.EdgeSettings;
import ringside.io.support.LiveServer;
import ringside.io.support.QuicClient;
import ringside.io.support.TcpClient;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;

/** An Error on an event loop, whatever it does there: the server hears of it, once, and stops. */
@Timeout(60)
class BrokenLoopTest {
    private static final Admission NO_MEMORY = hello -> {
        throw new OutOfMemoryError("no more");
    };

    private static LiveServer server() {
        final LiveServer server = new LiveServer(
                LiveServer.settings(), EdgeSettings.at(3, TestEngine.HZ).withLineMode(true), NO_MEMORY, null);
        server.server.startQuic(0);
        return server;
    }

    private static void assertBroken(final List<Throwable> broken) {
        LiveServer.await("the failure", () -> !broken.isEmpty());
        assertEquals(1, broken.size(), broken.toString());
        assertInstanceOf(OutOfMemoryError.class, broken.get(0));
    }

    @Test
    void while_it_takes_a_message() {
        try (LiveServer server = server();
                TcpClient client = server.connect()) {
            client.send(TestEdge.helloMessage(null).write());
            assertBroken(server.broken);
        }
    }

    @Test
    void while_it_takes_a_line() {
        try (LiveServer server = server();
                TcpClient client = server.connect()) {
            client.sendText("join me 1\r\n");
            assertBroken(server.broken);
        }
    }

    @Test
    void while_it_takes_a_message_by_quic() {
        try (LiveServer server = server();
                QuicClient client = new QuicClient(server.server.quicPort())) {
            client.open();
            client.send(TestEdge.helloMessage(null).write());
            assertBroken(server.broken);
        }
    }

    /** Hears what the handlers of a channel of this thread tell. */
    private static List<Throwable> brokenBy(final Runnable work) {
        final List<Throwable> broken = new ArrayList<>();
        final Thread thread = Thread.currentThread();
        final var before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((at, cause) -> broken.add(cause));
        try {
            work.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        return broken;
    }

    @Test
    void while_it_looks_for_a_page() {
        final ClassLoader none = new ClassLoader() {
            @Override
            public InputStream getResourceAsStream(final String name) {
                throw new OutOfMemoryError("no more");
            }
        };
        final EmbeddedChannel channel = new EmbeddedChannel();
        final LoopEdge edge = new LoopEdge(channel.eventLoop(), new TestEdge().edge, () -> 5);
        channel.pipeline().addLast(new HttpHandler(edge, new StaticFiles(none), LivePages.NONE, 1_000));
        assertBroken(brokenBy(() ->
                channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/index.html"))));
    }

    @Test
    void while_it_accepts() {
        final EmbeddedChannel listening = new EmbeddedChannel();
        listening
                .pipeline()
                .addLast(new AcceptGate(
                        ServerSettings.DEFAULT, new TestEdge().counters, (connection, cause) -> {}, () -> 5));
        assertBroken(brokenBy(() -> listening.pipeline().fireExceptionCaught(new OutOfMemoryError("no more"))));
    }

    @Test
    void below_another_exception() {
        assertEquals(true, Faults.isError(new IOException(new IllegalStateException(new LinkageError("none")))));
        assertEquals(false, Faults.isError(new IOException(new IllegalStateException("none"))));
    }

    @Test
    void an_error_has_the_server_stop_and_an_exception_is_only_told() throws InterruptedException {
        final List<RuntimeException> failed = new ArrayList<>();
        final List<Throwable> broken = new ArrayList<>();
        final CountDownLatch told = new CountDownLatch(2);
        final DefaultEventLoop loop = new DefaultEventLoop(new LoopThreads("tested", new EdgeFailures() {
            @Override
            public void failed(final long connection, final RuntimeException cause) {
                failed.add(cause);
                told.countDown();
            }

            @Override
            public void broken(final Throwable cause) {
                broken.add(cause);
                told.countDown();
            }
        }));
        loop.submit(() -> {
                    throw new IllegalStateException("ours");
                })
                .addListener(Faults::report);
        loop.submit(() -> {
                    throw new StackOverflowError("ours");
                })
                .addListener(Faults::report);
        told.await();
        loop.shutdownGracefully();
        assertEquals("ours", failed.get(0).getMessage());
        assertInstanceOf(StackOverflowError.class, broken.get(0));
    }
}
