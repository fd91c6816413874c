package ringside.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.JournalHandler;
import ringside.layout.XxHash64;
import ringside.replay.MatchSource;
import ringside.replay.ReplayException;
import ringside.replay.StateAtFrame;

/** Replays a match up to a frame, waits there for a debugger, and computes it. */
final class ReplayDebugRun {
    private final MatchSource source;
    private final GameTypes types;
    private final int first;
    private final int last;
    private final PrintWriter out;

    /**
     * A run.
     *
     * @param frame the first that is computed under the debugger
     * @param frames how many are
     */
    ReplayDebugRun(
            final MatchSource source, final GameTypes types, final int frame, final int frames, final PrintWriter out) {
        this.source = source;
        this.types = types;
        this.first = frame;
        this.last = frame + frames - 1;
        this.out = out;
    }

    /**
     * Runs.
     *
     * @param port that the debugger will find
     * @throws ReplayException when the frame was not recorded
     */
    void run(final int port) {
        final Watch watch = new Watch(positionOf(first), port);
        try (MatchSource.Playback playback = source.before(first, types, watch)) {
            watch.loop = playback;
            while (watch.computed < last && playback.next(watch)) {
                // Goes on until the last frame that is wanted.
            }
        }
    }

    /** Of the FRAME that computes a frame: which one it is shows only when it was applied, so a first run finds out. */
    private long positionOf(final int frame) {
        final long[] found = {-1};
        final MutedOutput output = new MutedOutput() {
            @Override
            public void hashed(final int match, final int hashedFrame, final long hash, final long position) {
                if (match == source.match() && hashedFrame == frame) {
                    found[0] = position;
                }
            }
        };
        try (MatchSource.Playback playback = source.before(frame, types, output)) {
            while (found[0] < 0 && playback.next(MatchSource.NOBODY)) {
                // Goes on until the frame was computed.
            }
        }
        if (found[0] < 0) {
            // Says how far the recording reaches.
            StateAtFrame.find(source, types, frame);
            throw new ReplayException(source + ": frame " + frame + " is not in it");
        }
        return found[0];
    }

    private final class Watch extends MutedOutput implements JournalHandler {
        private final long stopPosition;
        private final int port;
        private MatchSource.@Nullable Playback loop;
        private int computed = -1;

        Watch(final long stopPosition, final int port) {
            this.stopPosition = stopPosition;
            this.port = port;
        }

        @Override
        public void onEvent(final Event event) {
            if (event.position() == stopPosition) {
                tell();
                try {
                    throw new ReplayDebugStop();
                } catch (final ReplayDebugStop reached) {
                    out.println("resumed");
                    out.flush();
                }
            }
        }

        private void tell() {
            out.printf(
                    Locale.ROOT,
                    "match %d: all before frame %d is computed, and every thread waits for a debugger at 127.0.0.1:%d%n"
                            + "  IntelliJ IDEA  a configuration Remote JVM Debug, attach, localhost, port %d%n"
                            + "  VS Code        a configuration of type java, request attach, 127.0.0.1, port %d%n"
                            + "  jdb            jdb -connect com.sun.jdi.SocketAttach:hostname=127.0.0.1,port=%d%n"
                            + "  breakpoint     %s.step%n"
                            + "Resuming computes the frame; --write-config FOLDER writes these configurations.%n"
                            + "waiting 127.0.0.1:%d%n",
                    source.match(),
                    first,
                    port,
                    port,
                    port,
                    port,
                    game(),
                    port);
            out.flush();
        }

        /** The class whose methods compute the frame. */
        private String game() {
            final MatchSource.Playback running = loop;
            final MatchSlot slot =
                    running == null ? null : running.loop().memory().find(source.match());
            return slot == null ? "the game" : slot.type().game().getClass().getName();
        }

        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            if (match == source.match()) {
                computed = frame;
                if (frame >= first) {
                    out.printf(Locale.ROOT, "computed frame %d, hash %s%n", frame, XxHash64.hex(hash));
                    out.flush();
                }
            }
        }

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            if (match == source.match()) {
                out.println("the game failed behind frame " + frame + ": " + cause);
                out.flush();
                computed = last;
            }
        }
    }
}
