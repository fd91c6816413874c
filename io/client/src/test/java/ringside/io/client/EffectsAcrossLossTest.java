package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.engine.logic.MatchSnapshot;
import ringside.io.client.EdgeNetwork.Player;
import ringside.layout.RecordType;

/** Effects from the real engine and edge to clients, over a network that loses a fifth, across broken connections. */
final class EffectsAcrossLossTest {
    private static final int HZ = 60;

    private final Bells game = new Bells();
    private final MatchServer server = new MatchServer(game, HZ, rules -> {});
    private final List<String> happened = new ArrayList<>();
    private int nextEffect;

    /** One who hears. */
    private static final class Listener implements SessionListener {
        final List<String> sure = new ArrayList<>();
        final List<Integer> ticks = new ArrayList<>();

        @Override
        public void effect(
                final ClientSession session,
                final int frame,
                final RecordType type,
                final DirectBuffer record,
                final int offset) {
            final int number = (int) type.column("number").read(record, offset);
            if (type.name().equals("ticked")) {
                ticks.add(number);
            } else {
                sure.add(type.name() + " " + number);
            }
        }
    }

    private void note(final MatchSnapshot match) {
        for (; nextEffect < match.nextEffect(); nextEffect++) {
            final int row = match.effectRow(nextEffect);
            final RecordType type = match.effectType(row);
            if (!type.name().equals("ticked")) {
                final long number = type.column("number").read(match.state().block(), match.effectRecordOffset(row));
                happened.add(type.name() + " " + number);
            }
        }
    }

    private static boolean mayHear(final String effect, final int seat) {
        return !effect.startsWith("whispered")
                || (Integer.parseInt(effect.substring("whispered ".length())) & 1) == seat;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void
            sure_ones_come_once_and_in_order_across_loss_and_breaks_momentary_ones_may_not_and_each_hears_what_is_meant_for_all_or_for_it(
                    final long usualSeed) {
        final long seed = Long.getLong("ringside.seed", usualSeed);
        System.out.println("-Dringside.seed=" + seed);
        final EdgeNetwork network = new EdgeNetwork(server, 1_000_000_000L, seed);
        server.afterFrame(this::note);
        network.delayNs = 120 * EdgeNetwork.MS;
        network.jitterNs = 60 * EdgeNetwork.MS;
        final List<Listener> listeners = List.of(new Listener(), new Listener());
        final List<Player> players = new ArrayList<>();
        for (final Listener listener : listeners) {
            players.add(network.join(ClientSettings.of("tcp://a:1"), listener));
            network.runMs(1_000);
        }
        network.lossPercent = 20;
        for (int i = 0; i < 20; i++) {
            network.runMs(2_000 + 130 * i);
            players.get(i & 1).cut();
        }
        network.runMs(5_000);
        network.lossPercent = 0;
        network.runMs(2_000);
        // What happens now is still on its way at the end.
        final int known = happened.size();
        network.runMs(1_000);
        for (int seat = 0; seat < 2; seat++) {
            final int own = seat;
            final Listener listener = listeners.get(seat);
            final ClientStatistics statistics = players.get(seat).session.statistics();
            assertTrue(statistics.resumes() >= 10, "resumes: " + statistics.resumes());
            final List<String> meant =
                    happened.stream().filter(effect -> mayHear(effect, own)).toList();
            final int first = meant.indexOf(listener.sure.get(0));
            final long due = happened.subList(0, known).stream()
                    .filter(effect -> mayHear(effect, own))
                    .count();
            assertTrue(first + listener.sure.size() >= due, "heard " + listener.sure.size() + " of " + due);
            assertEquals(meant.subList(first, first + listener.sure.size()), listener.sure);
            assertTrue(listener.sure.size() > 500, listener.sure.size() + " sure ones");
            assertEquals(
                    listener.ticks.size(), listener.ticks.stream().distinct().count(), "no tick is heard twice");
            assertTrue(listener.ticks.size() > 1_000, listener.ticks.size() + " ticks");
        }
    }
}
