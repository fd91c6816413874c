package ringside.bots;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import ringside.arena.ArenaGame;
import ringside.io.client.ClientSession;
import ringside.io.client.ClientView;
import ringside.io.client.ConsumedInput;
import ringside.io.client.SessionEnd;
import ringside.io.client.SessionListener;
import ringside.io.protocol.RefusalReason;
import ringside.layout.RecordView;

/** One player: sends what its source says when it is due, and measures what comes back. Lives on its client's thread. */
final class Bot implements SessionListener {
    /** How far a run has come; written by the run, read by the bots. */
    static final class Stage {
        /** Inputs are sent. */
        volatile boolean playing = true;
        /** Histograms count. */
        volatile boolean measuring;
    }

    private static final long NONE = Long.MIN_VALUE;

    private final int number;
    private final long seed;
    private final Stage stage;
    private final Tally tally;
    private final BotsListener listener;
    private final LongSupplier clock;
    private final boolean aiming;
    private @Nullable InputSource source;
    private @Nullable SeenFoes foes;
    private long lastViewNs = NONE;
    private long shownEpoch;
    private volatile boolean seated;
    private volatile boolean playing;
    private volatile @Nullable SessionEnd end;

    Bot(
            final int number,
            final long seed,
            final boolean aiming,
            final Stage stage,
            final Tally tally,
            final BotsListener listener,
            final LongSupplier clock) {
        this.number = number;
        this.seed = seed;
        this.aiming = aiming;
        this.stage = stage;
        this.tally = tally;
        this.listener = listener;
        this.clock = clock;
    }

    /** Whether it ever had a seat. */
    boolean wasSeated() {
        return seated;
    }

    /** Whether it has a seat at this moment. */
    boolean isPlaying() {
        return playing;
    }

    /** How its session ended; null while it lasts. */
    @Nullable
    SessionEnd end() {
        return end;
    }

    @Override
    public void joined(final ClientSession session) {
        final ClientView view = session.view();
        if (source == null && view != null) {
            source = InputSource.of(view.layout(), seed);
            foes = aiming && view.layout().game().equals(ArenaGame.NAME) ? new SeenFoes(view.layout(), seed) : null;
        }
        seated = true;
        playing = true;
    }

    @Override
    public boolean inputDue(
            final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
        final InputSource from = source;
        if (from == null || !stage.playing) {
            return false;
        }
        if (stage.measuring) {
            tally.late(clock.getAsLong() - dueNs);
        }
        from.input(number, targetFrame, input);
        final ClientView view = session.view();
        if (foes != null && view != null) {
            foes.aim(view.table("players"), view.seat(), targetFrame, input);
        }
        return true;
    }

    @Override
    public void inputConsumed(final ClientSession session, final ConsumedInput input) {
        final ClientView view = session.view();
        if (view == null) {
            return;
        }
        listener.acknowledged(view.match(), view.player(), input.inputSeq(), input.shownFrame(), view.epoch());
        if (stage.measuring) {
            tally.consumed(input);
        }
    }

    @Override
    public void viewed(final ClientSession session, final ClientView view) {
        tally.view(view.epoch());
        final long nowNs = session.lastReceivedNs();
        if (stage.measuring && lastViewNs != NONE) {
            tally.gap(nowNs - lastViewNs);
        }
        if (lastViewNs != NONE && view.epoch() != shownEpoch) {
            listener.tookOver(view.match(), view.player(), lastViewNs, nowNs, view.epoch());
        }
        lastViewNs = nowNs;
        shownEpoch = view.epoch();
    }

    @Override
    public void inputRefused(final ClientSession session, final int inputSeq, final @Nullable RefusalReason reason) {
        tally.refused(reason);
    }

    @Override
    public void interrupted(final ClientSession session, final String cause) {
        playing = false;
    }

    @Override
    public void ended(final ClientSession session, final SessionEnd how) {
        playing = false;
        end = how;
    }
}
