package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringside.arena.ArenaGame;
import ringside.arena.ArenaTrace;
import ringside.engine.logic.GameType;
import ringside.io.client.ClientSession;
import ringside.io.client.ClientSettings;
import ringside.io.client.ClientStatistics;
import ringside.io.client.ClientView;
import ringside.io.client.EdgeNetwork;
import ringside.io.client.MatchServer;
import ringside.io.client.Picture;
import ringside.io.client.PictureSettings;
import ringside.io.client.SeatInputs;
import ringside.io.client.SessionListener;
import ringside.layout.Column;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;
import ringside.layout.Table;

/** The arena as a Java client draws it over a bad network, from the real engine and edge. */
class ArenaPictureTest {
    private static final int HZ = 60;

    private final GameType type = new GameType(new ArenaGame());
    private final SeatInputs inputs = new SeatInputs();
    private int unexplained;

    private static EdgeNetwork network(
            final MatchServer server, final long seed, final int delayMs, final int jitterMs) {
        final EdgeNetwork network = new EdgeNetwork(server, 1_000_000_000L, seed);
        network.delayNs = (delayMs - jitterMs) * EdgeNetwork.MS;
        network.jitterNs = 2L * jitterMs * EdgeNetwork.MS;
        return network;
    }

    private MatchServer arena(final int bots) {
        final IntColumn count = (IntColumn) type.layout().rules().column("bots");
        return new MatchServer(new ArenaGame(), HZ, rules -> rules.set(count, bots));
    }

    /** Plays as people do, and counts corrections for which no input can be blamed. */
    private SessionListener player(final long seed) {
        final ArenaTrace trace = new ArenaTrace(type.layout(), seed);
        return new SessionListener() {
            private long corrected;
            private int lastView;

            @Override
            public boolean inputDue(
                    final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
                trace.input(0, targetFrame, input);
                return true;
            }

            @Override
            public void viewed(final ClientSession session, final ClientView view) {
                final long now = session.statistics().corrections();
                unexplained += now > corrected && !inputs.explain(lastView, view.frame()) ? 1 : 0;
                corrected = now;
                lastView = view.frame();
            }
        };
    }

    private EdgeNetwork.Player play(final EdgeNetwork network, final SessionListener listener, final int seconds) {
        final EdgeNetwork.Player player = network.join(
                ClientSettings.of("tcp://a:1")
                        .withGame(type)
                        .withPicture(PictureSettings.of("x", "y").turning("aim", 4096)),
                listener);
        network.runMs(2_000);
        network.lossPercent = 5;
        final Picture picture = Objects.requireNonNull(player.session.picture());
        final ClientView view = Objects.requireNonNull(player.session.view());
        final Table players = view.layout().table("players");
        final Column x = players.column("x");
        for (int frame = 0; frame < seconds * HZ; frame++) {
            network.runUntil(network.nowNs() + 1_000_000_000L / HZ);
            picture.advance(network.nowNs());
            for (int id = picture.first(players); id >= 0; id = picture.next(players, id)) {
                final double at = picture.drawn(players, id, x);
                assertTrue(at >= -3 && at <= 67, "drawn at " + at);
            }
        }
        return player;
    }

    @ParameterizedTest
    @CsvSource({"1, 75, 15", "2, 75, 15", "3, 150, 30", "4, 150, 30", "5, 150, 30"})
    void alone_nothing_is_corrected_but_where_a_frame_lacked_its_input(
            final long usualSeed, final int delayMs, final int jitterMs) {
        final long seed = Long.getLong("ringside.seed", usualSeed);
        final MatchServer server = arena(0);
        server.afterFrame(inputs::note);
        final EdgeNetwork network = network(server, seed, delayMs, jitterMs);
        final ClientStatistics statistics =
                play(network, player(seed), 60).session.statistics();
        System.out.printf(
                "-Dringside.seed=%d: %d +- %d ms, 5 %% lost: %d frames without their input, %d corrections of at most"
                        + " %.2f m; dry %d of %d pictures%n",
                seed,
                delayMs,
                jitterMs,
                inputs.missing(),
                statistics.corrections(),
                statistics.mostCorrectedUnits(),
                statistics.dryPictures(),
                statistics.pictures());
        assertEquals(0, unexplained, "corrections though each frame had its input");
        assertTrue(statistics.views() > 1_800, statistics.views() + " views");
        assertTrue(statistics.dryPictures() <= statistics.pictures() / 200, statistics.dryPictures() + " dry pictures");
    }

    @ParameterizedTest
    @CsvSource({"1, 75, 15", "2, 150, 30"})
    void among_those_who_shoot_only_a_death_and_a_rise_move_the_player_at_once(
            final long usualSeed, final int delayMs, final int jitterMs) {
        final long seed = Long.getLong("ringside.seed", usualSeed);
        final MatchServer server = arena(6);
        server.afterFrame(inputs::note);
        final EdgeNetwork network = network(server, seed, delayMs, jitterMs);
        final ClientStatistics statistics =
                play(network, player(seed), 60).session.statistics();
        System.out.printf(
                "-Dringside.seed=%d: %d corrections, %d snaps; dry %d of %d pictures%n",
                seed, statistics.corrections(), statistics.snaps(), statistics.dryPictures(), statistics.pictures());
        // Each death and each rise is news; in a minute there are some of each.
        assertTrue(statistics.corrections() < 120, statistics.corrections() + " corrections");
        assertTrue(statistics.snaps() > 0 && statistics.snaps() < 30, statistics.snaps() + " snaps");
        assertTrue(statistics.dryPictures() <= statistics.pictures() / 200, statistics.dryPictures() + " dry pictures");
    }
}
