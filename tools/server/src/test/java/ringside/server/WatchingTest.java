package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.client.ClientLoop;
import ringside.io.client.ClientLoops;
import ringside.io.client.ClientSession;
import ringside.io.client.ClientSettings;
import ringside.io.client.ClientView;
import ringside.io.client.GameClient;
import ringside.io.client.JoinRequest;
import ringside.io.client.SessionEnd;
import ringside.io.client.SessionListener;
import ringside.layout.RecordView;
import ringside.snapshot.codec.ViewTable;

/** Those who only watch a match of the arena, as clients of a whole server. */
@Timeout(120)
class WatchingTest {
    private static final int WATCHERS = 20;

    @TempDir
    private Path directory;

    /** Counts what is shown. */
    private static final class Watcher implements SessionListener {
        final AtomicInteger views = new AtomicInteger();
        volatile int newest;
        volatile int players;
        volatile int asked;

        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            throw new AssertionError("who watches is asked for no input");
        }

        @Override
        public void viewed(final ClientSession session, final ClientView view) {
            newest = view.frame();
            int shown = 0;
            final ViewTable fighters = view.table("players");
            for (int id = fighters.first(); id >= 0; id = fighters.next(id)) {
                shown++;
            }
            players = shown;
            asked = session.command(view.layout().commands().get(0), new UnsafeBuffer(new byte[64]), 0, 0);
            views.incrementAndGet();
        }
    }

    @Test
    void a_budget_in_which_a_row_never_has_room_is_refused_before_anything_is_touched() {
        final ServerSettings settings = ServerSettings.defaults()
                .with(ServerSetting.DIR, directory.resolve("new").toString())
                .with(ServerSetting.VIEW_BUDGET_BYTES, 10);
        final ServerException refused =
                assertThrows(ServerException.class, () -> RingsideServer.startInProcess(settings));
        assertTrue(refused.isConfiguration());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("viewBudgetBytes 10: the largest row of "));
        assertFalse(Files.exists(directory.resolve("new")));
    }

    @Test
    void many_watch_one_match_and_leave_no_trace_in_its_recording() throws Exception {
        final ServerSettings settings = ServerSettings.defaults()
                .with(ServerSetting.DIR, directory.toString())
                .with(ServerSetting.HTTP, -1)
                .with(ServerSetting.TCP, 0)
                .with(ServerSetting.BIND, "watching-test")
                .with(ServerSetting.SPECTATOR_DELAY_SECONDS, 1)
                .with(ServerSetting.MAX_SPECTATORS, WATCHERS);
        try (RingsideServer server = RingsideServer.startInProcess(settings);
                ClientLoops loops = new ClientLoops(1, true)) {
            final ClientLoop loop = loops.all().get(0);
            final ClientSettings address = ClientSettings.of("local://watching-test");
            final GameClient player = new GameClient(loop, address);
            player.join();
            final List<Watcher> watchers = new ArrayList<>();
            for (int i = 0; i < WATCHERS; i++) {
                final Watcher watcher = new Watcher();
                new GameClient(
                                loop,
                                address.withJoin(JoinRequest.ANY.withMatch(1).toWatch()),
                                watcher)
                        .join();
                watchers.add(watcher);
            }
            for (final Watcher watcher : watchers) {
                Running.await(server, () -> watcher.views.get() > 30);
                assertEquals(0, watcher.asked, "a command was taken");
                assertTrue(watcher.players > 0, "somebody is seen");
                assertTrue(watcher.newest > 0);
            }
            player.leave();
            Running.await(server, () -> player.ended().isDone());
            assertEquals(SessionEnd.Kind.LEFT, player.ended().join().kind());
            server.stop();
        }
        Running.verified(directory);
    }
}
