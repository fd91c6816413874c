package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.io.client.EdgeNetwork.Player;
import ringside.io.protocol.WelcomeMessage;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.Table;

/** What is drawn over a bad network, from the real engine and edge. */
final class PictureTest {
    private static final int HZ = 60;
    private static final long START_NS = 1_000_000_000L;
    private final Pushers game = new Pushers();
    private final MatchServer server = new MatchServer(game, HZ, rules -> {});
    private final SeatInputs inputs = new SeatInputs();
    /** Where the discs of the first two seats were, by frame. */
    private final Map<Integer, int[]> truth = new HashMap<>();

    private static long seed(final long usual) {
        final long seed = Long.getLong("ringside.seed", usual);
        System.out.println("-Dringside.seed=" + seed);
        return seed;
    }

    private EdgeNetwork network(final long seed, final int delayMs, final int jitterMs) {
        final EdgeNetwork network = new EdgeNetwork(server, START_NS, seed);
        network.delayNs = (delayMs - jitterMs) * EdgeNetwork.MS;
        network.jitterNs = 2L * jitterMs * EdgeNetwork.MS;
        server.afterFrame(this::note);
        return network;
    }

    private void note(final MatchSnapshot match) {
        inputs.note(match);
        truth.put(match.frame(), new int[] {placeX(0), placeX(1)});
    }

    private int placeX(final int seat) {
        final int row = server.state().rowAt(game.discs, seat);
        return row == Rows.NONE ? 0 : server.state().get(row, game.x);
    }

    private static Player join(final EdgeNetwork network, final DrawingPlayer player) {
        return network.join(
                ClientSettings.of("tcp://a:1")
                        .withGame(new GameType(player.game))
                        .withPicture(PictureSettings.of("x", "y")),
                player);
    }

    private static void draw(final EdgeNetwork network, final int frames, final Player... players) {
        for (int i = 0; i < frames; i++) {
            network.runUntil(network.nowNs() + EdgeNetwork.MS * 1_000 / HZ);
            for (final Player player : players) {
                picture(player).advance(network.nowNs());
            }
        }
    }

    private static Picture picture(final Player player) {
        return Objects.requireNonNull(player.session.picture());
    }

    private static Table discs(final Player player) {
        return Objects.requireNonNull(player.session.view()).layout().table("discs");
    }

    /** The wire id of a seat's disc in a player's picture. */
    private static int disc(final Player player, final int seat) {
        final Table discs = discs(player);
        final Picture picture = picture(player);
        for (int id = picture.first(discs); id >= 0; id = picture.next(discs, id)) {
            if (picture.value(discs, id, discs.column("seat")) == seat) {
                return id;
            }
        }
        throw new AssertionError("no disc of seat " + seat);
    }

    private static double drawnX(final Player player, final int seat) {
        final Table discs = discs(player);
        return picture(player).drawn(discs, disc(player, seat), discs.column("x"));
    }

    @ParameterizedTest
    @CsvSource({"1, 75, 15", "2, 75, 15", "3, 75, 15", "4, 150, 30", "5, 150, 30", "6, 150, 30"})
    void alone_nothing_is_corrected_but_where_a_frame_lacked_its_input(
            final long usualSeed, final int delayMs, final int jitterMs) {
        final long seed = seed(usualSeed);
        final EdgeNetwork network = network(seed, delayMs, jitterMs);
        final DrawingPlayer player = new DrawingPlayer(seed);
        final Player joined = join(network, player);
        network.runMs(2_000);
        network.lossPercent = 5;
        draw(network, 10 * HZ, joined);
        final int missingBefore = inputs.missing();
        final ClientStatistics statistics = joined.session.statistics();
        final long viewsBefore = statistics.views();
        draw(network, 120 * HZ, joined);

        final List<int[]> unexplained = player.corrections.stream()
                .filter(views -> !inputs.explain(views[0], views[1]))
                .toList();
        final int missing = inputs.missing() - missingBefore;
        System.out.printf(
                "%d +- %d ms each way, 5 %% lost: %d of 7200 frames without their input, %d corrections of at most %.2f;"
                        + " dry %d of %d pictures, %.1f frames late%n",
                delayMs,
                jitterMs,
                missing,
                statistics.corrections(),
                statistics.mostCorrectedUnits(),
                statistics.dryPictures(),
                statistics.pictures(),
                statistics.delayFrames());
        assertEquals(0, unexplained.size(), "corrections though each frame had its input");
        assertTrue(statistics.views() - viewsBefore > 3_600, "views: " + statistics.views());
        assertTrue(missing <= 54, missing + " of 7200 frames without their input");
        assertTrue(
                statistics.dryPictures() <= statistics.pictures() / 200,
                statistics.dryPictures() + " of " + statistics.pictures() + " pictures were dry");
    }

    @ParameterizedTest
    @CsvSource({"60, 30", "60, 20", "30, 0", "128, 64", "20, 0"})
    void fewer_inputs_than_frames_and_other_rates_are_predicted_too(final int hz, final int inputsPerSecond) {
        final MatchServer served = new MatchServer(new Pushers(), hz, rules -> {});
        final EdgeNetwork network = new EdgeNetwork(served, START_NS, 1);
        network.delayNs = 75 * EdgeNetwork.MS;
        final DrawingPlayer player = new DrawingPlayer(1);
        final Player joined = network.join(
                ClientSettings.of("tcp://a:1")
                        .withInputsPerSecond(inputsPerSecond)
                        .withGame(new GameType(player.game))
                        .withPicture(PictureSettings.of("x", "y")),
                player);
        network.runMs(3_000);
        final long before = joined.session.statistics().corrections();
        draw(network, 20 * HZ, joined);
        assertTrue(player.leapsConfirmed.size() > 5, "leaps: " + player.leapsConfirmed);
        assertEquals(before, joined.session.statistics().corrections());
    }

    @Test
    void own_rows_are_ahead_by_a_round_trip_and_come_out_as_shown() {
        final EdgeNetwork network = network(1, 150, 0);
        final Player joined = join(network, new DrawingPlayer(1));
        network.runMs(2_000);
        draw(network, 5 * HZ, joined);
        final Picture picture = picture(joined);
        final int ahead = picture.ownFrame()
                - Objects.requireNonNull(joined.session.view()).frame();
        // There and back is 300 ms, 18 frames, and an input waits a little for its frame.
        assertTrue(ahead >= 18 && ahead <= 22, ahead + " frames ahead");
        assertTrue(picture.isPredicted(discs(joined), disc(joined, 0)));
        final long predicted =
                picture.value(discs(joined), disc(joined, 0), discs(joined).column("x"));
        final int frame = picture.ownFrame();
        draw(network, HZ, joined);
        assertEquals(truth.get(frame)[0], predicted);
        assertEquals(0, joined.session.statistics().corrections());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void corrections_by_others_who_push_and_block_are_drawn_smoothly(final long usualSeed) {
        final long seed = seed(usualSeed);
        final EdgeNetwork network = network(seed, 75, 15);
        final Player own = join(network, new DrawingPlayer(seed));
        final List<Player> all = new ArrayList<>(List.of(own));
        for (int i = 1; i < 6; i++) {
            all.add(join(network, new DrawingPlayer(seed + i)));
        }
        network.runMs(2_000);
        network.lossPercent = 5;
        draw(network, HZ, all.toArray(Player[]::new));
        double most = 0;
        double before = drawnX(own, 0);
        for (int i = 0; i < 60 * HZ; i++) {
            draw(network, 1, all.toArray(Player[]::new));
            most = Math.max(most, Math.abs(drawnX(own, 0) - before));
            before = drawnX(own, 0);
        }
        final ClientStatistics statistics = own.session.statistics();
        System.out.printf(
                "%d corrections, %.2f on average, at most %.2f, %d snaps; drawn at most %.2f a frame%n",
                statistics.corrections(),
                statistics.correctedUnits() / statistics.corrections(),
                statistics.mostCorrectedUnits(),
                statistics.snaps(),
                most);
        assertTrue(statistics.mostCorrectedUnits() > 1, "nobody was pushed: " + statistics.mostCorrectedUnits());
        assertTrue(statistics.mostCorrectedUnits() < 6, "corrected by " + statistics.mostCorrectedUnits());
        if (statistics.snaps() == 0) {
            // A disc goes at most a third a frame; an error shrinks by a fifth in one.
            assertTrue(most < 0.35 + 0.22 * 3, "drawn " + most + " away from one frame to the next");
        }
    }

    @Test
    void who_is_put_elsewhere_is_drawn_there_at_once() {
        final EdgeNetwork network = network(1, 50, 0);
        final DrawingPlayer player = new DrawingPlayer(1);
        final Player joined = join(network, player);
        network.runMs(1_000);
        draw(network, 2 * HZ, joined);
        final long before = joined.session.statistics().corrections();
        final int row = server.state().rowAt(game.discs, 0);
        final boolean isLeft = server.state().get(row, game.x) < Pushers.SIZE / 2 * FixedColumn.ONE;
        server.state().set(row, game.x, (isLeft ? Pushers.SIZE - 2 : 2) * FixedColumn.ONE);
        draw(network, 10, joined);
        assertEquals(before + 1, joined.session.statistics().corrections());
        assertEquals(1, joined.session.statistics().snaps());
        assertEquals(placeX(0) / (double) FixedColumn.ONE, drawnX(joined, 0), 3);
    }

    @Test
    void others_are_drawn_where_they_were_between_two_frames() {
        final EdgeNetwork network = network(3, 60, 20);
        final Player own = join(network, new DrawingPlayer(1));
        final Player other = join(network, new DrawingPlayer(2));
        network.runMs(2_000);
        draw(network, 2 * HZ, own, other);
        int between = 0;
        for (int i = 0; i < 10 * HZ; i++) {
            draw(network, 1, own, other);
            final double at = picture(own).othersFrame();
            final int frame = (int) at;
            final double part = at - frame;
            final double expected = truth.get(frame)[1] * (1 - part) + truth.get(frame + 1)[1] * part;
            assertEquals(expected / FixedColumn.ONE, drawnX(own, 1), 1e-9, "at frame " + at);
            between += part > 0.01 && truth.get(frame)[1] != truth.get(frame + 1)[1] ? 1 : 0;
        }
        assertTrue(between > 100, between + " were drawn between two frames");
    }

    @Test
    void an_effect_that_was_shown_ahead_is_confirmed_and_not_told_again() {
        final EdgeNetwork network = network(1, 75, 0);
        final DrawingPlayer player = new DrawingPlayer(1);
        final Player own = join(network, player);
        final Player other = join(network, new DrawingPlayer(2));
        network.runMs(1_000);
        draw(network, 20 * HZ, own, other);
        player.isLeaping = false;
        network.lossPercent = 5;
        draw(network, 2 * HZ, own, other);
        assertTrue(player.leapsShown.size() > 10, "leaps: " + player.leapsShown);
        assertEquals(player.leapsShown, player.leapsConfirmed);
        assertEquals(player.leapsShown.size(), own.session.statistics().effectsConfirmed());
        assertTrue(player.leapers.contains(1), "the other's leaps are news");
        assertTrue(!player.leapers.contains(0), "own leaps are no news");
    }

    @Test
    void an_effect_that_was_shown_ahead_and_did_not_happen_is_denied() {
        final EdgeNetwork network = network(1, 75, 0);
        final DrawingPlayer player = new DrawingPlayer(1);
        final Player own = join(network, player);
        network.runMs(1_000);
        draw(network, HZ, own);
        player.isLeaping = false;
        draw(network, HZ, own);
        final ClientSession session = own.session;
        final RecordView leapt =
                new RecordView(player.game.leapt).wrap(new UnsafeBuffer(new byte[player.game.leapt.lengthBytes()]), 0);
        session.expect(session.nextInputSeq(), leapt);
        draw(network, HZ, own);
        assertEquals(1, session.statistics().effectsDenied());
    }

    @Test
    void after_a_lost_connection_the_picture_goes_on() {
        final EdgeNetwork network = network(1, 75, 10);
        final Player own = join(network, new DrawingPlayer(1));
        network.runMs(1_000);
        draw(network, 3 * HZ, own);
        own.cut();
        network.runMs(3_000);
        draw(network, HZ, own);
        assertEquals(1, own.session.statistics().resumes());
        final long before = own.session.statistics().corrections();
        draw(network, 10 * HZ, own);
        assertTrue(picture(own).isPredicted(discs(own), disc(own, 0)));
        assertEquals(before, own.session.statistics().corrections());
    }

    @Test
    void who_only_watches_is_ahead_of_nothing_and_sees_the_first_seat_move_smoothly() {
        final EdgeNetwork network = network(1, 40, 10);
        join(network, new DrawingPlayer(1));
        final NavigableSet<Integer> shown = new TreeSet<>();
        final Player watcher = network.join(
                ClientSettings.of("tcp://a:1")
                        .withGame(new GameType(new Pushers()))
                        .withPicture(PictureSettings.of("x", "y")),
                JoinRequest.ANY.toWatch(),
                new SessionListener() {
                    @Override
                    public void viewed(final ClientSession session, final ClientView view) {
                        shown.add(view.frame());
                    }
                });
        network.runMs(12_000);
        assertEquals(
                WelcomeMessage.Seat.NONE,
                Objects.requireNonNull(watcher.session.view()).seat());
        for (int i = 0; i < 6 * HZ; i++) {
            draw(network, 1, watcher);
            final double at = picture(watcher).othersFrame();
            assertTrue(!picture(watcher).isPredicted(discs(watcher), disc(watcher, 0)));
            final int older = Objects.requireNonNull(shown.floor((int) at));
            final int newer = Objects.requireNonNull(shown.higher(older));
            final double part = (at - older) / (newer - older);
            final double expected = truth.get(older)[0] * (1 - part) + truth.get(newer)[0] * part;
            // Also where others could begin to watch, every two seconds.
            assertEquals(expected / FixedColumn.ONE, drawnX(watcher, 0), 1e-9, "at frame " + at);
        }
        assertEquals(0, watcher.session.statistics().corrections());
    }

    @Test
    void a_client_without_the_game_draws_its_own_row_as_the_others() {
        final EdgeNetwork network = network(1, 40, 0);
        final Player own = network.join(
                ClientSettings.of("tcp://a:1").withPicture(PictureSettings.of("x", "y")), new SessionListener() {});
        network.runMs(1_000);
        draw(network, HZ, own);
        final Column x = discs(own).column("x");
        assertTrue(!picture(own).isPredicted(discs(own), disc(own, 0)));
        assertEquals(placeX(0), picture(own).value(discs(own), disc(own, 0), x));
    }
}
