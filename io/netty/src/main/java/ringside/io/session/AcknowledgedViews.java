package ringside.io.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What a log of views says of one match's players: which view each had acknowledged when. Not thread-safe while it is told. */
public final class AcknowledgedViews {
    /** Nothing is known. */
    public static final int UNKNOWN = -1;

    private final int match;
    private final ViewLogEntry entry = new ViewLogEntry();

    /** Of each viewer, the player; of this match only. */
    private final Map<Integer, Integer> playerOf = new TreeMap<>();

    private final Map<Integer, List<Sent>> sent = new TreeMap<>();
    private final Map<Integer, Integer> newest = new TreeMap<>();

    /** A view that was sent, when the newest one acknowledged was another. */
    private record Sent(int frame, int acknowledged) {}

    public AcknowledgedViews(final int match) {
        this.match = match;
    }

    /** Another epoch begins, whose viewers are others. */
    public void epoch() {
        playerOf.clear();
        newest.clear();
    }

    /** An entry of the log, in the order of the file. */
    public void log(final DirectBuffer from, final int offset, final int lengthBytes) {
        final UnsafeBuffer bytes = new UnsafeBuffer(from, offset, lengthBytes);
        entry.wrap(bytes, 0, lengthBytes);
        final int what = entry.what();
        if (what == ViewLogEntry.BEGIN || what == ViewLogEntry.RESUME) {
            if (entry.at(0) == match) {
                playerOf.put(entry.viewer(), entry.at(4));
                newest.put(entry.viewer(), UNKNOWN);
            }
            return;
        }
        final Integer player = playerOf.get(entry.viewer());
        if (player == null) {
            return;
        }
        if (what == ViewLogEntry.VIEW) {
            sent.computeIfAbsent(player, each -> new ArrayList<>())
                    .add(new Sent(entry.at(0), newest.getOrDefault(entry.viewer(), UNKNOWN)));
        } else if (what == ViewLogEntry.ACKS) {
            for (int i = 0; i < entry.at(0); i++) {
                newest.merge(entry.viewer(), entry.at(4 + 8 * i), Math::max);
            }
        }
    }

    /**
     * The newest frame that a player had acknowledged before any view newer than {@code sentFrame} was sent; {@link #UNKNOWN} where the
     * log does not say.
     */
    public int before(final int player, final int sentFrame) {
        for (final Sent each : sent.getOrDefault(player, List.of())) {
            if (each.frame() > sentFrame) {
                return each.acknowledged();
            }
        }
        return UNKNOWN;
    }
}
