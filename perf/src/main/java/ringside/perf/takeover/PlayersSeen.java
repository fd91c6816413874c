package ringside.perf.takeover;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ringside.bots.BotsListener;
import ringside.bots.BotsProgress;

/** What the players of a run saw of each reign. Thread-safe. */
final class PlayersSeen implements BotsListener {
    /** By epoch; then by match and player: when the last view before and the first of it came. */
    private final Map<Long, Map<Long, long[]>> shown = new ConcurrentHashMap<>();
    /** By epoch; then by match and player: the highest input that a view of it acknowledged. */
    private final Map<Long, Map<Long, Integer>> acknowledged = new ConcurrentHashMap<>();

    private volatile int playing;
    private volatile boolean isEnough;

    @Override
    public void progress(final BotsProgress progress) {
        if (progress.elapsedSeconds() >= 0) {
            playing = progress.playing();
        }
    }

    @Override
    public boolean isEnough() {
        return isEnough;
    }

    /** The players may leave. */
    void enough() {
        isEnough = true;
    }

    /** Players who have a seat; 0 until all have joined. */
    int playing() {
        return playing;
    }

    @Override
    public void acknowledged(final int match, final int player, final int inputSeq, final int frame, final long epoch) {
        of(acknowledged, epoch).merge(key(match, player), inputSeq, Math::max);
    }

    @Override
    public void tookOver(
            final int match, final int player, final long lastViewNs, final long firstViewNs, final long epoch) {
        of(shown, epoch).putIfAbsent(key(match, player), new long[] {lastViewNs, firstViewNs});
    }

    private static <V> Map<Long, V> of(final Map<Long, Map<Long, V>> all, final long epoch) {
        return all.computeIfAbsent(epoch, none -> new ConcurrentHashMap<>());
    }

    /** By match and player: when the last view of another reign and the first of this one came. */
    Map<Long, long[]> shown(final long epoch) {
        return of(shown, epoch);
    }

    /** By match and player: the highest input that a view of this reign acknowledged. */
    Map<Long, Integer> acknowledged(final long epoch) {
        return of(acknowledged, epoch);
    }

    static long key(final int match, final int player) {
        return (long) match << 32 | player;
    }
}
